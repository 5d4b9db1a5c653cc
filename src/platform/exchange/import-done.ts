/** How many rows of a sheet an import added and changed. */
export type SheetDone = { readonly sheet: string; readonly added: number; readonly changed: number }

/** What an import did, as an address carries it to the page that tells it: `actor.6.0,structure.2.1`. */
export const doneText = (sheets: readonly SheetDone[]): string =>
	sheets
		.filter(({ added, changed }) => added + changed > 0)
		.map(({ sheet, added, changed }) => `${sheet}.${String(added)}.${String(changed)}`)
		.join(',')

type Now = {
	readonly sheets: readonly { readonly sheet: string; readonly unchanged: number }[]
	readonly totals: { readonly added: number; readonly changed: number; readonly faults: number }
}

/**
 * What an import did, from an address; null where the workspace does not bear it out. Anybody can write an address, and the
 * workspace may have changed since: only where the file has nothing left to do can it have come in.
 */
export function readDone(text: string | null, { sheets, totals }: Now): SheetDone[] | null {
	if (!text || totals.added + totals.changed + totals.faults > 0) return null
	const done = new Map<string, SheetDone>()
	for (const part of text.split(',')) {
		const [, sheet = '', added, changed] = /^([a-z_-]+)\.(\d{1,7})\.(\d{1,7})$/.exec(part) ?? []
		const now = sheets.find((one) => one.sheet === sheet)
		const one = { sheet, added: Number(added), changed: Number(changed) }
		if (!now || done.has(sheet) || one.added + one.changed > now.unchanged) return null
		done.set(sheet, one)
	}
	return [...done.values()]
}
