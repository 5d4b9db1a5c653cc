import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, Due, DueSource, Matter } from '#platform/records/registers.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'
import { meetingWaits, waitsForSeat } from './waiting-meetings.server.ts'

const FIRST = 5
/** First pages count no further than this: whoever has more of them waiting opens the list. */
const COUNTED = 99

/** Of meetings, those of the structures the seat runs: their chair and their secretary are told. */
const meetings = (here: Here, run: readonly string[]) =>
	here.tx
		.selectFrom('meeting')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'meeting.workspace_id').onRef('record.id', '=', 'meeting.id')
		)
		.where('meeting.workspace_id', '=', here.workspace.id)
		.where('meeting.structure_id', '=', anyOf(run))
		.where('record.state', '=', 'active')
		.select(referenceColumns)
		.select('meeting.day')

type Row = Parameters<typeof toReference>[0] & { day: string }

function matterOf(code: string, path: string, rows: readonly Row[]): Matter[] {
	if (rows.length === 0) return []
	return [
		{
			code,
			whose: 'structure',
			total: Math.min(rows.length, COUNTED),
			totalIsMore: rows.length > COUNTED,
			path,
			first: rows.slice(0, FIRST).map((row) => ({ record: toReference(row), day: row.day }))
		}
	]
}

async function proposals(here: Here, run: readonly string[]): Promise<Matter[]> {
	const rows = await meetings(here, run)
		.innerJoin('agenda_item', (on) =>
			on
				.onRef('agenda_item.workspace_id', '=', 'meeting.workspace_id')
				.onRef('agenda_item.meeting_id', '=', 'meeting.id')
		)
		.innerJoin('record as item', (on) =>
			on.onRef('item.workspace_id', '=', 'agenda_item.workspace_id').onRef('item.id', '=', 'agenda_item.id')
		)
		.where('agenda_item.state', '=', 'proposed')
		.where('item.state', '=', 'active')
		.where('meeting.state', 'in', ['planned', 'called'])
		.where('meeting.day', '>=', here.today)
		.clearSelect()
		.select(['item.id', 'item.kind', 'item.key', 'item.number', 'item.title', 'item.acronym'])
		.select('meeting.day')
		.orderBy('meeting.day')
		.orderBy('item.id')
		.limit(COUNTED + 1)
		.execute()
	return matterOf('meeting-proposals', '/agenda-item?filter[waiting]=true', rows)
}

/** Minutes that members may comment on, by the day until which they may; named by their meeting where there are only these. */
async function toComment(here: Here): Promise<Matter[]> {
	const sat = await waitsForSeat(here, 'comments')
	if (sat.length === 0) return []
	const rows = await meetings(here, sat)
		.where(meetingWaits(here, 'comments'))
		.clearSelect()
		.select(referenceColumns)
		.select('meeting.comments_until as day')
		.orderBy('meeting.comments_until')
		.orderBy('meeting.id')
		.limit(COUNTED + 1)
		.execute()
	const dated = rows.flatMap(({ day, ...row }) => (day === null ? [] : [{ ...row, day }]))
	return matterOf('meeting-comments', '/meeting?filter[waiting]=comments&sort=start', dated)
}

/**
 * What waits for those who run meetings: minutes nobody adopted, proposals nobody answered, meetings nobody closed; and for those
 * who sit there, minutes to comment on.
 */
export const meetingAttention: AttentionSource = {
	name: 'meetings',
	ofRecords: true,
	async matters(here) {
		const { run } = await structuresOfSeat(here)
		const comments = await toComment(here)
		if (run.length === 0) return comments
		const [unadopted, unclosed, proposed] = await Promise.all([
			meetings(here, run)
				.where(meetingWaits(here, 'minutes'))
				.orderBy('meeting.day')
				.orderBy('meeting.id')
				.limit(COUNTED + 1)
				.execute(),
			meetings(here, run)
				.where(meetingWaits(here, 'closing'))
				// Few are planned and past among all that were held: they are found by their state and not in the order of days.
				.orderBy('meeting.ends_at')
				.orderBy('meeting.id')
				.limit(COUNTED + 1)
				.execute(),
			proposals(here, run)
		])
		return [
			...matterOf('meeting-minutes', '/meeting?filter[waiting]=minutes&sort=start', unadopted),
			...matterOf('meeting-unclosed', '/meeting?filter[waiting]=closing&sort=start', unclosed),
			...proposed,
			...comments
		]
	}
}

/** The days on which comments on minutes end; meetings to come are in the calendar, and fall due to nobody. */
export const meetingDues: DueSource = {
	name: 'meetings',
	async dues(here, { from, until, structureId, actorId, limit }): Promise<Due[]> {
		// Comments are owed by a whole structure.
		if (actorId !== undefined) return []
		let rows = here.tx
			.selectFrom('meeting')
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'meeting.workspace_id').onRef('record.id', '=', 'meeting.id')
			)
			.where('meeting.workspace_id', '=', here.workspace.id)
			.where('meeting.state', '=', 'circulated')
			.where('meeting.comments_until', '<=', until)
			.where('record.state', '=', 'active')
		if (from !== null) rows = rows.where('meeting.comments_until', '>=', from)
		if (structureId !== undefined) rows = rows.where('meeting.structure_id', '=', structureId)
		const found = await rows
			.select(referenceColumns)
			.select(['meeting.comments_until', 'meeting.structure_id'])
			.orderBy('meeting.comments_until')
			.orderBy('meeting.id')
			.limit(limit)
			.execute()
		return found.flatMap((row) =>
			row.comments_until === null
				? []
				: [
						{
							code: 'meeting-comments',
							day: row.comments_until,
							record: toReference(row),
							structureId: row.structure_id,
							actorId: null
						}
					]
		)
	}
}
