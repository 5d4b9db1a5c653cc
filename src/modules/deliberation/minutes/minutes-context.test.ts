import { expect, test } from 'vitest'
import { MEETING_STATES, meetingAfter, nextMeetingMoves } from '../rules.ts'
import { contextOf, moveToward, nextMoveOf } from './minutes-context.ts'

const item = (text: string | null, draft: string, lines = 0) => ({
	minute: text === null ? null : { text },
	draft: { text: draft },
	proposed: Array.from({ length: lines })
})

test.each(MEETING_STATES)(
	'the move that brings the minutes of a meeting that is %s nearer to adoption is one it can make',
	(state) => {
		const move = moveToward(state)
		if (move === null) expect(['adopted', 'cancelled']).toContain(state)
		else expect(meetingAfter(state, move)).not.toBeNull()
	}
)

test('what is missing before the minutes go out is counted, for whoever writes them', () => {
	const items = [item('Noted.', 'Noted.'), item('Noted.', 'Noted. More.', 2), item(null, '')]
	const drafted = { status: 'drafted' as const, moves: [...nextMeetingMoves('drafted')] }
	expect(nextMoveOf(drafted, { items, may: { write: true } })).toEqual({
		move: 'circulate',
		isMine: true,
		missing: { empty: 1, unsaved: 1, unconfirmed: 2 }
	})
	expect(nextMoveOf({ ...drafted, moves: [] }, { items, may: { write: false } })).toEqual({
		move: 'circulate',
		isMine: false,
		missing: { empty: 0, unsaved: 0, unconfirmed: 0 }
	})
})

test('who is present is counted by capacity, and who is expected after the meeting is told as not recorded', () => {
	const one = (capacity: 'member' | 'observer', state: 'present' | 'expected') => ({
		id: null,
		actor: { id: capacity, kind: 'actor', reference: capacity, title: { en: capacity }, acronym: null },
		capacity,
		state,
		office: null,
		person: null,
		interests: [],
		note: null,
		counts: true,
		isCoOpted: false
	})
	const meeting = {
		attendance: [
			one('member', 'present'),
			one('member', 'present'),
			one('observer', 'present'),
			one('member', 'expected')
		],
		quorum: { kind: 'half', members: 3, present: 2, required: 2, isQuorate: true, forbidsWithout: false },
		start: '2026-03-02T08:00',
		end: '2026-03-02T10:00',
		zone: 'Africa/Harare',
		place: null,
		status: 'held' as const
	}
	const { counts, present, unrecorded } = contextOf(meeting)
	expect(counts).toEqual([
		{ capacity: 'member', count: 2 },
		{ capacity: 'observer', count: 1 }
	])
	expect([present.length, unrecorded]).toEqual([3, 1])
})
