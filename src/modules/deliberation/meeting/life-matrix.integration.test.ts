import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { isRefusal } from '#platform/operation/refusal.ts'
import { seedMeeting, written } from '#tests/fixtures/deliberated.ts'
import { idOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, SEAT_KEYS, type Acting, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { MEETING_MOVES, MEETING_STATES, meetingAfter, nextMeetingMoves, whyNotMoveMeeting } from '../rules.ts'
import type { MeetingMove, MeetingState } from '../rules.ts'
import { addAgendaItem } from './agenda-commands.ts'
import { holdMeeting } from './hold-command.ts'
import { callMeeting, cancelMeeting, postponeMeeting, rescheduleMeeting } from './meeting-commands.ts'
import { getMeeting } from './meeting-queries.ts'
import { adoptMinutes, circulateMinutes, draftMinutes } from './minutes-moves.ts'

// Who runs the meetings of the committee, and who does not even see one that its members alone see.
const RUNS: readonly SeatKey[] = ['administrator', 'second-administrator', 'secretariat', 'chair']
const SITS: readonly SeatKey[] = ['member', 'analyst']
const AUDIENCES = ['workspace', 'members'] as const

type Target = { id: string; reference: string }

/** A meeting to come and one that has begun, each with an item, and a later one in which minutes can be adopted. */
async function someMeetings(made: TestWorkspace, audience: (typeof AUDIENCES)[number]) {
	const structure = await idOf(made, 'structure', 'committee')
	const administrator = await made.as('administrator')
	const tokens =
		audience === 'workspace' ? ['workspace'] : [`structure:${structure}`, 'role:secretariat', 'role:administrator']
	const seeded = async (day: string, state: 'planned' | 'held'): Promise<Target> => {
		const id = await written(administrator, (here) => seedMeeting(here, { structure, day, state, audience: tokens }))
		return { id, reference: (await administrator.ask(getMeeting, { meeting: id })).reference }
	}
	const [ahead, begun, later] = [
		await seeded('2026-06-01', 'planned'),
		await seeded('2026-03-01', 'planned'),
		await seeded('2026-03-02', 'held')
	]
	for (const { reference } of [ahead, begun])
		await administrator.run(addAgendaItem, { meeting: reference, title: 'Opening' })
	return { ahead, begun, later }
}
type Meetings = Awaited<ReturnType<typeof someMeetings>>

const meetingOf = ({ ahead, begun }: Meetings, move: MeetingMove): Target =>
	move === 'hold' || move === 'draft' || move === 'circulate' || move === 'adopt' ? begun : ahead

/** Puts a meeting into a state, whatever was made of it before; gives the version that a change of it names. */
async function putInto({ database }: TestWorkspace, { id }: Target, state: MeetingState): Promise<number> {
	const adopted = state === 'adopted' ? ['2026-03-02', 'meeting'] : [null, null]
	await sql`update meeting set state = ${state}, adopted_day = ${adopted[0]}::date, adopted_how = ${adopted[1]},
		comments_until = null, circulated_at = null where id = ${id}`.execute(database.owner)
	const { rows } = await sql<{ version: number }>`select version from record where id = ${id}`.execute(database.owner)
	return rows[0]?.version ?? 0
}

function make(acting: Acting, move: MeetingMove, { meetings, version }: { meetings: Meetings; version: number }) {
	const changing = { meeting: meetingOf(meetings, move).reference, version }
	const reason = 'as it was agreed'
	switch (move) {
		case 'call':
			return acting.run(callMeeting, changing)
		case 'hold':
			return acting.run(holdMeeting, { ...changing, attendance: [{ actor: 'home-affairs', state: 'present' }] })
		case 'draft':
			return acting.run(draftMinutes, changing)
		case 'circulate':
			return acting.run(circulateMinutes, { ...changing, commentsUntil: '2026-03-20' })
		case 'adopt':
			return acting.run(adoptMinutes, { ...changing, adoptedIn: meetings.later.reference })
		case 'postpone':
			return acting.run(postponeMeeting, { ...changing, reason })
		case 'reschedule':
			return acting.run(rescheduleMeeting, { ...changing, reason, start: '2026-06-02T09:00', end: '2026-06-02T11:00' })
		case 'cancel':
			return acting.run(cancelMeeting, { ...changing, reason })
		default:
			return move satisfies never
	}
}

/** What became of a command: the state that the meeting is in now, or how it was refused. */
async function outcomeOf(made: TestWorkspace, { id }: Target, work: Promise<unknown>): Promise<string> {
	try {
		await work
	} catch (error) {
		if (isRefusal(error)) return error.kind === 'conflict' ? error.code : error.kind
		throw error
	}
	const { rows } = await sql<{ state: string }>`select state from meeting where id = ${id}`.execute(made.database.owner)
	return rows[0]?.state ?? ''
}

function expected(state: MeetingState, move: MeetingMove, { key, sees }: { key: SeatKey; sees: boolean }): string {
	if (!sees) return 'absent'
	if (!RUNS.includes(key)) return 'forbidden'
	return meetingAfter(state, move) ?? whyNotMoveMeeting(state, move) ?? ''
}

test.for(AUDIENCES)(
	'every move of a meeting in every state, given by every seat, does what the tables say; seen by: %s',
	{ timeout: 300_000 },
	async (audience) => {
		const made = await aWorkspace()
		const meetings = await someMeetings(made, audience)
		const seats = new Map(await Promise.all(SEAT_KEYS.map(async (key) => [key, await made.as(key)] as const)))
		const differing: string[] = []
		for (const state of MEETING_STATES)
			for (const move of MEETING_MOVES)
				for (const [key, acting] of seats) {
					const sees = key !== 'public' && (audience === 'workspace' || RUNS.includes(key) || SITS.includes(key))
					const target = meetingOf(meetings, move)
					const version = await putInto(made, target, state)
					const outcome = await outcomeOf(made, target, make(acting, move, { meetings, version }))
					const wanted = expected(state, move, { key, sees })
					if (outcome !== wanted) differing.push(`${key}: ${move} of ${state} gave ${outcome}, not ${wanted}`)
				}
		expect(differing).toEqual([])
	}
)

test('the page of a meeting offers the moves of its state to whoever runs it, and to nobody else', async () => {
	const made = await aWorkspace()
	const { begun } = await someMeetings(made, 'workspace')
	for (const state of MEETING_STATES) {
		await putInto(made, begun, state)
		for (const key of SEAT_KEYS.filter((one) => one !== 'public')) {
			const { moves } = await (await made.as(key)).ask(getMeeting, { meeting: begun.reference })
			expect([key, state, moves]).toEqual([key, state, RUNS.includes(key) ? nextMeetingMoves(state) : []])
		}
	}
})
