import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { absent, invalid } from '#platform/operation/refusal.ts'
import {
	anyOf,
	findRecord,
	getRecord,
	referencesOf,
	type RecordReference
} from '#platform/records/find-record.server.ts'
import { RELATED_KINDS, RELATION_TYPES, type RelatedKind } from './relation-rules.ts'

/**
 * Relations with both their ends, of those a seat sees: the row level security of `record` leaves out a relation one of whose ends
 * is hidden. Each end has its whole: the law a provision stands in, else itself.
 */
export const relationRows = (here: Here) =>
	here.tx
		.selectFrom('link')
		.innerJoin('record as from_record', (on) =>
			on.onRef('from_record.workspace_id', '=', 'link.workspace_id').onRef('from_record.id', '=', 'link.from_id')
		)
		.innerJoin('record as to_record', (on) =>
			on.onRef('to_record.workspace_id', '=', 'link.workspace_id').onRef('to_record.id', '=', 'link.to_id')
		)
		.leftJoin('provision as from_provision', (on) =>
			on.onRef('from_provision.workspace_id', '=', 'link.workspace_id').onRef('from_provision.id', '=', 'link.from_id')
		)
		.leftJoin('provision as to_provision', (on) =>
			on.onRef('to_provision.workspace_id', '=', 'link.workspace_id').onRef('to_provision.id', '=', 'link.to_id')
		)
		.where('link.workspace_id', '=', here.workspace.id)
		.where('link.state', '<>', 'withdrawn')
		.where('link.type', 'in', RELATION_TYPES)
		.where('from_record.kind', 'in', RELATED_KINDS)
		.where('to_record.kind', 'in', RELATED_KINDS)

export const FROM_WHOLE = sql<string>`coalesce(from_provision.policy_id, link.from_id)`
export const TO_WHOLE = sql<string>`coalesce(to_provision.policy_id, link.to_id)`

/** The columns by which a relation is told. */
export const relationColumns = [
	'link.id',
	'link.type',
	'link.state',
	'link.argument',
	'link.created_at',
	'link.seat_id',
	'link.from_id',
	'link.to_id',
	'link.origin',
	'link.origin_source',
	'link.origin_year',
	'link.origin_note',
	'from_provision.policy_id as from_policy_id',
	'to_provision.policy_id as to_policy_id'
] as const

/** One end of a relation: the record, the law it stands in where it is a part of one, and who leads that. */
export type End = { record: RecordReference; wholeId: string; leadActorId: string | null }

/** Who leads laws, policies and agreements, by their identifiers. */
export async function leadersOf(here: Here, ids: readonly string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map()
	const led = (table: 'policy' | 'agreement') =>
		here.tx
			.selectFrom(table)
			.select([`${table}.id`, `${table}.lead_actor_id`])
			.where(sql.ref(`${table}.workspace_id`), '=', here.workspace.id)
			.where(sql.ref(`${table}.id`), '=', anyOf(ids))
			.execute()
	const rows = (await Promise.all([led('policy'), led('agreement')])).flat()
	return new Map(rows.flatMap(({ id, lead_actor_id: lead }) => (lead === null ? [] : [[id, lead] as const])))
}

/** A record that a relation may join, with its whole; absent where the seat may see none. */
export async function getEnd(here: Here, kind: RelatedKind, reference: string): Promise<End> {
	const record = await getRecord(here, kind, reference)
	return withWhole(here, record)
}

/** As `getEnd`, where the record is named in a field of an input. */
export async function endInField(here: Here, kind: RelatedKind, reference: string, field: string): Promise<End> {
	const record = await findRecord(here, kind, reference)
	if (!record) throw invalid([{ path: [field], code: 'platform.field.no-such-record', params: { reference } }])
	return withWhole(here, record)
}

async function withWhole(here: Here, record: RecordReference): Promise<End> {
	const row =
		record.kind === 'provision'
			? await here.tx
					.selectFrom('provision')
					.select('policy_id')
					.where('workspace_id', '=', here.workspace.id)
					.where('id', '=', record.id)
					.executeTakeFirst()
			: undefined
	const wholeId = row?.policy_id ?? record.id
	return { record, wholeId, leadActorId: (await leadersOf(here, [wholeId])).get(wholeId) ?? null }
}

/** A relation with who leads either side; absent where it is none, or the seat may not see both its ends. */
export async function getRelationRow(here: Here, id: string) {
	const row = await relationRows(here).where('link.id', '=', id).select(relationColumns).executeTakeFirst()
	if (!row) throw absent('instruments.no-such-relation')
	const leaders = await leadersOf(here, [row.from_policy_id ?? row.from_id, row.to_policy_id ?? row.to_id])
	return { ...row, leadActorIds: [...leaders.values()] }
}

/** Relations that a field of an input names, each of them seen by the seat, with the leaders of the laws on both sides. */
export async function relationsInField(here: Here, ids: readonly string[], field: string) {
	const rows =
		ids.length === 0 ? [] : await relationRows(here).where('link.id', '=', anyOf(ids)).select(relationColumns).execute()
	const known = new Set(rows.map((row) => row.id))
	const [missing] = ids.flatMap((id, index) => (known.has(id) ? [] : [{ path: [field, index], id }]))
	if (missing)
		throw invalid([{ path: missing.path, code: 'platform.field.no-such-record', params: { reference: missing.id } }])
	const leaders = await leadersOf(
		here,
		rows.flatMap((row) => [row.from_policy_id ?? row.from_id, row.to_policy_id ?? row.to_id])
	)
	return { rows, leadActorIds: [...new Set(leaders.values())] }
}

/** The names of records and of the offices of seats, for what relations tell. */
export async function namesFor(here: Here, ids: readonly (string | null)[], seats: readonly (string | null)[]) {
	const wanted = [...new Set(seats.filter((id) => id !== null))]
	const offices =
		wanted.length === 0 || here.seat.role === 'public'
			? []
			: await here.tx
					.selectFrom('seat')
					.select(['id', 'office', 'actor_id'])
					.where('workspace_id', '=', here.workspace.id)
					.where('id', '=', anyOf(wanted))
					.execute()
	const references = await referencesOf(here, [...ids, ...offices.map(({ actor_id }) => actor_id)])
	const by = new Map(
		offices.map(({ id, office, actor_id }) => [
			id,
			{ office, actor: actor_id === null ? null : (references.get(actor_id) ?? null) }
		])
	)
	return { references, by }
}
