import type { Formula } from '../formula/compile-formula.ts'
import type { AnyField } from './declaration.ts'

type Personal = ReadonlySet<string>
type Reading = { field: AnyField; formula: Formula | null }
type TableOf = { table: { fields: readonly AnyField[] }; personal: Personal }
type Setting = { field: string; to: Formula }

const wordsOf = (text: string) => new Set(text.replaceAll(/"(?:[^"]|"")*"/g, '').match(/[a-z][a-z0-9_]*/g))

const declaredOf = (fields: ReadonlyMap<string, Reading>) =>
	new Set([...fields].flatMap(([key, { field }]) => (field.personal ? [key] : [])))

/** Goes on adding what reads something personal until nothing more does: what reads a result holds what was read for it. */
function withReaders(personal: Set<string>, writes: readonly { key: string; isPersonal: () => boolean }[]): Personal {
	for (let before = -1; before !== personal.size;) {
		before = personal.size
		for (const { key, isPersonal } of writes) if (!personal.has(key) && isPersonal()) personal.add(key)
	}
	return personal
}

/** The fields of a table's row that hold something of a person: declared so, or worked out from one that is. */
export function personalInRow(fields: ReadonlyMap<string, Reading>): Personal {
	const personal = declaredOf(fields)
	return withReaders(
		personal,
		[...fields].flatMap(([key, { formula }]) =>
			formula ? [{ key, isPersonal: () => formula.reads.some((read) => personal.has(read)) }] : []
		)
	)
}

/**
 * The fields of an entry that hold something of a person: declared so, worked out from one that is, or set by a move from one.
 * What is counted or added up over the rows of a table that a formula `tells` is told on purpose, without anybody's name.
 */
export function personalInEntry({
	fields,
	tables,
	sets
}: {
	fields: ReadonlyMap<string, Reading>
	tables: ReadonlyMap<string, TableOf>
	sets: readonly Setting[]
}): Personal {
	const personal = declaredOf(fields)
	const reads = (formula: Formula, onPurpose: readonly string[]) =>
		formula.reads.some((read) => {
			const rows = tables.get(read)?.personal
			if (!rows) return personal.has(read)
			if (onPurpose.includes(read) || rows.size === 0) return false
			const words = wordsOf(formula.text)
			return [...rows].some((key) => words.has(key))
		})
	return withReaders(personal, [
		...[...fields].flatMap(([key, { field, formula }]) =>
			formula ? [{ key, isPersonal: () => reads(formula, 'tells' in field ? field.tells : []) }] : []
		),
		...sets.map(({ field: key, to }) => ({ key, isPersonal: () => reads(to, []) }))
	])
}
