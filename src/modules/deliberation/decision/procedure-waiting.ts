import { sql, type SqlBool } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, DueSource, Matter } from '#platform/records/registers.ts'

const FIRST = 5

const openOnes = (here: Here) =>
	here.tx
		.selectFrom('written_procedure')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'written_procedure.workspace_id')
				.onRef('record.id', '=', 'written_procedure.id')
		)
		.where('written_procedure.workspace_id', '=', here.workspace.id)
		.where('written_procedure.state', '=', 'open')
		.where('record.state', '=', 'active')

const sitsThere = (here: Here, actorId: string) => sql<SqlBool>`exists (select from membership
	where membership.workspace_id = written_procedure.workspace_id and membership.structure_id = written_procedure.structure_id
		and membership.actor_id = ${actorId} and membership.kind = 'member'
		and coalesce(membership.from_day, ${here.today}) <= ${here.today} and coalesce(membership.to_day, ${here.today}) >= ${here.today})`

const isUnanswered = (actorId: string) => sql<SqlBool>`not exists (select from written_answer
	where written_answer.workspace_id = written_procedure.workspace_id and written_answer.written_procedure_id = written_procedure.id
		and written_answer.actor_id = ${actorId})`

// Ready to be closed: past its deadline, or answered by every full member of today.
const isReady = (
	here: Here
) => sql<SqlBool>`(written_procedure.deadline_day < ${here.today} or not exists (select from membership
	where membership.workspace_id = written_procedure.workspace_id and membership.structure_id = written_procedure.structure_id
		and membership.kind = 'member'
		and coalesce(membership.from_day, ${here.today}) <= ${here.today} and coalesce(membership.to_day, ${here.today}) >= ${here.today}
		and not exists (select from written_answer where written_answer.workspace_id = membership.workspace_id
			and written_answer.written_procedure_id = written_procedure.id and written_answer.actor_id = membership.actor_id)))`

// The chair of the structure or its secretary, worked out as everywhere else.
const isServed = (here: Here, actorId: string) => sql<SqlBool>`exists (select from structure
	left join structure as secretariat
		on secretariat.workspace_id = structure.workspace_id and secretariat.id = structure.secretariat_structure_id
	where structure.workspace_id = written_procedure.workspace_id and structure.id = written_procedure.structure_id
		and (structure.chair_actor_id = ${actorId} or coalesce(secretariat.as_actor_id, structure.secretariat_actor_id,
			structure.host_actor_id, ${here.workspace.secretariatActorId}::uuid) = ${actorId}))`

type Rows = ReturnType<typeof openOnes>

async function matterOf(rows: Rows, told: Pick<Matter, 'code' | 'whose' | 'path'>): Promise<Matter[]> {
	const [{ total }, first] = await Promise.all([
		rows.select(sql<number>`count(*)::integer`.as('total')).executeTakeFirstOrThrow(),
		rows
			.select(referenceColumns)
			.select('written_procedure.deadline_day')
			.orderBy('written_procedure.deadline_day')
			.orderBy('written_procedure.id')
			.limit(FIRST)
			.execute()
	])
	if (total === 0) return []
	return [{ ...told, total, first: first.map((row) => ({ record: toReference(row), day: row.deadline_day })) }]
}

/** Written procedures that wait for an answer of the seat's actor, and those that wait for the seat to close them. */
export const procedureAttention: AttentionSource = {
	name: 'written-procedure',
	async matters(here) {
		const { actorId, role } = here.seat
		if (actorId === null || role === 'observer' || role === 'public') return []
		const path = '/written-procedure?filter[standing]=open&sort=deadline'
		const [toAnswer, toClose] = await Promise.all([
			matterOf(
				openOnes(here)
					.where('written_procedure.deadline_day', '>=', here.today)
					.where(sitsThere(here, actorId))
					.where(isUnanswered(actorId)),
				{ code: 'procedure-to-answer', whose: 'actor', path }
			),
			matterOf(openOnes(here).where(isServed(here, actorId)).where(isReady(here)), {
				code: 'procedure-to-close',
				whose: 'structure',
				path
			})
		])
		return [...toAnswer, ...toClose]
	}
}

/** The deadlines of written procedures. */
export const procedureDues: DueSource = {
	name: 'written-procedure',
	async dues(here, { from, until, structureId, actorId, limit }) {
		let rows = openOnes(here).where('written_procedure.deadline_day', '<=', until)
		if (from !== null) rows = rows.where('written_procedure.deadline_day', '>=', from)
		if (structureId !== undefined) rows = rows.where('written_procedure.structure_id', '=', structureId)
		if (actorId !== undefined) rows = rows.where(sitsThere(here, actorId))
		const found = await rows
			.select(referenceColumns)
			.select(['written_procedure.deadline_day', 'written_procedure.structure_id'])
			.orderBy('written_procedure.deadline_day')
			.orderBy('written_procedure.id')
			.limit(limit)
			.execute()
		return found.map((row) => ({
			code: 'procedure-deadline',
			day: row.deadline_day,
			record: toReference(row),
			structureId: row.structure_id,
			actorId: null
		}))
	}
}
