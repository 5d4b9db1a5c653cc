import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AUDIENCES, audienceChoice, audienceTokens, makeSeat, publicSeat, ROLES } from '#platform/access/seat.ts'
import {
	MEETING_MOVES,
	MEETING_STATES,
	meetingAfter,
	nextMeetingMoves,
	runsMeetings,
	whyNotMoveMeeting,
	type MeetingMove,
	type MeetingState
} from '../rules.ts'
import {
	AGENDA_MOVES,
	AGENDA_STATES,
	agendaItemAfter,
	CONFIDENTIALITIES,
	countedMembers,
	countPresent,
	isGuided,
	isQuorate,
	itemTokens,
	numberAgenda,
	paperTokens,
	whyNotAdoptIn,
	whyNotAdoptOn,
	whyNotCallAt,
	whyNotCirculateOn,
	whyNotMoveItem,
	type AgendaMove,
	type AgendaState
} from './meeting-rules.ts'

// Written apart from the rules: what each move makes of each state, and the rule it is refused by.
const LIFE: Record<MeetingState, Record<MeetingMove, string>> = {
	planned: {
		call: 'called',
		hold: '!meeting-not-called',
		draft: '!meeting-not-held',
		circulate: '!meeting-not-held',
		adopt: '!meeting-not-held',
		postpone: 'postponed',
		reschedule: 'planned',
		cancel: 'cancelled'
	},
	called: {
		call: '!meeting-not-planned',
		hold: 'held',
		draft: '!meeting-not-held',
		circulate: '!meeting-not-held',
		adopt: '!meeting-not-held',
		postpone: 'postponed',
		reschedule: 'planned',
		cancel: 'cancelled'
	},
	held: {
		call: '!meeting-was-held',
		hold: '!meeting-was-held',
		draft: 'drafted',
		circulate: '!minutes-not-drafted',
		adopt: '!minutes-not-circulated',
		postpone: '!meeting-was-held',
		reschedule: '!meeting-was-held',
		cancel: '!meeting-was-held'
	},
	drafted: {
		call: '!meeting-was-held',
		hold: '!meeting-was-held',
		draft: '!minutes-already-drafted',
		circulate: 'circulated',
		adopt: '!minutes-not-circulated',
		postpone: '!meeting-was-held',
		reschedule: '!meeting-was-held',
		cancel: '!meeting-was-held'
	},
	circulated: {
		call: '!meeting-was-held',
		hold: '!meeting-was-held',
		draft: 'drafted',
		circulate: '!minutes-already-circulated',
		adopt: 'adopted',
		postpone: '!meeting-was-held',
		reschedule: '!meeting-was-held',
		cancel: '!meeting-was-held'
	},
	adopted: {
		call: '!minutes-adopted',
		hold: '!minutes-adopted',
		draft: '!minutes-adopted',
		circulate: '!minutes-adopted',
		adopt: '!minutes-adopted',
		postpone: '!minutes-adopted',
		reschedule: '!minutes-adopted',
		cancel: '!minutes-adopted'
	},
	postponed: {
		call: '!meeting-not-planned',
		hold: '!meeting-not-called',
		draft: '!meeting-not-held',
		circulate: '!meeting-not-held',
		adopt: '!meeting-not-held',
		postpone: '!meeting-already-postponed',
		reschedule: 'planned',
		cancel: 'cancelled'
	},
	cancelled: {
		call: '!meeting-cancelled',
		hold: '!meeting-cancelled',
		draft: '!meeting-cancelled',
		circulate: '!meeting-cancelled',
		adopt: '!meeting-cancelled',
		postpone: '!meeting-cancelled',
		reschedule: '!meeting-cancelled',
		cancel: '!meeting-cancelled'
	}
}

describe('the life of a meeting', () => {
	test.for(MEETING_STATES.flatMap((state) => MEETING_MOVES.map((move) => ({ state, move }))))(
		'$move makes of a $state meeting what the table says',
		({ state, move }) => {
			const expected = LIFE[state][move]
			const why = whyNotMoveMeeting(state, move)
			expect(why === null ? meetingAfter(state, move) : why.replace('deliberation.', '!')).toBe(expected)
			expect(nextMeetingMoves(state).includes(move)).toBe(why === null)
		}
	)

	const offices = { chairActorId: 'chair', secretaryActorId: 'secretary' }
	const seat = (role: Exclude<(typeof ROLES)[number], 'public'>, actorId: string) =>
		makeSeat({ id: 'seat', key: 'seat', role, actorId, office: 'Office', structureIds: ['structure'] })

	test.for(ROLES.filter((role) => role !== 'public'))('the seat of a %s moves meetings as its office says', (role) => {
		const keeps = role === 'secretariat' || role === 'administrator'
		expect(runsMeetings(seat(role, 'other'), offices)).toBe(keeps)
		for (const office of ['chair', 'secretary'])
			expect(runsMeetings(seat(role, office), offices)).toBe(keeps || seat(role, office).serves(offices))
	})

	test('the public moves no meeting', () => {
		expect(runsMeetings(publicSeat, offices)).toBe(false)
	})
})

const ITEMS: Record<AgendaState, Record<AgendaMove, string>> = {
	proposed: { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' },
	accepted: { accept: '!item-not-proposed', decline: '!item-not-proposed', withdraw: 'withdrawn' },
	declined: { accept: 'accepted', decline: '!item-declined', withdraw: '!item-declined' },
	withdrawn: { accept: '!item-withdrawn', decline: '!item-withdrawn', withdraw: '!item-withdrawn' }
}

test.for(AGENDA_STATES.flatMap((state) => AGENDA_MOVES.map((move) => ({ state, move }))))(
	'$move makes of a $state agenda item what the table says',
	({ state, move }) => {
		const why = whyNotMoveItem(state, move)
		expect(why === null ? agendaItemAfter(state, move) : why.replace('deliberation.', '!')).toBe(ITEMS[state][move])
	}
)

describe('the numbers of an agenda', () => {
	const item = fc.record({
		state: fc.constantFrom(...AGENDA_STATES),
		minutes: fc.option(fc.integer({ min: 1, max: 90 })),
		isSeen: fc.boolean()
	})

	test('run from one without a gap over what a reader sees, whatever else stands there', () => {
		fc.assert(
			fc.property(fc.array(item, { maxLength: 30 }), (items) => {
				const numbered = numberAgenda(items.filter(({ isSeen }) => isSeen))
				const numbers = numbered.flatMap(({ number }) => (number === null ? [] : [number]))
				expect(numbers).toEqual(numbers.map((_, index) => index + 1))
				expect(numbered.every(({ state, number }) => (state === 'accepted') === (number !== null))).toBe(true)
			})
		)
	})

	test('are followed by times that never run backwards and tell nothing behind an item of unknown length', () => {
		fc.assert(
			fc.property(fc.array(item, { maxLength: 30 }), (items) => {
				const times = numberAgenda(items).filter(({ state }) => state === 'accepted')
				const known = times.flatMap(({ after }) => (after === null ? [] : [after]))
				expect(known).toEqual(known.toSorted((one, other) => one - other))
				const open = times.findIndex(({ minutes }) => minutes === null)
				if (open >= 0) expect(times.slice(open + 1).every(({ after }) => after === null)).toBe(true)
			})
		)
	})
})

describe('who sees an agenda item', () => {
	const WIDTH = ['public', 'workspace', 'members', 'full-members', 'secretariat']

	test.for(AUDIENCES.flatMap((meeting) => CONFIDENTIALITIES.map((confidentiality) => ({ meeting, confidentiality }))))(
		'an item for $confidentiality of a meeting for $meeting is shown no wider than the meeting',
		({ meeting, confidentiality }) => {
			const tokens = itemTokens(confidentiality, { structureId: 's', meetingTokens: audienceTokens(meeting, 's') }, [
				'named'
			])
			expect(WIDTH.indexOf(audienceChoice(tokens))).toBeGreaterThanOrEqual(WIDTH.indexOf(meeting))
			expect(tokens.includes('actor:named')).toBe(confidentiality === 'named')
		}
	)

	test('a paper for the members is opened by full members and by those co-opted who are entitled', () => {
		const tokens = audienceTokens('members', 's')
		const seen = paperTokens('as-item', { structureId: 's', itemTokens: tokens }, ['union'])
		expect(seen).toContain('members:s')
		expect(seen).toContain('actor:union')
		expect(seen).not.toContain('structure:s')
	})

	test('a paper for full members is opened by no others, and never by more than see the item', () => {
		const open = { structureId: 's', itemTokens: ['workspace'] }
		expect(audienceChoice(paperTokens('full-members', open, ['union']))).toBe('full-members')
		const closed = { structureId: 's', itemTokens: audienceTokens('secretariat', null) }
		expect(audienceChoice(paperTokens('full-members', closed, ['union']))).toBe('secretariat')
	})
})

describe('guidelines for participation', () => {
	const guideline = { actorKind: 'trade-union', areaId: 'labour', from: '2026-01-01', to: '2026-12-31' }
	const asked = { actorKind: 'trade-union', areas: ['labour'], day: '2026-06-01' }

	test('reach their kind of actor, on their area, while they are in force', () => {
		expect(isGuided([guideline], asked)).toBe(true)
		expect(isGuided([guideline], { ...asked, actorKind: 'media' })).toBe(false)
		expect(isGuided([guideline], { ...asked, areas: ['borders'] })).toBe(false)
		expect(isGuided([guideline], { ...asked, day: '2025-12-31' })).toBe(false)
		expect(isGuided([guideline], { ...asked, day: '2027-01-01' })).toBe(false)
		expect(isGuided([{ ...guideline, areaId: null }], { ...asked, areas: [] })).toBe(true)
	})
})

describe('the period of notice', () => {
	const notice = { needed: 14, given: 14, purpose: 'ordinary', reason: undefined, hasBegun: false }

	test('is kept on its last day and not a day later', () => {
		expect(whyNotCallAt(notice)).toBe(null)
		expect(whyNotCallAt({ ...notice, given: 13 })).toBe('deliberation.notice-too-short')
		expect(whyNotCallAt({ ...notice, given: 13, reason: 'urgent' })).toBe('deliberation.notice-too-short')
	})

	test('is over once the meeting has begun: what is recorded then was given before its day, or is explained', () => {
		const begun = { ...notice, needed: 0, given: 0, hasBegun: true }
		expect(whyNotCallAt(begun)).toBe('deliberation.called-after-start')
		expect(whyNotCallAt({ ...begun, hasBegun: false })).toBe(null)
		expect(whyNotCallAt({ ...begun, given: 1 })).toBe(null)
		const urgent = { ...begun, purpose: 'extraordinary' }
		expect(whyNotCallAt(urgent)).toBe('deliberation.called-after-start')
		expect(whyNotCallAt({ ...urgent, reason: 'called by telephone at dawn' })).toBe(null)
	})

	test('may be cut short for an extraordinary meeting with a reason', () => {
		const short = { ...notice, given: 1, purpose: 'extraordinary' }
		expect(whyNotCallAt(short)).toBe('deliberation.short-notice-needs-reason')
		expect(whyNotCallAt({ ...short, reason: 'a flood' })).toBe(null)
		expect(whyNotCallAt({ ...short, given: -1, reason: 'a flood' })).toBe('deliberation.called-after-meeting')
	})
})

describe('the quorum', () => {
	const sits = (actorId: string, kind = 'member', role = 'member') => ({ actorId, kind, role })
	const came = (actorId: string, capacity = 'member', state = 'present') => ({ actorId, capacity, state })

	test('is counted over full members: co-opted ones and observers of a structure do not count', () => {
		const members = countedMembers([sits('a'), sits('b', 'co-opted'), sits('c', 'member', 'observer'), sits('d')])
		expect(members).toEqual(['a', 'd'])
	})

	test('counts a member once, in person or by its alternate, and nobody who is no member', () => {
		const members = ['a', 'b', 'c']
		expect(countPresent(members, [came('a'), came('a', 'alternate'), came('b', 'alternate')])).toBe(2)
		expect(countPresent(members, [came('x'), came('c', 'observer'), came('c', 'member', 'apologies')])).toBe(0)
	})

	test('is there wherever none is asked for', () => {
		expect(isQuorate(0, null)).toBe(true)
		expect(isQuorate(2, 3)).toBe(false)
		expect(isQuorate(3, 3)).toBe(true)
	})
})

describe('the meeting in which minutes are adopted', () => {
	const meeting = { id: 'a', structureId: 's', startsAt: new Date('2026-01-01'), circulatedAt: null }
	const decides = { isQuorate: true, forbidsWithoutQuorum: true, dealsWithMinutes: true, isAgendaClosed: false }
	const other = { id: 'b', structureId: 's', startsAt: new Date('2026-02-01'), isHeld: true, ...decides }

	test('is a later one of the same structure that was held', () => {
		expect(whyNotAdoptIn(meeting, other)).toBe(null)
		expect(whyNotAdoptIn(meeting, { ...other, id: 'a' })).toBe('deliberation.adopted-in-itself')
		expect(whyNotAdoptIn(meeting, { ...other, structureId: 'x' })).toBe('deliberation.adopted-in-other-structure')
		expect(whyNotAdoptIn(meeting, { ...other, startsAt: new Date('2025-12-01') })).toBe(
			'deliberation.adopted-in-earlier-meeting'
		)
		expect(whyNotAdoptIn(meeting, { ...other, isHeld: false })).toBe('deliberation.adopted-in-meeting-not-held')
	})

	test('began after the members were given them, as far as it is known when they were', () => {
		const given = (at: string) => whyNotAdoptIn({ ...meeting, circulatedAt: new Date(at) }, other)
		expect([given('2026-01-20'), given('2026-02-01'), given('2026-02-01T00:00:01Z')]).toEqual([
			null,
			null,
			'deliberation.adopted-before-circulated'
		])
	})

	test('could decide, and has the minutes on its agenda or room for them', () => {
		const alone = { ...other, isQuorate: false }
		expect(whyNotAdoptIn(meeting, alone)).toBe('deliberation.adopted-without-quorum')
		expect(whyNotAdoptIn(meeting, { ...alone, forbidsWithoutQuorum: false })).toBe(null)
		const silent = { ...other, dealsWithMinutes: false }
		expect(whyNotAdoptIn(meeting, silent)).toBe(null)
		expect(whyNotAdoptIn(meeting, { ...silent, isAgendaClosed: true })).toBe('deliberation.adopted-not-on-agenda')
	})
})

describe('the time that members have for comments', () => {
	const until = '2026-03-20'
	test.each([
		['2026-03-19', undefined, 'deliberation.comments-not-over'],
		['2026-03-19', 'Nobody has more to say.', null],
		['2026-03-20', undefined, null],
		['2026-03-21', undefined, null]
	])('is over before minutes are adopted on %s, or it is said why: %s', (adopted, reason, why) => {
		expect(whyNotAdoptOn({ until, adopted, reason })).toBe(why)
		expect(whyNotAdoptOn({ until: null, adopted, reason })).toBe(null)
	})

	test('begins on a day between the meeting and today', () => {
		const days = { meeting: '2026-03-01', today: '2026-03-10' }
		expect(['2026-02-28', '2026-03-01', '2026-03-10', '2026-03-11'].map((day) => whyNotCirculateOn(day, days))).toEqual(
			['deliberation.circulated-before-meeting', null, null, 'directory.day-in-future']
		)
	})
})
