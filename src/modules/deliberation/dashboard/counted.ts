import {
	byRowsAlone,
	type Count,
	type CountedRecord,
	type CountedRow,
	type KeptResults
} from '#platform/records/kept-results.server.ts'
import { daysBetween } from '../recommendation/waiting.ts'
import { isHeld, MEETING_STATES, type MeetingState } from '../rules.ts'

/**
 * What dashboards tell, kept counted by the commands. `owner` and `other` are identifiers, by kind where they may be of two
 * kinds: `structure:…` and `actor:…`; the whole workspace has the owner WORKSPACE.
 */
export const MEASURES = {
	/** Recommendations by the structure that made them, by state. */
	recommendation: 'recommendation',
	/** Hops by the level they left, the level they reached, and what became of them there. */
	flow: 'flow',
	/** Answered hops by the level that answered, by days waited. */
	waited: 'waited',
	/** The same by spans of SPAN_DAYS days: in which of them the middle lies is told by few rows. */
	waitedSpan: 'waited-span',
	/** Hops that wait for an answer, by the level they wait at, by the day since when. */
	waiting: 'waiting',
	/** The same hops by the structure that sent them, then the level that answered. */
	sentWaited: 'sent-waited',
	sentWaiting: 'sent-waiting',
	/** Actions by structure, responsible actor, and what became of them; open ones by the month they fall due. */
	action: 'action',
	/** Attendance at meetings that were held, by structure, actor and whether it came. */
	attendance: 'attendance',
	/** Meetings that were held, by structure, purpose and day. */
	meeting: 'meeting'
} as const

/** About the root of the days a hop may wait: so few spans, and so few days in each. */
export const SPAN_DAYS = 16

/** Open actions that fall due in a month, by structure, actor, state and day: which of them are late changes from day to day. */
export const dueIn = (month: string) => `due-${month}`

export const WORKSPACE = ''
export const structureToken = (id: string | null) => (id === null ? '' : `structure:${id}`)
export const actorToken = (id: string | null) => (id === null ? '' : `actor:${id}`)

/** Days as text that sorts as they do. */
export const daysText = (days: number) => String(Math.max(0, days)).padStart(6, '0')

const text = (row: CountedRow, column: string) => {
	const value = row[column]
	return typeof value === 'string' ? value : null
}

const counting =
	({ audience }: Pick<CountedRecord, 'audience'>) =>
	(measure: string, owner: string, other: string, value: string): Count => ({
		measure,
		owner,
		other,
		value,
		audience,
		records: 1
	})

const WAITING_STATES: readonly (string | null)[] = ['submitted', 'received', 'under-review']

// What lapsed or was merged at a level waited there for nothing: it was not answered, and its wait is nobody's answering time.
const ENDED = 'ended'
const becameOf = (answer: string | null, isWaiting: boolean) => {
	if (answer !== null && answer !== ENDED) return answer
	return answer === null && isWaiting ? 'waiting' : 'unanswered'
}

/** What a recommendation adds: its state, and each hop of its way. A withdrawn one adds nothing. */
export function countRecommendation(record: CountedRecord): Count[] {
	if (record.state !== 'active') return []
	const count = counting(record)
	const { row, parts } = record
	const isWaiting = WAITING_STATES.includes(text(row, 'state'))
	return [
		count(MEASURES.recommendation, text(row, 'structure_id') ?? '', '', text(row, 'state') ?? ''),
		...(parts['recommendation_hop'] ?? []).flatMap((hop) => {
			const sender = text(hop, 'from_structure_id')
			const from = structureToken(sender) || actorToken(text(hop, 'from_actor_id'))
			const to = structureToken(text(hop, 'to_structure_id')) || actorToken(text(hop, 'to_actor_id'))
			const [answer, answered, submitted] = [
				text(hop, 'answer'),
				text(hop, 'answered_day'),
				text(hop, 'submitted_day') ?? ''
			]
			const flow = count(MEASURES.flow, from, to, becameOf(answer, isWaiting))
			const clock = (at: string, sent: string, value: string) => [
				count(at, to, '', value),
				...(sender === null ? [] : [count(sent, sender, to, value)])
			]
			if (answered !== null && answer !== ENDED) {
				const days = daysBetween(submitted, answered)
				return [
					flow,
					...clock(MEASURES.waited, MEASURES.sentWaited, daysText(days)),
					count(MEASURES.waitedSpan, to, '', daysText(Math.floor(days / SPAN_DAYS)))
				]
			}
			return isWaiting && answer === null ? [flow, ...clock(MEASURES.waiting, MEASURES.sentWaiting, submitted)] : [flow]
		})
	]
}

/** What became of an action: when it was closed, or in which month it falls due. */
function fate(row: CountedRow): string {
	const [state, due, closed] = [text(row, 'state') ?? '', text(row, 'due_day'), text(row, 'closed_day')]
	if (state === 'cancelled') return state
	if (state === 'closed') return due !== null && closed !== null && closed > due ? 'closed-late' : 'closed-in-time'
	return `${state}:${due?.slice(0, 7) ?? ''}`
}

/** What an action adds, to its structure and to the workspace. */
export function countAction(record: CountedRecord): Count[] {
	if (record.state !== 'active') return []
	const count = counting(record)
	const { row } = record
	const actor = text(row, 'responsible_actor_id') ?? ''
	const [state, due] = [text(row, 'state') ?? '', text(row, 'due_day')]
	return [text(row, 'structure_id') ?? '', WORKSPACE].flatMap((owner) => [
		count(MEASURES.action, owner, actor, fate(row)),
		...(state === 'closed' || state === 'cancelled' || due === null
			? []
			: [count(dueIn(due.slice(0, 7)), owner, actor, `${state}:${due}`)])
	])
}

const SEATED: readonly (string | null)[] = ['member', 'alternate']

/** What a meeting adds once it is held. Who came is told to nobody without a seat, whoever sees the meeting. */
export function countMeeting(record: CountedRecord): Count[] {
	const { row, parts } = record
	const state = MEETING_STATES.find((one): one is MeetingState => one === text(row, 'state'))
	if (record.state !== 'active' || state === undefined || !isHeld(state)) return []
	const structure = text(row, 'structure_id') ?? ''
	const inside = counting({ audience: record.audience.includes('public') ? ['workspace'] : record.audience })
	return [
		counting(record)(MEASURES.meeting, structure, text(row, 'purpose') ?? '', text(row, 'day') ?? ''),
		...(parts['attendance'] ?? []).flatMap((one) =>
			SEATED.includes(text(one, 'capacity'))
				? [inside(MEASURES.attendance, structure, text(one, 'actor_id') ?? '', text(one, 'state') ?? '')]
				: []
		)
	]
}

/** What this area keeps counted. */
export const deliberationResults: KeptResults = {
	table: 'deliberation_tally',
	sources: [
		{
			kind: 'recommendation',
			table: 'recommendation',
			columns: ['structure_id', 'state'],
			parts: [
				{
					table: 'recommendation_hop',
					record: 'recommendation_id',
					columns: [
						'from_structure_id',
						'from_actor_id',
						'to_structure_id',
						'to_actor_id',
						'submitted_day',
						'answered_day',
						'answer'
					]
				}
			],
			counting: byRowsAlone(countRecommendation)
		},
		{
			kind: 'action',
			table: 'action',
			columns: ['structure_id', 'responsible_actor_id', 'state', 'due_day', 'closed_day'],
			parts: [],
			counting: byRowsAlone(countAction)
		},
		{
			kind: 'meeting',
			table: 'meeting',
			columns: ['structure_id', 'purpose', 'state', 'day'],
			parts: [{ table: 'attendance', record: 'meeting_id', columns: ['actor_id', 'capacity', 'state'] }],
			counting: byRowsAlone(countMeeting)
		}
	]
}
