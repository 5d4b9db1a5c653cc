import { sql, type SqlBool } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, DueSource, Matter } from '#platform/records/registers.ts'
import { COUNTED_ROLES } from '../meeting/meeting-rules.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'
import { addDays } from '../days.ts'

const FIRST = 5
/** First pages count no further than this: whoever has more of them waiting opens the list. */
const COUNTED = 99

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
		and membership.actor_id = ${actorId} and membership.kind = 'member' and membership.role = any(${[...COUNTED_ROLES]}::text[])
		and coalesce(membership.from_day, ${here.today}) <= ${here.today} and coalesce(membership.to_day, ${here.today}) >= ${here.today})`

const isUnanswered = (actorId: string) => sql<SqlBool>`not exists (select from written_answer
	where written_answer.workspace_id = written_procedure.workspace_id and written_answer.written_procedure_id = written_procedure.id
		and written_answer.actor_id = ${actorId})`

// Ready to be closed: past its deadline, or answered by every full member of today.
const isReady = (
	here: Here
) => sql<SqlBool>`(written_procedure.deadline_day < ${here.today} or not exists (select from membership
	where membership.workspace_id = written_procedure.workspace_id and membership.structure_id = written_procedure.structure_id
		and membership.kind = 'member' and membership.role = any(${[...COUNTED_ROLES]}::text[])
		and coalesce(membership.from_day, ${here.today}) <= ${here.today} and coalesce(membership.to_day, ${here.today}) >= ${here.today}
		and not exists (select from written_answer where written_answer.workspace_id = membership.workspace_id
			and written_answer.written_procedure_id = written_procedure.id and written_answer.actor_id = membership.actor_id)))`

/** What a written procedure can want: an answer of the seat's actor, or to be closed by those who run its structure. */
export const PROCEDURE_WAITS = ['answer', 'closing'] as const
export type ProcedureWait = (typeof PROCEDURE_WAITS)[number]

/** Of open procedures, those that want this of the seat that asks; said once for the first page and for the list it leads to. */
export async function procedureWaits(here: Here, wait: ProcedureWait) {
	const { actorId, role } = here.seat
	switch (wait) {
		case 'answer':
			if (actorId === null || role === 'observer' || role === 'public') return sql<SqlBool>`false`
			return sql<SqlBool>`written_procedure.state = 'open' and written_procedure.deadline_day >= ${here.today}
				and ${sitsThere(here, actorId)} and ${isUnanswered(actorId)}`
		case 'closing': {
			const { run } = await structuresOfSeat(here)
			return sql<SqlBool>`written_procedure.state = 'open' and written_procedure.structure_id = ${anyOf(run)}
				and ${isReady(here)}`
		}
		default:
			return wait satisfies never
	}
}

type Rows = ReturnType<typeof openOnes>

async function matterOf(rows: Rows, told: Pick<Matter, 'code' | 'whose' | 'path'>): Promise<Matter[]> {
	const found = await rows
		.select(referenceColumns)
		.select('written_procedure.deadline_day')
		.orderBy('written_procedure.deadline_day')
		.orderBy('written_procedure.id')
		.limit(COUNTED + 1)
		.execute()
	if (found.length === 0) return []
	return [
		{
			...told,
			total: Math.min(found.length, COUNTED),
			totalIsMore: found.length > COUNTED,
			first: found.slice(0, FIRST).map((row) => ({ record: toReference(row), day: row.deadline_day }))
		}
	]
}

/** Written procedures that wait for an answer of the seat's actor, and those that wait for the seat to close them. */
export const procedureAttention: AttentionSource = {
	name: 'written-procedure',
	ofRecords: true,
	async matters(here) {
		if (here.seat.role === 'observer' || here.seat.role === 'public') return []
		const [answer, closing] = await Promise.all([procedureWaits(here, 'answer'), procedureWaits(here, 'closing')])
		const path = (wait: ProcedureWait) => `/written-procedure?filter[waiting]=${wait}&sort=deadline`
		const [toAnswer, past, toClose] = await Promise.all([
			matterOf(openOnes(here).where(answer), { code: 'procedure-to-answer', whose: 'actor', path: path('answer') }),
			matterOf(openOnes(here).where(closing).where('written_procedure.deadline_day', '<', here.today), {
				code: 'procedure-past-deadline',
				whose: 'structure',
				path: `${path('closing')}&filter[until]=${addDays(here.today, -1)}`
			}),
			matterOf(openOnes(here).where(closing).where('written_procedure.deadline_day', '>=', here.today), {
				code: 'procedure-to-close',
				whose: 'structure',
				path: `${path('closing')}&filter[from]=${here.today}`
			})
		])
		return [...toAnswer, ...past, ...toClose]
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
