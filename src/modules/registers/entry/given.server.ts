import { z } from 'zod'
import { canonicalText } from '#platform/events/chain.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { invalid, type Issue } from '#platform/operation/refusal.ts'
import type { CompiledRegister, CompiledTable } from '../declaration/compile-declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'
import { nothingKept, type KeptEntry, type KeptRow } from './read-entry.server.ts'
import { readGiven, type GivenValue, type LookUp } from './resolve.server.ts'
import { unseenReferences } from './unseen-references.server.ts'
import type { EntryValues, Value, Values } from './values.ts'

export const FieldKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const Part = z.union([z.string().max(300), z.number(), z.null()])
/** A value as it is typed, sent or imported; null empties the field. */
export const GivenOne = z.union([
	z.string().max(60_000),
	z.number(),
	z.boolean(),
	z.null(),
	z.array(z.string().max(120)).max(100),
	z.record(z.string().max(20), Part)
])
const ROWS_MOST = 5_000
/** What is given of an entry. */
export const Given = {
	/** By the key of the field. */
	values: z.record(FieldKey, GivenOne).default({}),
	/** The rows of tables, whole, by the key of the table. `id` says which row of those that are there a row is. */
	tables: z.record(FieldKey, z.array(z.record(FieldKey, GivenOne)).max(ROWS_MOST)).default({})
}
export type GivenFields = { values: Record<string, unknown>; tables: Record<string, Record<string, unknown>[]> }

/** The rows of tables that are there, by table, in the order of the values; null for a row that is new. */
export type RowIds = Readonly<Record<string, readonly (string | null)[]>>

/** Which of the rows that were given the rows of tables are, by table: those left with nothing in them are none. */
export type RowPlaces = Readonly<Record<string, readonly number[]>>

/** What is looked up once where many entries are given the same. */
export type GivenTogether = { lookUp: LookUp; unseen: ReadonlySet<Value> }

/** The values of an entry with those that were given put in. */
export type GivenEntry = { values: EntryValues; rowIds: RowIds; rowPlaces: RowPlaces }

/** Puts a value in, or takes out what was there. */
export function putIn(fields: Map<string, Value>, key: string, value: Value | null) {
	if (value === null) fields.delete(key)
	else fields.set(key, value)
}

const unknownField = (path: readonly (string | number)[]): Issue => ({ path, code: 'platform.field.unknown' })

/** Whether the seat may fill in a field or table, may only see it, or is told that it is not there. */
export type MayFillIn = (key: string) => 'yes' | 'no' | 'unseen'

type RowGiven = { row: Record<string, unknown>; held: KeptRow | undefined; isNamed: boolean }
type RowMade = RowGiven & { values: Map<string, Value> }

/** Which of the rows that are there each given row is: the one it names, or, where none is named, the one that stands in its place. */
function rowsGiven(
	rows: readonly Record<string, unknown>[],
	held: readonly KeptRow[],
	wrong: (index: number) => void
): RowGiven[] {
	const byId = new Map(held.map((row) => [row.id, row]))
	const isAnyNamed = rows.some((row) => row['id'] !== undefined && row['id'] !== null)
	return rows.map(({ id, ...row }, index) => {
		if (id === undefined || id === null) return { row, held: isAnyNamed ? undefined : held[index], isNamed: false }
		const found = typeof id === 'string' ? byId.get(id) : undefined
		if (found) byId.delete(found.id)
		else wrong(index)
		return { row, held: found, isNamed: true }
	})
}

/** The rows that are there which made rows are, with what was read of them: an equal one that nobody claimed, else that of its place. */
function idsOf(
	table: CompiledTable,
	made: readonly RowMade[],
	held: readonly KeptRow[],
	unseen: ReadonlySet<Value>
): (string | null)[] {
	// What is worked out of a row is not given with it, nor what the seat does not see in it.
	const plain = (document: Values) =>
		Object.entries(document).filter(([key, value]) => !table.fields.get(key)?.formula && !unseen.has(value))
	const free = new Map(held.map((row) => [row.id, canonicalText(Object.fromEntries(plain(row.document)))]))
	for (const one of made) if (one.isNamed && one.held) free.delete(one.held.id)
	const equal = made.map(({ isNamed, held: named, values }) => {
		if (isNamed) return named?.id ?? null
		const text = canonicalText(Object.fromEntries(values))
		const found = [...free].find(([, other]) => other === text)?.[0]
		if (found !== undefined) free.delete(found)
		return found ?? null
	})
	return made.map(({ isNamed, held: inPlace }, index) => {
		const id = equal[index] ?? null
		if (isNamed || id !== null || !inPlace || !free.has(inPlace.id)) return id
		free.delete(inPlace.id)
		return inPlace.id
	})
}

/** The rows of tables that are there, by table, in their order. */
export const keptRowIds = (kept: KeptEntry): Record<string, string[]> => {
	const ids: Record<string, string[]> = {}
	for (const { id, table } of kept.rows) (ids[table] ??= []).push(id)
	return ids
}

const isEmpty = (raw: unknown) => raw === null || raw === undefined || raw === ''

/**
 * Puts into the rows of a table what stays in them though it was not given: a reference to a record that the seat does not
 * see, and the file of a row that is named. A row that holds nothing then is none.
 */
function rowsKept(
	table: CompiledTable,
	made: readonly RowMade[],
	{ held, unseen }: { held: readonly KeptRow[]; unseen: ReadonlySet<Value> }
): { id: string | null; values: Values; place: number }[] {
	const byId = new Map(held.map((row) => [row.id, row]))
	const ids = idsOf(table, made, held, unseen)
	return made.flatMap(({ row, isNamed, values }, place) => {
		const id = ids[place] ?? null
		for (const [key, value] of Object.entries((id === null ? undefined : byId.get(id))?.document ?? {})) {
			const isFileKept = isNamed && row[key] === undefined && table.fields.get(key)?.field.type === 'file'
			if (isFileKept || (unseen.has(value) && isEmpty(row[key]))) values.set(key, value)
		}
		return isNamed && values.size === 0 ? [] : [{ id, values: Object.fromEntries(values), place }]
	})
}

/**
 * The values of an entry with those that were given put in. What the seat does not see is an unknown field; what it sees and
 * may not fill in is said to be so. Where a field names a record that the seat does not see, that it gave nothing there leaves
 * it as it is. Rights are those of the entry as it stands, or as it would be added.
 */
export async function withGiven(
	here: Here,
	compiled: CompiledRegister,
	{
		given,
		kept = nothingKept,
		mayFillIn,
		together
	}: { given: GivenFields; kept?: KeptEntry; mayFillIn: MayFillIn; together?: GivenTogether | undefined }
): Promise<GivenEntry> {
	const issues: Issue[] = []
	const reading: (GivenValue & { put: (value: Value | null) => void })[] = []
	const before = kept.values
	const fields = new Map(Object.entries(before.fields))
	const made = new Map<string, { table: CompiledTable; rows: RowMade[] }>()
	const unseen = together?.unseen ?? (await unseenReferences(here, compiled, [kept], given))
	const isOpen = (key: string, path: readonly (string | number)[]) => {
		const may = mayFillIn(key)
		if (may === 'unseen') issues.push(unknownField(path))
		if (may === 'no') issues.push({ path, code: 'registers.not-yours-to-fill', params: { field: key } })
		return may === 'yes'
	}
	for (const [key, raw] of Object.entries(given.values)) {
		const field = compiled.fields.get(key)?.field
		const path = ['values', key]
		if (!field) issues.push(unknownField(path))
		else if (isOpen(key, path)) {
			if (isWorkedOut(field))
				issues.push({ path, code: 'registers.value.worked-out', params: { found: '', limit: '' } })
			else
				reading.push({
					field,
					raw,
					path,
					before: before.fields[key],
					put(value) {
						const held = fields.get(key)
						if (value === null && held !== undefined && unseen.has(held)) return
						putIn(fields, key, value)
					}
				})
		}
	}
	for (const [key, rows] of Object.entries(given.tables)) {
		const table = compiled.tables.get(key)
		if (!table) issues.push(unknownField(['tables', key]))
		else if (isOpen(key, ['tables', key])) {
			if (rows.length > table.table.most)
				issues.push({ path: ['tables', key], code: 'registers.too-many-rows', params: { most: table.table.most } })
			const held = kept.rows.filter((row) => row.table === key)
			const wrong = (index: number) =>
				void issues.push({ path: ['tables', key, index, 'id'], code: 'registers.no-such-row' })
			const some = rowsGiven(rows, held, wrong).map((one) => ({ ...one, values: new Map<string, Value>() }))
			made.set(key, { table, rows: some })
			for (const [index, one] of some.entries()) {
				for (const [inner, raw] of Object.entries(one.row)) {
					const field = table.fields.get(inner)?.field
					const path = ['tables', key, index, inner]
					if (!field || isWorkedOut(field)) issues.push(unknownField(path))
					else
						reading.push({
							field,
							raw,
							path,
							before: one.held?.document[inner],
							put: (value) => void putIn(one.values, inner, value)
						})
				}
			}
		}
	}
	const read = await readGiven(here, compiled.declaration, reading, together?.lookUp)
	issues.push(...read.issues)
	if (issues.length > 0) throw invalid(issues.slice(0, 100))
	for (const [index, { put }] of reading.entries()) put(read.values[index] ?? null)
	const rows = [...made].map(([key, one]) => {
		const held = kept.rows.filter((row) => row.table === key)
		return [key, rowsKept(one.table, one.rows, { held, unseen })] as const
	})
	const byTable = <T>(of: (row: { id: string | null; values: Values; place: number }) => T) =>
		Object.fromEntries(rows.map(([key, some]) => [key, some.map(of)]))
	return {
		values: {
			fields: Object.fromEntries(fields),
			tables: { ...before.tables, ...byTable(({ values }) => values) }
		},
		rowIds: { ...keptRowIds(kept), ...byTable(({ id }) => id) },
		rowPlaces: byTable(({ place }) => place)
	}
}
