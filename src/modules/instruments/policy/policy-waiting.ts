import type { Here } from '#platform/operation/operation.server.ts'
import { referenceColumns, referencesOf, toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, DueSource } from '#platform/records/registers.ts'
import { COUNTED, toMatters } from '../waiting.ts'

const plans = (here: Here) =>
	here.tx
		.selectFrom('policy_stage')
		.innerJoin('policy', (on) =>
			on
				.onRef('policy.workspace_id', '=', 'policy_stage.workspace_id')
				.onRef('policy.id', '=', 'policy_stage.policy_id')
		)
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'policy.workspace_id').onRef('record.id', '=', 'policy.id')
		)
		.where('policy_stage.workspace_id', '=', here.workspace.id)
		.where('policy_stage.planned_day', 'is not', null)
		.where('policy_stage.position', 'is', null)
		.where('record.state', '=', 'active')

/** Laws that the seat’s actor leads and that have not come to a stage by the day it was planned for. */
export const policyAttention: AttentionSource = {
	name: 'policy',
	ofRecords: true,
	async matters(here) {
		const { actorId, role } = here.seat
		if (actorId === null || role === 'observer' || role === 'public') return []
		const found = await plans(here)
			.where('policy.lead_actor_id', '=', actorId)
			.where('policy_stage.planned_day', '<', here.today)
			.select(referenceColumns)
			.select((select) => select.fn.min<string>('policy_stage.planned_day').as('day'))
			.groupBy(['record.workspace_id', 'record.id'])
			.orderBy('day')
			.orderBy('record.id')
			.limit(COUNTED + 1)
			.execute()
		if (found.length === 0) return []
		const lead = (await referencesOf(here, [actorId])).get(actorId)
		return toMatters(found, {
			code: 'policy-stage-overdue',
			whose: 'actor',
			path: `/policy?filter[lead]=${lead?.reference ?? actorId}&filter[overdue]=true`
		})
	}
}

/** The days for which stages of laws and policies are planned. */
export const policyDues: DueSource = {
	name: 'policy',
	async dues(here, { from, until, structureId, actorId, limit }) {
		// A law belongs to its actors and to no structure.
		if (structureId !== undefined) return []
		let rows = plans(here).where('policy_stage.planned_day', '<=', until)
		if (from !== null) rows = rows.where('policy_stage.planned_day', '>=', from)
		if (actorId !== undefined) rows = rows.where('policy.lead_actor_id', '=', actorId)
		const found = await rows
			.select(referenceColumns)
			.select(['policy_stage.planned_day', 'policy_stage.stage', 'policy.lead_actor_id'])
			.orderBy('policy_stage.planned_day')
			.orderBy('policy_stage.id')
			.limit(limit)
			.execute()
		return found.flatMap((row) =>
			row.planned_day === null
				? []
				: [
						{
							code: `policy-${row.stage}`,
							day: row.planned_day,
							record: toReference(row),
							structureId: null,
							actorId: row.lead_actor_id
						}
					]
		)
	}
}
