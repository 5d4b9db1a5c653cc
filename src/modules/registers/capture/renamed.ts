/** What fields and tables are called now, by what they were called, those of a table as `table.field`; and codes, as `list code`. */
export type Renamed = { keys: ReadonlyMap<string, string>; codes: ReadonlyMap<string, string> }

/** A step from one version to the next, as far as it gives something another name. */
type Step = {
	step: string
	field?: string | undefined
	in?: string | undefined
	table?: string | undefined
	list?: string | undefined
	code?: string | undefined
	codes?: readonly string[] | undefined
	into?: unknown
	to?: string | undefined
}

export const noneRenamed: Renamed = { keys: new Map(), codes: new Map() }

/** The same with one name more: what was called A and then B is called C where B becomes C. */
function follow(names: ReadonlyMap<string, string>, was: string, is: string): ReadonlyMap<string, string> {
	const before = [...names].flatMap(([first, then]) => (then === was ? [first] : []))
	return new Map([...names, ...(before.length > 0 ? before : [was]).map((first) => [first, is] as const)])
}

/** What a table was called at first, by what it was called before this step. */
const firstOf = (keys: ReadonlyMap<string, string>, table: string) =>
	[...keys].find(([, then]) => then === table)?.[0] ?? table

/** The names after one step more. */
export function renameOne(
	renamed: Renamed,
	{ step, field, in: table, table: whole, list, code, codes, into, to }: Step
): Renamed {
	const { keys, codes: known } = renamed
	if (step === 'merge' && list !== undefined && codes && typeof into === 'string')
		return { keys, codes: codes.reduce((all, one) => follow(all, `${list} ${one}`, `${list} ${into}`), known) }
	if ((step !== 'rename' && step !== 'convert') || to === undefined) return renamed
	if (list !== undefined && code !== undefined)
		return { keys, codes: follow(known, `${list} ${code}`, `${list} ${to}`) }
	if (field !== undefined) {
		if (table === undefined) return { keys: follow(keys, field, to), codes: known }
		// Columns are named under what their table was called in the first place, and so is where they stand.
		const first = firstOf(keys, table)
		return { keys: follow(keys, `${first}.${field}`, `${first}.${to}`), codes: known }
	}
	return whole === undefined ? renamed : { keys: follow(keys, whole, to), codes: known }
}

/** What a field or table is called now. */
export const keyNow = ({ keys }: Renamed, key: string): string => keys.get(key) ?? key

/** What a column of a table is called now. */
export const columnNow = ({ keys }: Renamed, table: string, column: string): string =>
	keys.get(`${table}.${column}`)?.split('.')[1] ?? column

/** What a code of a list is now. */
export const codeNow = ({ codes }: Renamed, list: string, code: string): string =>
	codes.get(`${list} ${code}`)?.slice(list.length + 1) ?? code
