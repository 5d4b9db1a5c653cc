import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, Matter } from '#platform/records/registers.ts'
import { dayPlus, SOON_DAYS } from './action-rules.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'
import { IN_WORK } from './action-queries.ts'
import { isSupported } from './supported.server.ts'
import { isToldTo } from './told-to.server.ts'

/** First pages count no further than this: whoever has more of them waiting opens the list. */
const COUNTED = 99
const NAMED = 5

const actions = (here: Here) =>
	here.tx
		.selectFrom('action')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.select(referenceColumns)
		.where('action.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')
		.limit(COUNTED + 1)

type Row = Parameters<typeof toReference>[0] & { since: string | null }

function toMatter(code: string, whose: Matter['whose'], path: string, rows: readonly Row[]): Matter {
	return {
		code,
		whose,
		total: Math.min(rows.length, COUNTED),
		totalIsMore: rows.length > COUNTED,
		path,
		first: rows.slice(0, NAMED).map((row) => ({ record: toReference(row), day: row.since }))
	}
}

type Range = { from: string | null; before: string }
type Whose = { seatId: string } | { actorId: string } | { structureIds: readonly string[] } | { isSupported: true }

// One state at a time, so that each is read in the order of its index and no further than is counted.
async function inWork(here: Here, whose: Whose, { from, before }: Range): Promise<Row[]> {
	const ofState = (state: (typeof IN_WORK)[number]) => {
		let rows = actions(here)
			.select('action.due_day as since')
			.where('action.state', '=', state)
			.where('action.due_day', '<', before)
			.orderBy('action.due_day')
			.orderBy('action.id')
		if (from !== null) rows = rows.where('action.due_day', '>=', from)
		if ('seatId' in whose) rows = rows.where('action.responsible_seat_id', '=', whose.seatId)
		if ('actorId' in whose) rows = rows.where('action.responsible_actor_id', '=', whose.actorId)
		if ('structureIds' in whose) rows = rows.where('action.structure_id', '=', anyOf(whose.structureIds))
		if ('isSupported' in whose) rows = rows.where(isSupported(here))
		return rows.execute()
	}
	const found = (await Promise.all(IN_WORK.map(ofState))).flat()
	return found.sort((one, other) => ((one.since ?? '') < (other.since ?? '') ? -1 : 1)).slice(0, COUNTED + 1)
}

async function mattersOf(here: Here): Promise<Matter[]> {
	const { seat, today } = here
	if (seat.role === 'public' || seat.role === 'observer') return []
	const { id: seatId, actorId } = seat
	const late: Range = { from: null, before: today }
	const soon: Range = { from: today, before: dayPlus(today, SOON_DAYS + 1) }
	const soonPath = `filter[progress]=open,in-progress&filter[dueFrom]=${today}&filter[dueUntil]=${dayPlus(today, SOON_DAYS)}`
	const overdue = async (whose: Matter['whose'], of: Whose) =>
		toMatter(
			'action-overdue',
			whose,
			`/action?filter[overdue]=true&filter[whose]=${whose}`,
			await inWork(here, of, late)
		)
	const dueSoon = async (whose: Matter['whose'], of: Whose) =>
		toMatter('action-soon', whose, `/action?${soonPath}&filter[whose]=${whose}`, await inWork(here, of, soon))
	const supported = async () =>
		toMatter(
			'action-supported',
			'actor',
			'/action?filter[overdue]=true&filter[whose]=supported',
			await inWork(here, { isSupported: true }, late)
		)
	const { all, kept } = await structuresOfSeat(here)
	// Side by side: what is asked in one turn leaves in one piece.
	const [own, secretary, above] = await Promise.all([
		Promise.all([
			...(seatId === null ? [] : [overdue('mine', { seatId }), dueSoon('mine', { seatId })]),
			...(actorId === null ? [] : [overdue('actor', { actorId }), dueSoon('actor', { actorId }), supported()]),
			...(all.length === 0 ? [] : [overdue('structure', { structureIds: all })])
		]),
		forSecretary(here, kept),
		toldUpward(here)
	])
	return [...own, ...secretary, ...above]
}

async function forSecretary(here: Here, kept: readonly string[]): Promise<Matter[]> {
	if (kept.length === 0) return []
	const reports = actions(here)
		.select((select) =>
			select
				.selectFrom('action_report')
				.select((inner) => inner.fn.max('action_report.day').as('day'))
				.whereRef('action_report.workspace_id', '=', 'action.workspace_id')
				.whereRef('action_report.action_id', '=', 'action.id')
				.as('since')
		)
		.where('action.state', '=', 'submitted')
		.where('action.structure_id', '=', anyOf(kept))
		.orderBy('action.due_day')
		.orderBy('action.id')
	const extensions = actions(here)
		.innerJoin('action_extension', (on) =>
			on
				.onRef('action_extension.workspace_id', '=', 'action.workspace_id')
				.onRef('action_extension.action_id', '=', 'action.id')
		)
		.select('action_extension.asked_day as since')
		.where('action_extension.state', '=', 'asked')
		.where('action.structure_id', '=', anyOf(kept))
		.orderBy('action_extension.asked_day')
		.orderBy('action.id')
	const [waiting, asked] = await Promise.all([reports.execute(), extensions.execute()])
	return [
		toMatter('action-acceptance', 'structure', '/action?filter[waiting]=acceptance&filter[whose]=kept', waiting),
		toMatter('action-extension', 'structure', '/action?filter[waiting]=extension&filter[whose]=kept', asked)
	]
}

// What was told to the seat's actor as chair, or as the office above, until somebody moves.
async function toldUpward(here: Here): Promise<Matter[]> {
	const { actorId, role } = here.seat
	if (actorId === null && role !== 'secretariat') return []
	const rows = await actions(here)
		.innerJoin('action_escalation', (on) =>
			on
				.onRef('action_escalation.workspace_id', '=', 'action.workspace_id')
				.onRef('action_escalation.action_id', '=', 'action.id')
				.onRef('action_escalation.level', '=', 'action.escalated_to')
		)
		.select('action_escalation.day as since')
		.where(isToldTo(here))
		.where('action.state', 'in', IN_WORK)
		.orderBy('action_escalation.day')
		.orderBy('action.id')
		.execute()
	return [toMatter('action-escalated', 'structure', '/action?filter[waiting]=escalated&sort=due', rows)]
}

/** The actions that wait for the seat that asks. */
export const actionAttention: AttentionSource = { name: 'action', ofRecords: true, matters: mattersOf }
