import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, toReference } from '#platform/records/find-record.server.ts'
import { ANSWERS, type Answer } from '../rules.ts'
import { adoptedAt } from './as-adopted.server.ts'

const MOST = 2_000

const isAnswer = (value: string | null): value is Answer => ANSWERS.some((one) => one === value)

const record = [
	'record.id',
	'record.kind',
	'record.key',
	'record.number',
	'record.title',
	'record.acronym',
	'record.audience'
] as const

const hops = (here: Here) =>
	here.tx
		.selectFrom('recommendation_hop as hop')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'hop.workspace_id').onRef('record.id', '=', 'hop.recommendation_id')
		)
		.where('hop.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')

const answeredIn = (here: Here, meetings: readonly string[]) =>
	hops(here)
		.leftJoin('recommendation_hop as next', (on) =>
			on
				.onRef('next.workspace_id', '=', 'hop.workspace_id')
				.onRef('next.recommendation_id', '=', 'hop.recommendation_id')
				.on('next.position', '=', sql<number>`hop.position + 1`)
		)
		.select(record)
		.select(['hop.id as hop_id', 'hop.meeting_id', 'hop.answer', 'hop.answered_day'])
		.select(['hop.reasons', 'hop.reasons_language'])
		.select(['next.id as next_id', 'next.to_structure_id', 'next.to_actor_id'])
		.where('hop.meeting_id', '=', anyOf(meetings))
		.orderBy('record.number')
		.orderBy('hop.position')
		.limit(MOST)
		.execute()

/** Of what a structure sends on it is recorded on which day, and not in which meeting: on a day on which it met, it was there. */
export const sentThatDay = sql<boolean>`hop.submitted_day between meeting.day and left(meeting.local_end, 10)::date`

/** The states of a meeting that took place, or is called for a day that may have come. */
export const SAT = ['called', 'held', 'drafted', 'circulated', 'adopted'] as const

const sentOnIn = (here: Here, meetings: readonly string[]) =>
	hops(here)
		.innerJoin('meeting', (on) =>
			on
				.onRef('meeting.workspace_id', '=', 'hop.workspace_id')
				.onRef('meeting.structure_id', '=', 'hop.from_structure_id')
				.on(sentThatDay)
		)
		.select(record)
		.select(['hop.id as hop_id', 'meeting.id as meeting_id', 'hop.submitted_day'])
		.select(['hop.to_structure_id', 'hop.to_actor_id'])
		.where('meeting.workspace_id', '=', here.workspace.id)
		.where('meeting.id', '=', anyOf(meetings))
		.where('meeting.state', 'in', [...SAT])
		.orderBy('record.number')
		.orderBy('hop.position')
		.limit(MOST)
		.execute()

/** The items of meetings that are about a record. */
async function itemsAbout(here: Here, meetings: readonly string[]) {
	const rows = await here.tx
		.selectFrom('agenda_item')
		.select(['id', 'meeting_id', 'subject_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('meeting_id', '=', anyOf(meetings))
		.where('state', '=', 'accepted')
		.where('subject_id', 'is not', null)
		.orderBy('position', 'desc')
		.limit(MOST)
		.execute()
	return new Map(rows.map((row) => [`${row.meeting_id} ${row.subject_id ?? ''}`, row.id]))
}

const reasonsOf = (row: { reasons: string | null; reasons_language: string | null }) => ({
	reasons: row.reasons,
	reasonsLanguage: row.reasons === null ? null : row.reasons_language
})

/**
 * What became of recommendations in meetings: those that were answered there, with the reasons, and those that the structure sent
 * on that day; of those the seat sees. What was entered after the minutes were adopted stands in none of them.
 */
export async function movesIn(here: Here, meetings: readonly string[]) {
	const [answered, sent, about] = await Promise.all([
		answeredIn(here, meetings),
		sentOnIn(here, meetings),
		itemsAbout(here, meetings)
	])
	const passedOn = answered.flatMap((row) =>
		row.answer === 'passed-on' && row.answered_day !== null && row.next_id !== null
			? [{ row: { ...row, hop_id: row.next_id }, day: row.answered_day }]
			: []
	)
	const isToldAlready = new Set(passedOn.map(({ row }) => `${row.meeting_id ?? ''} ${row.hop_id}`))
	const moves = [
		...answered.flatMap((row) =>
			isAnswer(row.answer) && row.answered_day !== null
				? [{ row, move: row.answer, ...reasonsOf(row), day: row.answered_day, levelId: null }]
				: []
		),
		...[
			...passedOn,
			...sent
				.filter((row) => !isToldAlready.has(`${row.meeting_id} ${row.hop_id}`))
				.map((row) => ({ row: { ...row, reasons: null, reasons_language: null }, day: row.submitted_day }))
		].map(({ row, day }) => ({
			row,
			move: 'submitted' as const,
			...reasonsOf(row),
			day,
			levelId: row.to_structure_id ?? row.to_actor_id
		}))
	].map(({ row, ...move }) => ({
		...toReference(row),
		...move,
		hopId: row.hop_id,
		audience: row.audience,
		meetingId: row.meeting_id ?? '',
		itemId: about.get(`${row.meeting_id ?? ''} ${row.id}`) ?? null
	}))
	const late = await enteredAfter(here, moves)
	return moves.filter((_move, index) => !late.has(index))
}

type Entered = { id: string; hopId: string; meetingId: string; move: string }

/** Those of some moves, by their place, that were entered by a later command than the one that adopted the minutes of their meeting. */
async function enteredAfter(here: Here, moves: readonly Entered[]): Promise<ReadonlySet<number>> {
	if (moves.length === 0) return new Set()
	const adopted = await adoptedAt(here, [...new Set(moves.map(({ meetingId }) => meetingId))])
	if (adopted.size === 0) return new Set()
	const first = Math.min(...[...adopted.values()].map(({ sequence }) => sequence))
	const rows = await here.tx
		.selectFrom(
			sql<{
				row: string
				sequence: number
				command: string
				answers: boolean
				adds: boolean
			}>`(select change ->> 'row' as row, event.sequence, event.command_id as command,
			change -> 'after' ? 'answer' as answers, jsonb_typeof(change -> 'before') = 'null' as adds
		from event
		join event_payload told on told.workspace_id = event.workspace_id and told.sequence = event.sequence
		cross join lateral jsonb_array_elements(told.payload::jsonb -> 'changes') change
		where event.workspace_id = ${here.workspace.id} and event.record_id = ${anyOf([...new Set(moves.map(({ id }) => id))])}
			and event.sequence > ${first} and change ->> 'table' = 'recommendation_hop' and jsonb_typeof(change -> 'after') = 'object'
		order by event.sequence
		limit ${MOST})`.as('entered')
		)
		.selectAll()
		.execute()
	return new Set(
		moves.flatMap(({ hopId, meetingId, move }, index) => {
			const then = adopted.get(meetingId)
			const isLate = rows.some(
				({ row, sequence, command, answers, adds }) =>
					then !== undefined &&
					row === hopId &&
					(move === 'submitted' ? adds : answers) &&
					sequence > then.sequence &&
					// A file brings minutes and what was decided in them by one command.
					command !== then.command
			)
			return isLate ? [index] : []
		})
	)
}
