import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeSeat, type Role } from '#platform/access/seat.ts'
import {
	ACTION_MOVES,
	ACTION_STATES,
	actionAfter,
	MEETING_STATES,
	whyNotMoveAction,
	type ActionMove,
	type ActionState
} from '../rules.ts'
import { ACTION_FORMS, isOpen } from './action-forms.ts'
import {
	dayPlus,
	daysBetween,
	DEFAULT_PREFERENCE,
	ESCALATIONS,
	faultOfHandIn,
	isDigestDay,
	isRemindedOn,
	isRemindedSince,
	mayDo,
	mayWithdrawStep,
	PARTIES,
	partiesOf,
	whyNotAccept,
	whyNotAssignIn,
	whyNotDue,
	type Party
} from './action-rules.ts'
import { ACTION_DOINGS, standingOf, whyNotDo } from './action-standing.ts'
import { isWorthMail } from './digest.ts'
import type { Digest } from './reminder-queries.ts'

// What comes of each move in each state, as people would write it on a wall: the state after it, or why not.
const WAITS = 'deliberation.action-waits'
const NOT_IN = 'deliberation.action-not-submitted'
const CLOSED = 'deliberation.action-closed'
const GONE = 'deliberation.action-cancelled'
const STAYS_OPEN = 'deliberation.action-not-closed'
const MOVES: Record<ActionState, Record<ActionMove, string>> = {
	open: {
		report: 'in-progress',
		submit: 'submitted',
		accept: NOT_IN,
		refuse: NOT_IN,
		cancel: 'cancelled',
		reopen: STAYS_OPEN,
		extend: 'open',
		'hand-over': 'open'
	},
	'in-progress': {
		report: 'in-progress',
		submit: 'submitted',
		accept: NOT_IN,
		refuse: NOT_IN,
		cancel: 'cancelled',
		reopen: STAYS_OPEN,
		extend: 'in-progress',
		'hand-over': 'in-progress'
	},
	submitted: {
		report: WAITS,
		submit: WAITS,
		accept: 'closed',
		refuse: 'in-progress',
		cancel: 'cancelled',
		reopen: STAYS_OPEN,
		extend: WAITS,
		'hand-over': 'submitted'
	},
	closed: {
		report: CLOSED,
		submit: CLOSED,
		accept: CLOSED,
		refuse: CLOSED,
		cancel: CLOSED,
		reopen: 'in-progress',
		extend: CLOSED,
		'hand-over': CLOSED
	},
	cancelled: {
		report: GONE,
		submit: GONE,
		accept: GONE,
		refuse: GONE,
		cancel: GONE,
		reopen: GONE,
		extend: GONE,
		'hand-over': GONE
	}
}

// Who makes each move, in whatever state.
const WHO: Record<ActionMove, readonly Party[]> = {
	report: ['secretary', 'chair', 'keeper', 'responsible', 'supporter'],
	submit: ['secretary', 'chair', 'keeper', 'responsible'],
	accept: ['secretary'],
	refuse: ['secretary'],
	cancel: ['secretary', 'chair', 'keeper'],
	reopen: ['secretary', 'chair', 'keeper'],
	extend: ['responsible'],
	'hand-over': ['secretary', 'chair', 'keeper']
}

const every = ACTION_STATES.flatMap((state) =>
	ACTION_MOVES.flatMap((move) => [null, ...PARTIES].map((party) => ({ state, move, party })))
)

test.for(every)(
	'$party makes the move $move of an action that is $state, or is told why not',
	({ state, move, party }) => {
		const may = mayDo(party === null ? [] : [party], move)
		expect(may).toBe(party !== null && WHO[move].includes(party))
		expect(actionAfter(state, move) ?? whyNotMoveAction(state, move)).toBe(MOVES[state][move])
	}
)

test('nothing but accepted evidence closes an action', () => {
	const closing = ACTION_STATES.flatMap((state) =>
		ACTION_MOVES.filter((move) => actionAfter(state, move) === 'closed').map((move) => `${state} ${move}`)
	)
	expect(closing).toEqual(['submitted accept'])
	expect(whyNotAccept({ evidence: 0 })).toBe('deliberation.action-without-evidence')
	expect(whyNotAccept({ evidence: 1 })).toBeNull()
})

const seatOf = (role: Exclude<Role, 'public'>, actorId: string | null) =>
	makeSeat({ id: 'seat', key: 'seat', role, actorId, office: '', structureIds: [] })
const ACTION = {
	chairActorId: 'chair',
	secretaryActorId: 'secretary',
	responsibleActorId: 'responsible',
	supporterIds: ['supporter']
}

test('a seat meets an action in the capacities of its actor and its role, and observers in none', () => {
	const parties = (role: Exclude<Role, 'public'>, actorId: string | null, more = {}) =>
		partiesOf(seatOf(role, actorId), { ...ACTION, ...more })
	expect(parties('member', 'chair')).toEqual(['chair'])
	expect(parties('member', 'secretary')).toEqual(['secretary'])
	expect(parties('member', 'responsible')).toEqual(['responsible'])
	expect(parties('analyst', 'supporter')).toEqual(['supporter'])
	expect(parties('secretariat', null)).toEqual(['keeper'])
	expect(parties('administrator', 'other')).toEqual(['keeper'])
	expect(parties('member', 'other')).toEqual([])
	for (const actor of ['chair', 'secretary', 'responsible', 'supporter']) expect(parties('observer', actor)).toEqual([])
	// Where the structure has no secretary, the workspace's secretariat stands in.
	expect(parties('secretariat', null, { secretaryActorId: null })).toEqual(['secretary', 'keeper'])
	expect(parties('administrator', null, { secretaryActorId: null })).toEqual(['keeper'])
	expect(parties('member', 'both', { responsibleActorId: 'both', secretaryActorId: 'both' })).toEqual([
		'secretary',
		'responsible'
	])
})

test('what cannot be done names its rule to whoever has the right, and nothing to whoever has not', () => {
	for (const state of ACTION_STATES) {
		const asked = { state, isWithdrawn: false, hasDueDay: true, isExtensionAsked: false, evidence: 1 }
		for (const party of PARTIES) {
			const { may, whyNot } = standingOf([party], asked)
			for (const doing of ACTION_DOINGS) {
				expect(may[doing] && whyNot[doing] !== null, `${state} ${party} ${doing}`).toBe(false)
				expect(whyNotDo(doing, { ...asked, isWithdrawn: true })).toBe('deliberation.action-withdrawn')
			}
		}
		expect(new Set(Object.values(standingOf([], asked).whyNot))).toEqual(new Set([null]))
	}
	const handedIn = {
		state: 'submitted',
		isWithdrawn: false,
		hasDueDay: true,
		isExtensionAsked: false,
		evidence: 0
	} as const
	expect(standingOf(['responsible'], handedIn).whyNot).toMatchObject({
		report: 'deliberation.action-waits',
		steps: 'deliberation.action-waits',
		askExtension: 'deliberation.action-waits',
		accept: null
	})
	expect(standingOf(['secretary'], handedIn).whyNot.accept).toBe('deliberation.action-without-evidence')
})

test('nobody hands in over steps that are not done without saying why, nor without evidence', () => {
	const all = { evidence: 1, stepsLeft: 2, saysWhy: false }
	expect(faultOfHandIn(all)).toEqual({ field: 'stepsLeft', code: 'deliberation.action-steps-left' })
	expect(faultOfHandIn({ ...all, saysWhy: true })).toBeNull()
	expect(faultOfHandIn({ ...all, stepsLeft: 0 })).toBeNull()
	expect(faultOfHandIn({ ...all, evidence: 0, saysWhy: true })).toMatchObject({ field: 'addresses' })
})

test('a step is taken back by who made it or who runs the structure', () => {
	expect(PARTIES.filter((party) => mayWithdrawStep([party], false))).toEqual(['secretary', 'chair', 'keeper'])
	expect(mayWithdrawStep(['responsible'], true)).toBe(true)
	expect(mayWithdrawStep([], true)).toBe(false)
})

test('a form opens only where something may be done with it', () => {
	const may = {
		report: false,
		submit: false,
		answer: false,
		accept: false,
		askExtension: false,
		answerExtension: false,
		cancel: false,
		reopen: false,
		handOver: false,
		change: false,
		steps: false,
		support: false
	}
	expect(ACTION_FORMS.filter((form) => isOpen(form, may))).toEqual([])
	expect(ACTION_FORMS.filter((form) => isOpen(form, { ...may, answer: true }))).toEqual(['refuse'])
	expect(ACTION_FORMS.filter((form) => isOpen(form, { ...may, answer: true, accept: true }))).toEqual([
		'accept',
		'refuse'
	])
})

test('who must act is told 14, 7 and 1 days before, on the day, the day after, and then once a week', () => {
	const told = Array.from({ length: 51 }, (_none, index) => index - 20).filter((after) =>
		isRemindedOn('2026-05-20', dayPlus('2026-05-20', after))
	)
	expect(told).toEqual([-14, -7, -1, 0, 1, 7, 14, 21, 28])
})

const day = fc.integer({ min: 0, max: 3_000 }).map((days) => dayPlus('2026-01-01', days))

test('a day that was missed is caught up, for a week, and nothing is told twice', () => {
	fc.assert(
		fc.property(day, day, fc.integer({ min: 1, max: 7 }), (due, today, since) => {
			const last = dayPlus(today, -since)
			const days = Array.from({ length: since }, (_none, back) => dayPlus(today, -back))
			expect(isRemindedSince(due, last, today)).toBe(days.some((one) => isRemindedOn(due, one)))
			expect(isRemindedSince(due, today, today)).toBe(false)
		})
	)
})

test('days are counted over the ends of months and years', () => {
	fc.assert(
		fc.property(day, fc.integer({ min: -400, max: 400 }), (from, days) => {
			expect(daysBetween(from, dayPlus(from, days))).toBe(days)
		})
	)
})

test('a digest goes out on the chosen days, and never twice on one', () => {
	const monday = '2026-03-02'
	expect(isDigestDay(DEFAULT_PREFERENCE, monday)).toBe(true)
	expect(isDigestDay({ ...DEFAULT_PREFERENCE, lastDigestDay: monday }, monday)).toBe(false)
	expect(isDigestDay({ ...DEFAULT_PREFERENCE, frequency: 'weekly', weekday: 1 }, monday)).toBe(true)
	expect(isDigestDay({ ...DEFAULT_PREFERENCE, frequency: 'weekly', weekday: 7 }, monday)).toBe(false)
	expect(isDigestDay({ ...DEFAULT_PREFERENCE, frequency: 'weekly', weekday: 7 }, '2026-03-08')).toBe(true)
	expect(isDigestDay({ ...DEFAULT_PREFERENCE, frequency: 'never' }, monday)).toBe(false)
})

const digestOf = (...sections: [Digest['sections'][number]['section'], string][]): Digest => ({
	sections: sections.map(([section, told]) => ({
		section,
		isMore: false,
		items: [
			{
				record: { id: 'a', kind: 'action', reference: 'ZWE-ACT-2026-001', title: {}, acronym: null },
				day: told,
				isGranted: null,
				reasons: null
			}
		]
	})),
	matters: []
})

test('what was told upward is mailed once whatever was chosen; the rest follows the choice', () => {
	const today = '2026-03-02'
	const never = { ...DEFAULT_PREFERENCE, frequency: 'never' as const }
	const weekly = { ...DEFAULT_PREFERENCE, frequency: 'weekly' as const, weekday: 1 }
	expect(isWorthMail(digestOf(), weekly, today)).toBe(false)
	expect(isWorthMail(digestOf(['overdue', '2026-03-01']), never, today)).toBe(false)
	expect(isWorthMail(digestOf(['escalated', today]), never, today)).toBe(true)
	expect(isWorthMail(digestOf(['escalated', today]), { ...never, lastDigestDay: today }, today)).toBe(false)
	expect(isWorthMail(digestOf(['overdue', '2026-02-27']), DEFAULT_PREFERENCE, today)).toBe(false)
	expect(isWorthMail(digestOf(['overdue', '2026-02-27']), weekly, today)).toBe(true)
	expect(isWorthMail(digestOf(['overdue', '2026-03-01']), DEFAULT_PREFERENCE, today)).toBe(true)
	expect(isWorthMail(digestOf(['answered', '2026-02-27']), DEFAULT_PREFERENCE, today)).toBe(true)
})

const waitingOf = (code: string, day: string | null): Digest => ({
	sections: [],
	matters: [
		{
			code,
			names: null,
			whose: 'actor',
			total: 1,
			totalIsMore: false,
			path: '/written-procedure',
			first: [
				{ record: { id: 'b', kind: 'written-procedure', reference: 'ZWE-WPR-2026-001', title: {}, acronym: null }, day }
			]
		}
	]
})

test('what was newly given or sent back is mailed the day after; what else waits, on the days that matter or once a week', () => {
	const monday = '2026-03-02'
	for (const section of ['assigned', 'sent-back'] as const)
		expect(isWorthMail(digestOf([section, '2026-02-28']), DEFAULT_PREFERENCE, monday)).toBe(true)
	expect(isWorthMail(waitingOf('procedure-to-answer', '2026-03-09'), DEFAULT_PREFERENCE, monday)).toBe(true)
	expect(isWorthMail(waitingOf('procedure-to-answer', '2026-03-12'), DEFAULT_PREFERENCE, monday)).toBe(false)
	expect(isWorthMail(waitingOf('status-disagrees', null), DEFAULT_PREFERENCE, monday)).toBe(true)
	expect(isWorthMail(waitingOf('status-disagrees', null), DEFAULT_PREFERENCE, '2026-03-03')).toBe(false)
	// Actions and recommendations have a rhythm of their own.
	expect(isWorthMail(waitingOf('action-overdue', '2026-03-01'), DEFAULT_PREFERENCE, monday)).toBe(false)
	expect(isWorthMail(waitingOf('status-disagrees', null), { ...DEFAULT_PREFERENCE, frequency: 'never' }, monday)).toBe(
		false
	)
})

test('an action is due when it is assigned at the earliest, and is told upward in order', () => {
	expect(whyNotDue('2026-03-01', '2026-03-02')).toBe('deliberation.action-due-before-opened')
	expect(whyNotDue('2026-03-02', '2026-03-02')).toBeNull()
	expect(ESCALATIONS.map(({ level }) => level)).toEqual([1, 2])
	expect(ESCALATIONS[0].days).toBeLessThan(ESCALATIONS[1].days)
})

test('an action arises in a meeting that was called or held, until its minutes are adopted', () => {
	const refused = MEETING_STATES.map((state) => [state, whyNotAssignIn(state)])
	expect(Object.fromEntries(refused)).toEqual({
		planned: 'deliberation.action-meeting-not-called',
		called: null,
		held: null,
		drafted: null,
		circulated: null,
		adopted: 'deliberation.action-minutes-adopted',
		postponed: 'deliberation.action-meeting-not-called',
		cancelled: 'deliberation.action-meeting-cancelled'
	})
})
