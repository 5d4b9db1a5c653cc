import { sql, type Kysely } from 'kysely'
import type { Tables } from '#platform/database/tables.ts'

/** What totals are kept by: whatever of it changes moves a record from one row of the tally to another. A kind that is not divided has no part. */
export type Counted = { state: string; origin: string; audience: readonly string[]; part: string }

/** The part under which a kind as a whole is counted. */
export const WHOLE = ''

/** A table whose column divides the records of a kind: actors by their kind, areas by their framework. */
export type Division = { table: string; column: string }

/** What the records that a command counted anew were before, as far as it changed; null for those that were not there. */
export type CountedBefore = ReadonlyMap<string, Partial<Counted> | null>

type Now = Counted & { id: string; kind: string }

// PostgreSQL takes at most 65 535 parameters in a statement; a row here has eight.
const ROWS_PER_INSERT = 5_000

/**
 * Keeps the totals of a workspace: how many records of each kind there are by division, state, origin and audience. What is known as
 * it was added is not read again. Its rows
 * are locked in one order, after every record and before the chain's head.
 */
export async function keepTotals(
	tx: Kysely<Tables>,
	workspaceId: string,
	{ before, asAdded }: { before: CountedBefore; asAdded: Iterable<Omit<Now, 'id'>> },
	divisions: readonly Division[]
): Promise<void> {
	const changes = new Map<string, { row: Omit<Now, 'id'>; records: number }>()
	const count = (now: Omit<Now, 'id'>, records: number) => {
		for (const part of new Set([WHOLE, now.part])) {
			const key = JSON.stringify([now.kind, part, now.state, now.origin, now.audience])
			changes.set(key, { row: { ...now, part }, records: (changes.get(key)?.records ?? 0) + records })
		}
	}
	for (const now of asAdded) count(now, 1)
	for (const { id, ...now } of before.size === 0
		? []
		: await countedNow(tx, workspaceId, [...before.keys()], divisions)) {
		const was = before.get(id)
		if (was) count({ ...now, ...was }, -1)
		count(now, 1)
	}
	const rows = [...changes].filter(([, { records }]) => records !== 0).sort(([one], [other]) => (one < other ? -1 : 1))
	for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
		const values = rows
			.slice(start, start + ROWS_PER_INSERT)
			.map(
				([, { row, records }]) =>
					sql`(${workspaceId}, ${row.kind}, ${row.part}, ${row.state}, ${row.origin}, ${[...row.audience]}::text[], ${records}::integer)`
			)
		await sql`insert into tally (workspace_id, kind, part, state, origin, audience, records) values ${sql.join(values)}
			on conflict (workspace_id, kind, part, state, origin, audience) do update set records = tally.records + excluded.records`.execute(
			tx
		)
	}
}

async function countedNow(
	tx: Kysely<Tables>,
	workspaceId: string,
	ids: readonly string[],
	divisions: readonly Division[]
): Promise<Now[]> {
	// Asked beside each other and joined here: of rows that one command has just written in their thousands the database has no
	// statistics, and may join them each with each.
	const { rows } = await sql<Omit<Now, 'part'> & { part: string | null; of: 'record' | 'division' }>`${sql.join(
		[
			sql`select id, kind, state, origin, audience, null::text as part, 'record' as of
				from record where workspace_id = ${workspaceId} and id = any (${[...ids]})`,
			...divisions.map(
				({ table, column }) =>
					sql`select id, null, null, null, null, ${sql.ref(column)}::text, 'division'
						from ${sql.table(table)} where workspace_id = ${workspaceId} and id = any (${[...ids]})`
			)
		],
		sql` union all `
	)}`.execute(tx)
	const parts = new Map(rows.flatMap(({ id, part, of }) => (of === 'division' && part !== null ? [[id, part]] : [])))
	return rows.flatMap(({ id, kind, state, origin, audience, of }) =>
		of === 'record' ? [{ id, kind, state, origin, audience, part: parts.get(id) ?? WHOLE }] : []
	)
}

const partBy = (divisions: readonly Division[]) =>
	sql<string>`coalesce(${sql.join([...divisions.map(({ table, column }) => sql`${sql.ref(`${table}.${column}`)}::text`), sql`${WHOLE}::text`])})`

const joined = (divisions: readonly Division[]) =>
	sql.join(
		divisions.map(
			({ table }) =>
				sql`left join ${sql.table(table)} on ${sql.ref(`${table}.workspace_id`)} = record.workspace_id and ${sql.ref(`${table}.id`)} = record.id`
		),
		sql` `
	)

/** The kinds of record whose kept totals are not, in every division, state, origin and audience, the number of records there are. */
export async function kindsCountedWrong(
	tx: Pick<Kysely<Tables>, 'selectFrom'>,
	workspaceId: string,
	divisions: readonly Division[]
): Promise<string[]> {
	const rows = await tx
		.selectFrom(
			sql<{ kind: string }>`(
				with each_record as (
					select record.kind, record.state, record.origin, record.audience, ${partBy(divisions)} as part
					from record ${joined(divisions)}
					where record.workspace_id = ${workspaceId}
				), counted as (
					select kind, ${WHOLE}::text as part, state, origin, audience, count(*) as records from each_record group by 1, 2, 3, 4, 5
					union all
					select kind, part, state, origin, audience, count(*) from each_record where part <> ${WHOLE} group by 1, 2, 3, 4, 5
				), kept as (
					select kind, part, state, origin, audience, records from tally where workspace_id = ${workspaceId} and records <> 0
				)
				select distinct kind from counted full join kept using (kind, part, state, origin, audience)
				where counted.records is distinct from kept.records
			)`.as('wrong')
		)
		.select('kind')
		.orderBy('kind')
		.execute()
	return rows.map(({ kind }) => kind)
}
