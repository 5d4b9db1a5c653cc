/** Recommendations that were ticked in the register, each with the version it had when its page was shown. */
export type Picked = { id: string; version: number }

const PICKED = /^([A-Za-z0-9-]{1,120})@(\d{1,9})$/
const MOST = 200

/** Reads what was ticked, `ZWE-REC-2026-014@3`; what is none of it is passed over, and nothing is read twice. */
export function readItems(texts: readonly string[]): Picked[] {
	const found = new Map<string, Picked>()
	for (const text of texts) {
		const [, id, version] = PICKED.exec(text) ?? []
		if (id !== undefined && version !== undefined) found.set(id, { id, version: Number(version) })
	}
	return [...found.values()].slice(0, MOST)
}

/** What a form about several recommendations sends: the pairs a command takes. */
export const itemsOf = (form: FormData): { items: Picked[] } => ({
	items: readItems(form.getAll('items').filter((value) => typeof value === 'string'))
})

/**
 * The fields of a form about several that were left empty: they stay as they are in each, where the form of one would empty
 * them.
 */
export const leftAsIs = (form: FormData): Record<string, undefined> =>
	Object.fromEntries([...form].flatMap(([name, value]) => (value === '' ? [[name, undefined] as const] : [])))
