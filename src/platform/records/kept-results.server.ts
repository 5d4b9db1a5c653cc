import { sql, type Kysely } from 'kysely'
import { audienceStatement } from '#platform/database/database.server.ts'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Reader } from '#platform/operation/operation.server.ts'
import { addCount, isNothing } from './count-sums.ts'
import { freshOf, OF_RECORD, text, texts } from './fresh-records.ts'
import { rewinder } from './rewind-records.ts'

/** What a record adds to one kept result. Whoever sees the audience sees the row that counts it. */
export type Count = {
	measure: string
	owner: string
	other: string
	value: string
	audience: readonly string[]
	records: number
	/** What it adds to a sum, as decimal text; of results that are kept with sums alone. */
	amount?: string
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
	/**
	 * True where its rows say in a command what they say when they are read back: texts, identifiers and documents. What a command
	 * added is then counted as it was added.
	 */
	isCountedAsAdded?: true
	/**
	 * The table whose rows say how records are counted, the columns that say it, and the column of the record's table that names such
	 * a row. Its identifier is the owner of all that is counted by it; when it changes, all of that is counted anew.
	 */
	told?: {
		table: string
		columns: readonly string[]
		by: string
		/** Whether the records are counted otherwise by the row as it is now. */
		isOther(was: CountedRow, now: CountedRow): boolean
	}
	/** What each of these records adds to which result; asked once for all of them. */
	counting(
		tx: CountingReader,
		workspaceId: string,
		records: readonly CountedRecord[]
	): Promise<(record: CountedRecord) => readonly Count[]>
}

export type CountingReader = Pick<Kysely<Tables>, 'selectFrom'>

/** For records that are counted by their own rows alone. */
export const byRowsAlone =
	(counts: (record: CountedRecord) => readonly Count[]): ResultSource['counting'] =>
	() =>
		Promise.resolve(counts)

/**
 * What an area keeps counted of its records, so that no page counts rows: a table of its own with the columns `measure`,
 * `owner`, `other`, `value`, `audience`, `records` (and `amount`, where sums are kept too), and the records that count into it.
 */
export type KeptResults = { table: string; hasSums?: true; sources: readonly ResultSource[] }

/** What a command changed of what is counted: the rows as they were before it, null for those that were not there. */
export type ResultNotes = {
	added(table: string, row: CountedRow): void
	changed(table: string, before: CountedRow, after: CountedRow, differing: readonly string[]): void
	removed(table: string, row: CountedRow): void
	/** True when anything was noted. */
	isAny(): boolean
	/**
	 * Counts records that were added whole, each with all its rows, while the command goes on to others: what changes of them later is
	 * counted as a change. They are held no longer.
	 */
	countAdded(tx: CountingReader, workspaceId: string, ids: readonly string[]): Promise<void>
	/** Brings the kept results up to what was noted. */
	keep(tx: Kysely<Tables>, workspaceId: string): Promise<void>
}

// PostgreSQL takes at most 65 535 parameters in a statement; a row here has seven.
const ROWS_PER_INSERT = 5_000
const RECORDS_PER_PART = 2_000
const NIL = '00000000-0000-0000-0000-000000000000'

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
	const retold = new Map<ResultSource, Set<string>>()
	const fresh = new Map(sources.filter(({ isCountedAsAdded }) => isCountedAsAdded).map((one) => [one, freshOf(one)]))

	const ahead = new Map<KeptResults, Map<string, Count>>()

	const first = (table: string, row: CountedRow, was: CountedRow | null) => {
		const rows = before.get(table) ?? new Map<string, CountedRow | null>()
		before.set(table, rows)
		const id = text(row['id'])
		// The first value that is noted is the one from before the command.
		if (!rows.has(id)) rows.set(id, was)
	}
	const putInto = (noted: Map<ResultSource, Set<string>>, source: ResultSource, id: string) => {
		const ids = noted.get(source) ?? new Set<string>()
		noted.set(source, ids)
		ids.add(id)
	}
	const watches = new Map<string, { source: ResultSource; watch: { record: string; columns: readonly string[] } }[]>()
	// Made once for a table: a command may write hundreds of thousands of its rows.
	const watching = (table: string) => {
		const known = watches.get(table)
		if (known) return known
		const made = sources.flatMap((source) => {
			const watch =
				table === 'record'
					? { record: 'id', columns: OF_RECORD }
					: table === source.table
						? { record: 'id', columns: source.columns }
						: source.parts.find((part) => part.table === table)
			return watch ? [{ source, watch }] : []
		})
		watches.set(table, made)
		return made
	}
	const isOf = (source: ResultSource, table: string, row: CountedRow) =>
		table !== 'record' || row['kind'] === source.kind
	type Noted = { was: CountedRow | null; isNew?: boolean; differing?: readonly string[] }
	const note = (table: string, rows: readonly CountedRow[], { was, isNew = false, differing }: Noted) => {
		for (const { source, watch } of watching(table)) {
			const [row] = rows
			if (!row || !isOf(source, table, row)) continue
			if (differing && ![watch.record, ...watch.columns].some((column) => differing.includes(column))) continue
			first(table, row, was)
			for (const one of rows) putInto(touched, source, text(one[watch.record]))
			if (isNew) fresh.get(source)?.add(table, text(row[watch.record]), row)
			else for (const one of rows) fresh.get(source)?.forget(text(one[watch.record]))
		}
	}

	// As if it had been there before the command.
	function letGoOf(source: ResultSource, { id, parts }: CountedRecord) {
		touched.get(source)?.delete(id)
		fresh.get(source)?.letGoOf(id)
		if (sources.some((other) => touched.get(other)?.has(id))) return
		for (const table of ['record', source.table]) before.get(table)?.delete(id)
		for (const [table, rows] of Object.entries(parts))
			for (const row of rows) before.get(table)?.delete(text(row['id']))
	}

	return {
		added: (table, row) => note(table, [row], { was: null, isNew: true }),
		changed(table, was, now, differing) {
			note(table, [was, now], { was, differing })
			for (const source of sources) {
				const { told } = source
				if (told?.table !== table || !told.columns.some((column) => differing.includes(column))) continue
				if (told.isOther(was, now)) putInto(retold, source, text(now['id']))
			}
		},
		removed: (table, row) => note(table, [row], { was: row }),
		isAny: () => touched.size > 0 || retold.size > 0 || ahead.size > 0,
		async countAdded(tx, workspaceId, ids) {
			for (const register of registers)
				for (const source of register.sources) {
					const records = ids.flatMap((id) => (touched.get(source)?.has(id) && fresh.get(source)?.of(id)) || [])
					if (records.length === 0) continue
					for (const record of records) letGoOf(source, record)
					const counts = await source.counting(tx, workspaceId, records)
					const sums = ahead.get(register) ?? new Map<string, Count>()
					ahead.set(register, sums)
					for (const record of records) for (const count of counts(record)) addCount(sums, count, 1)
				}
		},
		async keep(tx, workspaceId) {
			for (const register of registers) {
				const changes = ahead.get(register) ?? new Map<string, Count>()
				for (const source of register.sources) {
					const anew = retold.get(source) ?? new Set<string>()
					for (const [key, { owner }] of changes) if (anew.has(owner)) changes.delete(key)
					for (const owner of anew) await countOwnerAnew(tx, workspaceId, register, { source, owner, sums: changes })
					const ids = [...(touched.get(source) ?? [])]
					const rewind = rewinder(source, before)
					for (let start = 0; start < ids.length; start += RECORDS_PER_PART) {
						const some = ids.slice(start, start + RECORDS_PER_PART)
						const known = some.flatMap((id) => fresh.get(source)?.of(id) ?? [])
						const others = new Set(some).difference(new Set(known.map(({ id }) => id)))
						const read = others.size === 0 ? [] : await counted(tx, workspaceId, source, { ids: [...others] })
						const records = [...known, ...read]
						// What is counted anew as a whole is counted once.
						const toCount = records.filter(({ row }) => !anew.has(text(source.told && row[source.told.by])))
						const counts = await source.counting(tx, workspaceId, toCount)
						for (const now of toCount) {
							const was = rewind(now)
							if (was) for (const count of counts(was)) addCount(changes, count, -1)
							for (const count of counts(now)) addCount(changes, count, 1)
						}
					}
				}
				await addUp(tx, workspaceId, register, changes)
			}
		}
	}
}

const columnsOf = (table: string, columns: readonly string[]) =>
	sql.join(['id', ...columns].map((column) => sql.ref(`${table}.${column}`)))

type Asked = { ids: readonly string[] } | { after: string | null; owner?: string }

/** The records of a kind with what of them is counted: those that are named, or some more after another. */
async function counted(
	tx: CountingReader,
	workspaceId: string,
	source: ResultSource,
	asked: Asked
): Promise<CountedRecord[]> {
	const { kind, table, columns, parts } = source
	const which =
		'ids' in asked ? sql`record.id = any (${[...asked.ids]}::uuid[])` : sql`record.id > ${asked.after ?? NIL}`
	const own =
		'ids' in asked || asked.owner === undefined || !source.told
			? sql`true`
			: sql`${sql.ref(`${table}.${source.told.by}`)} = ${asked.owner}`
	// A plan kept from when the tables were small would read them from end to end for each part of an import.
	const rows = await tx
		.selectFrom(
			sql<Record<string, unknown>>`(
				select record.state as record_state, record.audience as record_audience, ${columnsOf(table, columns)}
				from record
				join ${sql.table(table)} on ${sql.ref(`${table}.workspace_id`)} = record.workspace_id and ${sql.ref(`${table}.id`)} = record.id
				where record.workspace_id = ${workspaceId} and record.kind = ${kind} and ${which} and ${own}
				order by record.id
				limit ${'ids' in asked ? asked.ids.length : RECORDS_PER_PART} ${sql.raw(PLANNED_EACH_TIME)}
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
					where workspace_id = ${workspaceId} and ${sql.ref(part.record)} = any (${ids}::uuid[]) ${sql.raw(PLANNED_EACH_TIME)}
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

async function addUp(
	tx: Kysely<Tables>,
	workspaceId: string,
	{ table, hasSums }: KeptResults,
	sums: ReadonlyMap<string, Count>
) {
	const amountColumn = hasSums ? sql`, amount` : sql``
	const amountAdded = hasSums ? sql`, amount = ${sql.ref(`${table}.amount`)} + excluded.amount` : sql``
	const rows = [...sums].filter(([, count]) => !isNothing(count)).sort(([one], [other]) => (one < other ? -1 : 1))
	for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
		const some = rows.slice(start, start + ROWS_PER_INSERT).map(([, count]) => count)
		const values = some.map(
			({ measure, owner, other, value, audience, records, amount }) =>
				sql`(${workspaceId}::uuid, ${measure}::text, ${owner}::text, ${other}::text, ${value}::text, ${[...audience]}::text[], ${records}::integer${hasSums ? sql`, ${amount ?? '0'}::numeric` : sql``})`
		)
		const key = sql`workspace_id, measure, owner, other, value, audience`
		await sql`insert into ${sql.table(table)} (${key}, records${amountColumn}) values ${sql.join(values)}
			on conflict (${key}) do update set records = ${sql.ref(`${table}.records`)} + excluded.records${amountAdded}`.execute(
			tx
		)
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
	tx: CountingReader,
	workspaceId: string,
	{ sources }: KeptResults
): Promise<Map<string, Count>> {
	const sums = new Map<string, Count>()
	for (const source of sources) await countInto(sums, tx, workspaceId, { source })
	return sums
}

async function countInto(
	sums: Map<string, Count>,
	tx: CountingReader,
	workspaceId: string,
	{ source, owner }: { source: ResultSource; owner?: string }
) {
	let after: string | null = null
	for (;;) {
		const records = await counted(tx, workspaceId, source, { after, ...(owner === undefined ? {} : { owner }) })
		const counts = await source.counting(tx, workspaceId, records)
		for (const record of records) for (const count of counts(record)) addCount(sums, count, 1)
		after = records.at(-1)?.id ?? null
		if (records.length < RECORDS_PER_PART) return
	}
}

/** Takes away what was counted by a row that says how, and counts its records by what it says now. */
async function countOwnerAnew(
	tx: Kysely<Tables>,
	workspaceId: string,
	{ table }: KeptResults,
	{ source, owner, sums }: { source: ResultSource; owner: string; sums: Map<string, Count> }
) {
	await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId} and owner = ${owner}`.execute(tx)
	await countInto(sums, tx, workspaceId, { source, owner })
}

/** Makes the kept results of a workspace anew: what a workspace that was filled behind the back of the commands needs. */
export async function rebuildResults(tx: Kysely<Tables>, workspaceId: string, register: KeptResults): Promise<void> {
	const sums = await countAgain(tx, workspaceId, register)
	await sql`delete from ${sql.table(register.table)} where workspace_id = ${workspaceId}`.execute(tx)
	await addUp(tx, workspaceId, register, sums)
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
					select measure, owner, other, value, audience, records${register.hasSums ? sql`, amount::text as amount` : sql``}
					from ${sql.table(register.table)}
					where workspace_id = ${workspaceId}
				)`.as('kept')
			)
			.selectAll()
			.execute()
		for (const row of rows) addCount(sums, row, -1)
		for (const count of sums.values()) if (!isNothing(count)) wrong.add(count.measure)
	}
	return [...wrong].sort()
}
