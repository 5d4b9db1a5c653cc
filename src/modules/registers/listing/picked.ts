/** Entries that were ticked in a list, each with the version it had when the list was shown. */
export type Picked = { entry: string; version: number }

const PICKED = /^([A-Za-z0-9-]{1,120})@(\d{1,9})$/
const MOST = 200

/** Reads what was ticked, `ZWE-TRN-2026-014@3`; what is none of it is passed over, and nothing is read twice. */
export function readPicked(texts: readonly unknown[]): Picked[] {
	const found = new Map<string, Picked>()
	for (const text of texts) {
		const [, entry, version] = typeof text === 'string' ? (PICKED.exec(text) ?? []) : []
		if (entry !== undefined && version !== undefined) found.set(entry, { entry, version: Number(version) })
	}
	return [...found.values()].slice(0, MOST)
}
