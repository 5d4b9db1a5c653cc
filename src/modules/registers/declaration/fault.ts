/** Where in a declaration: keys and positions from its root, as in `['fields', 3, 'formula']`. */
export type DeclarationPath = readonly (string | number)[]

/** The entries that hold what would be lost: how many, the first few by number, and what narrows the list to them. */
export type HeldBy = { entries: number; examples: readonly string[]; list: ListOfEntries | null }

/** A list narrowed to entries of one state, or of one value of a field. */
export type ListOfEntries = { by: 'standing' | 'field'; key: string; value: string }

/** Why a declaration is not taken: a code that is worded by `refusal.registers.fault.<code>`, its place, and what stands there. */
export type DeclarationFault = { code: string; path: DeclarationPath; found: string; line?: number; held?: HeldBy }

/** Notes a fault of a declaration: its code, its place, and what stands there. */
export type TellFault = (code: string, path: DeclarationPath, found: string) => void

/** What the sentence of a fault names. */
export function paramsOf({ path, found, line, held }: DeclarationFault): Record<string, string | number> {
	const told = { found, line: line ?? 0, place: path.map(String).join('.') }
	return held ? { ...told, entries: held.entries, first: held.examples.join(', ') } : told
}
