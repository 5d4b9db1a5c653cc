import { sql } from 'kysely'
import { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import { RecordReference, referencesOf, toReference } from '#platform/records/find-record.server.ts'

const CHANGES_MOST = 8
// More records than these that stand for themselves are told by how many there are of each kind.
const NAMED_MOST = 3
// Whoever reads that more than so many were changed needs no closer figure.
const COUNTED_MOST = 1_000

export const LastChange = z.object({
	/** The record it leads to: the one that was changed, or the whole that what was changed belongs to. */
	record: RecordReference,
	at: z.date(),
	/** What was done, where it was done to more than one record; else null. */
	operation: z.string().nullable(),
	/** The records that are named, where they are few. */
	named: z.array(RecordReference),
	/** How many records that are not named were changed, by kind; `isMore` where more than these were not counted. */
	also: z.array(z.object({ kind: z.string(), total: z.int(), isMore: z.boolean() }))
})
export type LastChange = z.output<typeof LastChange>

type Changed = Parameters<typeof toReference>[0] & {
	changed_at: Date
	command_id: string | null
	operation: string | null
}
type Touched = { command_id: string; kind: string; total: number; scanned: number; first: string[] }

/**
 * What was changed last, newest first: one item for each command, however many records it wrote. What was loaded with the workspace
 * and never touched is no news.
 */
export async function lastChanges(here: Here): Promise<LastChange[]> {
	const rows = await newestOfKinds(here)
	const deeds = [...Map.groupBy(rows, (row) => row.command_id ?? row.id).values()].slice(0, CHANGES_MOST)
	const touched = await touchedBy(
		here,
		deeds.flatMap(([row]) => row?.command_id ?? [])
	)
	const told = deeds.flatMap(([row]) => (row ? [tell(here, row, touched.get(row.command_id ?? '') ?? [])] : []))
	const wholes = await wholesOf(here, told)
	const references = await referencesOf(here, [...told.flatMap(({ named }) => named), ...wholes.values()])
	return told.map(({ row, operation, named, lead, also }) => {
		const own = toReference(row)
		const seen = named.flatMap((id) => (id === row.id ? own : (references.get(id) ?? [])))
		const whole = references.get(wholes.get(lead) ?? '')
		return {
			record: whole ?? seen[0] ?? own,
			at: row.changed_at,
			operation,
			named: whole ? [whole] : seen,
			also
		}
	})
}

/**
 * The records that were changed at the last few moments. All that a command changes bears its moment: of each kind the index is
 * walked from moment to moment, so that it costs the same whatever a workspace holds and however much one command wrote.
 */
async function newestOfKinds(here: Here): Promise<Changed[]> {
	const { kinds: all } = here.registry
	const kinds = all.flatMap(({ name, isOneWithWhole }) => (isOneWithWhole ? [] : [name]))
	// What is one with its whole is told as that. Its name stands in the statement: the index of the newest leaves it out.
	const isNone = sql.join(
		all.flatMap(({ name, isOneWithWhole }) => (isOneWithWhole ? [sql`and record.kind <> ${sql.lit(name)}`] : [])),
		sql` `
	)
	return here.tx
		.selectFrom(
			sql<Changed>`(
				with recursive moment (kind, at, is_news, nth) as (
					select asked.kind, newest.changed_at, newest.version > 1 or newest.origin = 'entered', 1
					from unnest(${kinds}::text[]) as asked (kind)
					cross join lateral (
						select record.changed_at, record.version, record.origin from record
						where record.workspace_id = ${here.workspace.id} and record.kind = asked.kind and record.state = 'active' ${isNone}
						order by record.changed_at desc nulls last, record.id
						limit 1
					) newest
					union all
					select moment.kind, newest.changed_at, newest.version > 1 or newest.origin = 'entered', moment.nth + 1
					from moment
					cross join lateral (
						select record.changed_at, record.version, record.origin from record
						where record.workspace_id = ${here.workspace.id} and record.kind = moment.kind and record.state = 'active' ${isNone}
							and record.changed_at < moment.at
						order by record.changed_at desc nulls last, record.id
						limit 1
					) newest
					where moment.nth < ${CHANGES_MOST}
				), last_moment as (
					select kind, at from (
						select kind, at, dense_rank() over (order by at desc) as place from moment where is_news
					) placed where place <= ${CHANGES_MOST}
				)
				select newest.id, newest.kind, newest.key, newest.number, newest.title, newest.acronym, newest.changed_at,
					last.command_id, last.operation
				from last_moment
				cross join lateral (
					select * from record
					where record.workspace_id = ${here.workspace.id} and record.kind = last_moment.kind and record.state = 'active'
						${isNone} and record.changed_at = last_moment.at
					order by record.id
					limit ${CHANGES_MOST}
				) newest
				left join lateral (
					select event.command_id, event.operation from event
					where event.workspace_id = ${here.workspace.id} and event.record_id = newest.id
					order by event.sequence desc
					limit 1
				) last on true
				where newest.version > 1 or newest.origin = 'entered'
				order by newest.changed_at desc, newest.id
			)`.as('changed')
		)
		.selectAll()
		.execute()
}

/** The records that commands changed, counted by kind, with the first of each; of those that the seat sees. */
async function touchedBy(here: Here, commands: readonly string[]): Promise<ReadonlyMap<string, Touched[]>> {
	if (commands.length === 0) return new Map()
	const kinds = here.registry.kinds.flatMap(({ name, isOneWithWhole }) => (isOneWithWhole ? [] : [name]))
	const rows = await here.tx
		.selectFrom(
			sql<Touched>`(
				select asked.id as command_id, counted.*
				from unnest(${[...commands]}::uuid[]) as asked (id)
				cross join lateral (
					select record.kind, count(*)::integer as total, max(found.scanned)::integer as scanned,
						(array_agg(record.id order by record.id))[1:${sql.lit(NAMED_MOST)}] as first
					from (
						select taken.record_id, count(*) over () as scanned from (
							select event.record_id from event
							where event.workspace_id = ${here.workspace.id} and event.command_id = asked.id and event.record_id is not null
							limit ${COUNTED_MOST + 1}
						) taken
						group by taken.record_id
					) found
					join record on record.workspace_id = ${here.workspace.id} and record.id = found.record_id
					where record.state = 'active' and record.kind = any (${kinds}::text[])
					group by record.kind
				) counted
			)`.as('touched')
		)
		.selectAll()
		.execute()
	return Map.groupBy(rows, (row) => row.command_id)
}

type Told = {
	row: Changed
	operation: string | null
	named: string[]
	/** A part from which the whole is found, where nothing else was changed. */
	lead: string
	also: LastChange['also']
}

/** What stands for itself is named where it is little, and its parts are counted; of much, everything is counted. */
function tell(here: Here, row: Changed, touched: readonly Touched[]): Told {
	const sum = (some: readonly Touched[]) => some.reduce((total, one) => total + one.total, 0)
	if (sum(touched) < 2) return { row, operation: null, named: [row.id], lead: '', also: [] }
	const count = (some: readonly Touched[]) =>
		some
			.toSorted((one, other) => other.total - one.total || (one.kind < other.kind ? -1 : 1))
			.map(({ kind, total, scanned }) => ({
				kind,
				total: Math.min(total, COUNTED_MOST),
				isMore: scanned > COUNTED_MOST
			}))
	const { operation } = row
	const isPart = (kind: string) => here.registry.kind(kind)?.isPart === true
	const own = touched.filter(({ kind }) => !isPart(kind))
	const parts = touched.filter(({ kind }) => isPart(kind))
	if (own.length === 0) {
		const found = parts.filter(({ kind }) => here.registry.kind(kind)?.foundAs !== undefined)
		const lead = parts.length === 1 ? (found[0]?.first[0] ?? '') : ''
		if (lead !== '' || sum(parts) > NAMED_MOST) return { row, operation, named: [], lead, also: count(parts) }
		return { row, operation, named: parts.flatMap(({ first }) => first), lead: '', also: [] }
	}
	if (sum(own) > NAMED_MOST) return { row, operation, named: [], lead: '', also: count(touched) }
	return { row, operation, named: own.flatMap(({ first }) => first), lead: '', also: count(parts) }
}

/** The wholes of parts, by part: one statement for each kind that is found as another. */
async function wholesOf(here: Here, told: readonly Told[]): Promise<ReadonlyMap<string, string>> {
	const leads = told.flatMap(({ lead }) => (lead === '' ? [] : [lead]))
	if (leads.length === 0) return new Map()
	const kinds = here.registry.kinds.flatMap(({ foundAs, isOneWithWhole }) =>
		foundAs && !isOneWithWhole ? [foundAs] : []
	)
	const found = await Promise.all(
		kinds.map(({ table, column }) =>
			here.tx
				.selectFrom(
					sql<{ part: string; whole: string }>`(
						select id as part, ${sql.ref(column)} as whole from ${sql.table(table)}
						where workspace_id = ${here.workspace.id} and id = any (${leads}::uuid[])
					)`.as('found')
				)
				.selectAll()
				.execute()
		)
	)
	return new Map(found.flat().map(({ part, whole }) => [part, whole]))
}
