import { sql, type Kysely } from 'kysely'
import { audienceStatement } from '#platform/database/database.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Reader } from '#platform/operation/operation.server.ts'

/** What a record adds to one kept result. Whoever sees the audience sees the row that counts it. */
export type Count = {
	measure: string
	owner: string
	other: string
	value: string
	audience: readonly string[]
	records: number
}

export type CountedRow = Readonly<Record<string, unknown>>

/** A record with the rows of it that are counted. */
export type CountedRecord = {
	id: string
	state: string
	audience: readonly string[]
	row: CountedRow
	parts: Readonly<Record<string, readonly CountedRow[]>>
}

/** The records of one kind, the columns of theirs that results depend on, and what each adds to which result. */
export type ResultSource = {
	kind: string
	/** The table whose rows share the record's key. */
	table: string
	columns: readonly string[]
	/** Tables whose rows belong to the record: the column that names it, and those that are counted. */
	parts: readonly { table: string; record: string; columns: readonly string[] }[]
	counts(record: CountedRecord): readonly Count[]
}

/**
 * What an area keeps counted of its records, so that no page counts rows: a table of its own with the columns `measure`,
 * `owner`, `other`, `value`, `audience`, `records`, and the records that count into it.
 */
export type KeptResults = { table: string; sources: readonly ResultSource[] }

/** What a command changed of what is counted: the rows as they were before it, null for those that were not there. */
export type ResultNotes = {
	added(table: string, row: CountedRow): void
	changed(table: string, before: CountedRow, after: CountedRow, differing: readonly string[]): void
	removed(table: string, row: CountedRow): void
	/** True when anything was noted. */
	isAny(): boolean
	/** Brings the kept results up to what was noted. */
	keep(tx: Kysely<Tables>, workspaceId: string): Promise<void>
}

// PostgreSQL takes at most 65 535 parameters in a statement; a row here has seven.
const ROWS_PER_INSERT = 5_000
const RECORDS_PER_PART = 2_000
const OF_RECORD = ['state', 'audience']
const NIL = '00000000-0000-0000-0000-000000000000'

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const texts = (value: unknown) => (Array.isArray(value) ? value.map(text) : [])

/** Widens a transaction to all that is in its workspace for the upkeep of what is counted, and narrows it again. */
export async function seeingAll<T>(
	tx: Kysely<Tables>,
	audience: readonly string[],
	work: () => Promise<T>
): Promise<T> {
	await sql.raw(audienceStatement(['system'])).execute(tx)
	const result = await work()
	await sql.raw(audienceStatement(audience)).execute(tx)
	return result
}

/** The notes of one command. */
export function noteResults(registers: readonly KeptResults[]): ResultNotes {
	const sources = registers.flatMap(({ sources: some }) => some)
	const before = new Map<string, Map<string, CountedRow | null>>()
	const touched = new Map<ResultSource, Set<string>>()

	const first = (table: string, row: CountedRow, was: CountedRow | null) => {
		const rows = before.get(table) ?? new Map<string, CountedRow | null>()
		before.set(table, rows)
		const id = text(row['id'])
		// The first value that is noted is the one from before the command.
		if (!rows.has(id)) rows.set(id, was)
	}
	const touch = (source: ResultSource, id: string) => {
		const ids = touched.get(source) ?? new Set<string>()
		touched.set(source, ids)
		ids.add(id)
	}
	const watched = (source: ResultSource, table: string) => {
		if (table === 'record') return { record: 'id', columns: OF_RECORD }
		if (table === source.table) return { record: 'id', columns: source.columns }
		return source.parts.find((part) => part.table === table)
	}
	const isOf = (source: ResultSource, table: string, row: CountedRow) =>
		table !== 'record' || row['kind'] === source.kind
	const note = (table: string, rows: readonly CountedRow[], was: CountedRow | null, differing?: readonly string[]) => {
		for (const source of sources) {
			const watch = watched(source, table)
			const [row] = rows
			if (!watch || !row || !isOf(source, table, row)) continue
			if (differing && ![watch.record, ...watch.columns].some((column) => differing.includes(column))) continue
			first(table, row, was)
			for (const one of rows) touch(source, text(one[watch.record]))
		}
	}

	return {
		added: (table, row) => note(table, [row], null),
		changed: (table, was, now, differing) => note(table, [was, now], was, differing),
		removed: (table, row) => note(table, [row], row),
		isAny: () => touched.size > 0,
		async keep(tx, workspaceId) {
			for (const register of registers) {
				const changes = new Map<string, Count>()
				for (const source of register.sources) {
					const ids = [...(touched.get(source) ?? [])]
					if (ids.length === 0) continue
					const rewind = rewinder(source, before)
					for (const now of await counted(tx, workspaceId, source, { ids })) {
						const was = rewind(now)
						if (was) for (const count of source.counts(was)) add(changes, count, -1)
						for (const count of source.counts(now)) add(changes, count, 1)
					}
				}
				await addUp(tx, workspaceId, register.table, changes)
			}
		}
	}
}

const keyOf = ({ measure, owner, other, value, audience }: Count) =>
	JSON.stringify([measure, owner, other, value, audience])

function add(sums: Map<string, Count>, count: Count, sign: 1 | -1) {
	const key = keyOf(count)
	sums.set(key, { ...count, records: (sums.get(key)?.records ?? 0) + sign * count.records })
}

/** How each record was before the command; null when it was not there. */
function rewinder(source: ResultSource, before: ReadonlyMap<string, ReadonlyMap<string, CountedRow | null>>) {
	const parts = source.parts.map(({ table, record }) => {
		const noted = before.get(table) ?? new Map<string, CountedRow | null>()
		const were = [...noted.values()].filter((row) => row !== null)
		return { table, noted, were: Map.groupBy(were, (row) => text(row[record])) }
	})
	return (now: CountedRecord): CountedRecord | null => {
		const head = before.get('record')?.get(now.id)
		const row = before.get(source.table)?.get(now.id)
		if (head === null || row === null) return null
		return {
			id: now.id,
			state: head ? text(head['state']) : now.state,
			audience: head ? texts(head['audience']) : now.audience,
			row: row ?? now.row,
			parts: Object.fromEntries(
				parts.map(({ table, noted, were }) => [
					table,
					[...(now.parts[table] ?? []).filter((part) => !noted.has(text(part['id']))), ...(were.get(now.id) ?? [])]
				])
			)
		}
	}
}

const columnsOf = (table: string, columns: readonly string[]) =>
	sql.join(['id', ...columns].map((column) => sql.ref(`${table}.${column}`)))

type Asked = { ids: readonly string[] } | { after: string | null }

/** The records of a kind with what of them is counted: those that are named, or some more after another. */
async function counted(
	tx: Pick<Kysely<Tables>, 'selectFrom'>,
	workspaceId: string,
	source: ResultSource,
	asked: Asked
): Promise<CountedRecord[]> {
	const { kind, table, columns, parts } = source
	const which =
		'ids' in asked ? sql`record.id = any (${[...asked.ids]}::uuid[])` : sql`record.id > ${asked.after ?? NIL}`
	const rows = await tx
		.selectFrom(
			sql<Record<string, unknown>>`(
				select record.state as record_state, record.audience as record_audience, ${columnsOf(table, columns)}
				from record
				join ${sql.table(table)} on ${sql.ref(`${table}.workspace_id`)} = record.workspace_id and ${sql.ref(`${table}.id`)} = record.id
				where record.workspace_id = ${workspaceId} and record.kind = ${kind} and ${which}
				order by record.id
				limit ${'ids' in asked ? asked.ids.length : RECORDS_PER_PART}
			)`.as('counted')
		)
		.selectAll()
		.execute()
	const ids = rows.map((row) => text(row['id']))
	const found = new Map<string, Map<string, CountedRow[]>>()
	for (const part of ids.length === 0 ? [] : parts) {
		const some = await tx
			.selectFrom(
				sql<CountedRow>`(
					select ${columnsOf(part.table, [part.record, ...part.columns])} from ${sql.table(part.table)}
					where workspace_id = ${workspaceId} and ${sql.ref(part.record)} = any (${ids}::uuid[])
				)`.as('part')
			)
			.selectAll()
			.execute()
		found.set(
			part.table,
			Map.groupBy(some, (row) => text(row[part.record]))
		)
	}
	return rows.map((row) => ({
		id: text(row['id']),
		state: text(row['record_state']),
		audience: texts(row['record_audience']),
		row,
		parts: Object.fromEntries(parts.map((part) => [part.table, found.get(part.table)?.get(text(row['id'])) ?? []]))
	}))
}

async function addUp(tx: Kysely<Tables>, workspaceId: string, table: string, sums: ReadonlyMap<string, Count>) {
	const rows = [...sums].filter(([, { records }]) => records !== 0).sort(([one], [other]) => (one < other ? -1 : 1))
	for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
		const some = rows.slice(start, start + ROWS_PER_INSERT).map(([, count]) => count)
		const values = some.map(
			({ measure, owner, other, value, audience, records }) =>
				sql`(${workspaceId}::uuid, ${measure}::text, ${owner}::text, ${other}::text, ${value}::text, ${[...audience]}::text[], ${records}::integer)`
		)
		const key = sql`workspace_id, measure, owner, other, value, audience`
		await sql`insert into ${sql.table(table)} (${key}, records) values ${sql.join(values)}
			on conflict (${key}) do update set records = ${sql.ref(`${table}.records`)} + excluded.records`.execute(tx)
		const gone = some.filter(({ records }) => records < 0)
		if (gone.length === 0) continue
		// What counts nothing any more is cleared away, or days that have passed would be read for ever.
		const emptied = gone.map(
			({ measure, owner, other, value, audience }) =>
				sql`(${workspaceId}::uuid, ${measure}::text, ${owner}::text, ${other}::text, ${value}::text, ${[...audience]}::text[])`
		)
		await sql`delete from ${sql.table(table)} as kept using (values ${sql.join(emptied)}) as emptied (${key})
			where kept.workspace_id = ${workspaceId} and kept.records = 0 and kept.workspace_id = emptied.workspace_id
				and kept.measure = emptied.measure and kept.owner = emptied.owner and kept.other = emptied.other
				and kept.value = emptied.value and kept.audience = emptied.audience`.execute(tx)
	}
}

/** What the records of a workspace add up to, counted from the records themselves. */
export async function countAgain(
	tx: Pick<Kysely<Tables>, 'selectFrom'>,
	workspaceId: string,
	{ sources }: KeptResults
): Promise<Map<string, Count>> {
	const sums = new Map<string, Count>()
	for (const source of sources) {
		let after: string | null = null
		for (;;) {
			const records = await counted(tx, workspaceId, source, { after })
			for (const record of records) for (const count of source.counts(record)) add(sums, count, 1)
			after = records.at(-1)?.id ?? null
			if (records.length < RECORDS_PER_PART) break
		}
	}
	return sums
}

/** Makes the kept results of a workspace anew: what a workspace that was filled behind the back of the commands needs. */
export async function rebuildResults(tx: Kysely<Tables>, workspaceId: string, register: KeptResults): Promise<void> {
	const sums = await countAgain(tx, workspaceId, register)
	await sql`delete from ${sql.table(register.table)} where workspace_id = ${workspaceId}`.execute(tx)
	await addUp(tx, workspaceId, register.table, sums)
}

/** The measures whose kept results are not, row by row, what the records add up to. */
export async function measuresCountedWrong(
	tx: Reader,
	workspaceId: string,
	registers: readonly KeptResults[]
): Promise<string[]> {
	const wrong = new Set<string>()
	for (const register of registers) {
		const sums = await countAgain(tx, workspaceId, register)
		const rows = await tx
			.selectFrom(
				sql<Count>`(
					select measure, owner, other, value, audience, records from ${sql.table(register.table)}
					where workspace_id = ${workspaceId} and records <> 0
				)`.as('kept')
			)
			.selectAll()
			.execute()
		for (const row of rows) add(sums, row, -1)
		for (const { measure, records } of sums.values()) if (records !== 0) wrong.add(measure)
	}
	return [...wrong].sort()
}
