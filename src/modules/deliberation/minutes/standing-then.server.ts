import { sql } from 'kysely'
import type { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, referenceColumns, referencesOf, toReference } from '#platform/records/find-record.server.ts'
import type { StandingKind } from '../meeting/meeting-rules.ts'
import type { StandingLine } from './minute-outputs.ts'

type Line = z.output<typeof StandingLine>
type Meeting = { id: string; structure_id: string; day: string; starts_at: Date }
const MOST = 2_000
const SHOWN = 50

/**
 * What the standing items of meetings of one structure held on their days, as far as the days of its records tell: for minutes
 * that were adopted before it was kept, or that a file brought. What fell due then is known no more. An action is named with the day it
 * was first due, and with whom it asks unless it was given to another since.
 */
export async function standingThen(
	here: Here,
	meetings: readonly Meeting[]
): Promise<Map<string, Partial<Record<StandingKind, Line[]>>>> {
	const [first] = meetings.toSorted((one, other) => (one.day < other.day ? -1 : 1))
	if (!first) return new Map()
	const [actions, hops, held] = await Promise.all([
		actionsSince(here, first),
		hopsSince(here, first),
		heldMeetings(here, first.structure_id)
	])
	const [actors, givenOn] = await Promise.all([
		referencesOf(
			here,
			actions.map((row) => row.responsible_actor_id)
		),
		lastGiven(
			here,
			actions.flatMap(({ id, changed_at }) => (changed_at >= first.starts_at ? [id] : []))
		)
	])
	const wasAsked = ({ id }: { id: string }, { starts_at }: Meeting) => {
		const given = givenOn.get(id)
		return given === undefined || given < starts_at
	}
	return new Map(
		meetings.map((meeting) => {
			const { day } = meeting
			const before = held.find((row) => row.starts_at < meeting.starts_at)
			return [
				meeting.id,
				{
					minutes: before ? [{ record: toReference(before), code: 'held', day: before.day, responsible: null }] : [],
					'matters-arising': actions
						.filter((row) => row.opened_day < day && (row.closed_day === null || row.closed_day >= day))
						.slice(0, SHOWN)
						.map((row) => ({
							record: toReference(row),
							code: 'open',
							day: row.first_due_day,
							responsible: wasAsked(row, meeting) ? (actors.get(row.responsible_actor_id) ?? null) : null
						})),
					recommendations: hops
						.filter((row) => row.submitted_day < day && (row.answered_day === null || row.answered_day >= day))
						.slice(0, SHOWN)
						.map((row) => ({
							record: toReference(row),
							code: codeOn(row, day),
							day: row.submitted_day,
							responsible: null
						}))
				}
			]
		})
	)
}

function codeOn({ received_day, review_day }: { received_day: string | null; review_day: string | null }, day: string) {
	if (review_day !== null && review_day < day) return 'under-review'
	return received_day !== null && received_day < day ? 'received' : 'submitted'
}

const actionsSince = (here: Here, { structure_id, day }: Meeting) =>
	here.tx
		.selectFrom('action')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.select(referenceColumns)
		.select(['action.opened_day', 'action.closed_day', 'action.first_due_day', 'action.responsible_actor_id'])
		.select('record.changed_at')
		.where('action.workspace_id', '=', here.workspace.id)
		.where('action.structure_id', '=', structure_id)
		.where((where) => where.or([where('action.closed_day', 'is', null), where('action.closed_day', '>=', day)]))
		.where('record.state', '=', 'active')
		.orderBy('action.first_due_day', (order) => order.asc().nullsLast())
		.orderBy('record.id')
		.limit(MOST)
		.execute()

/** When actions were last given to another actor, of those that ever were. */
async function lastGiven(here: Here, ids: readonly string[]): Promise<Map<string, Date>> {
	if (ids.length === 0) return new Map()
	const rows = await here.tx
		.selectFrom(
			sql<{ id: string; at: Date }>`(
				select event.record_id as id, max(event.at) as at
				from event
				join event_payload told on told.workspace_id = event.workspace_id and told.sequence = event.sequence
				cross join lateral jsonb_array_elements(told.payload::jsonb -> 'changes') change
				where event.workspace_id = ${here.workspace.id} and event.record_id = ${anyOf(ids)}
				and change ->> 'table' = 'action' and change ->> 'row' = event.record_id::text
				and jsonb_typeof(change -> 'before') = 'object' and jsonb_typeof(change -> 'after') = 'object'
				and change -> 'before' ->> 'responsible_actor_id' is distinct from change -> 'after' ->> 'responsible_actor_id'
				group by event.record_id
			)`.as('given')
		)
		.select(['id', 'at'])
		.execute()
	return new Map(rows.map(({ id, at }) => [id, at]))
}

const hopsSince = (here: Here, { structure_id, day }: Meeting) =>
	here.tx
		.selectFrom('recommendation_hop')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'recommendation_hop.workspace_id')
				.onRef('record.id', '=', 'recommendation_hop.recommendation_id')
		)
		.select(referenceColumns)
		.select(['recommendation_hop.submitted_day', 'recommendation_hop.received_day'])
		.select(['recommendation_hop.review_day', 'recommendation_hop.answered_day'])
		.where('recommendation_hop.workspace_id', '=', here.workspace.id)
		.where('recommendation_hop.to_structure_id', '=', structure_id)
		.where((where) =>
			where.or([
				where('recommendation_hop.answered_day', 'is', null),
				where('recommendation_hop.answered_day', '>=', day)
			])
		)
		.where('record.state', '=', 'active')
		.orderBy('recommendation_hop.submitted_day')
		.orderBy('record.id')
		.limit(MOST)
		.execute()

const heldMeetings = (here: Here, structureId: string) =>
	here.tx
		.selectFrom('meeting')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'meeting.workspace_id').onRef('record.id', '=', 'meeting.id')
		)
		.select(referenceColumns)
		.select(['meeting.day', 'meeting.starts_at'])
		.where('meeting.workspace_id', '=', here.workspace.id)
		.where('meeting.structure_id', '=', structureId)
		.where('meeting.state', 'in', ['held', 'drafted', 'circulated', 'adopted'])
		.where('record.state', '=', 'active')
		.orderBy('meeting.starts_at', 'desc')
		.limit(MOST)
		.execute()
