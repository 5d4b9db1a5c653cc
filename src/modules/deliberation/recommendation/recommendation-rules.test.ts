import { describe, expect, test } from 'vitest'
import { makeSeat, publicSeat, type Offices, type Role } from '#platform/access/seat.ts'
import { whyNotDecide } from '../decision/decision-rules.ts'
import {
	ANSWERS,
	isRecommendationOpen,
	MEETING_STATES,
	moveOfAnswer,
	nextRecommendationMoves,
	recommendationAfter,
	RECOMMENDATION_MOVES,
	RECOMMENDATION_STATES,
	whyNotMoveRecommendation,
	type RecommendationMove,
	type RecommendationState
} from '../rules.ts'
import {
	isAskedFor,
	lastDayOf,
	mayDo,
	PARTIES,
	partiesOf,
	RECOMMENDATION_DEEDS,
	whyNotChangeRecommendation,
	whyNotClimb,
	whyNotRecommendIn,
	type Climb,
	type Party,
	type RecommendationDeed,
	whyNotRetake
} from './recommendation-rules.ts'

const CLOSED = 'deliberation.recommendation-closed'
const NOT_RECEIVED = 'deliberation.recommendation-not-received'
const ANSWERED = 'deliberation.recommendation-answered'
const NOT_SUBMITTED = 'deliberation.recommendation-not-submitted'
const NOT_ACCEPTED = 'deliberation.recommendation-not-accepted'
const NOT_IN_WORK = 'deliberation.recommendation-not-in-work'
const ON_ITS_WAY = 'deliberation.recommendation-on-its-way'
const IN_WORK = 'deliberation.recommendation-in-work'

const answers = (each: string | readonly [string, string, string, string]) => {
	const [accept, part, back, decline] = typeof each === 'string' ? [each, each, each, each] : each
	return { accept, 'accept-in-part': part, return: back, decline } as const
}
const GIVEN = answers(['> accepted', '> accepted-in-part', '> returned', '> declined'])

/** Every state and every move: `>` the state it leads to, else the rule that refuses it. */
const LIFE: Record<RecommendationState, Record<RecommendationMove, string>> = {
	proposed: {
		submit: '> submitted',
		receive: NOT_SUBMITTED,
		review: NOT_RECEIVED,
		...answers(NOT_RECEIVED),
		implement: NOT_ACCEPTED,
		complete: NOT_IN_WORK,
		lapse: '> lapsed'
	},
	submitted: {
		submit: ON_ITS_WAY,
		receive: '> received',
		review: NOT_RECEIVED,
		...answers(NOT_RECEIVED),
		implement: NOT_ACCEPTED,
		complete: NOT_IN_WORK,
		lapse: '> lapsed'
	},
	received: {
		submit: '> submitted',
		receive: NOT_SUBMITTED,
		review: '> under-review',
		...GIVEN,
		implement: NOT_ACCEPTED,
		complete: NOT_IN_WORK,
		lapse: '> lapsed'
	},
	'under-review': {
		submit: '> submitted',
		receive: NOT_SUBMITTED,
		review: ANSWERED,
		...GIVEN,
		implement: NOT_ACCEPTED,
		complete: NOT_IN_WORK,
		lapse: '> lapsed'
	},
	accepted: {
		submit: '> submitted',
		receive: NOT_SUBMITTED,
		review: ANSWERED,
		...answers(ANSWERED),
		implement: '> being-implemented',
		complete: NOT_IN_WORK,
		lapse: '> lapsed'
	},
	'accepted-in-part': {
		submit: '> submitted',
		receive: NOT_SUBMITTED,
		review: ANSWERED,
		...answers(ANSWERED),
		implement: '> being-implemented',
		complete: NOT_IN_WORK,
		lapse: '> lapsed'
	},
	returned: {
		submit: '> submitted',
		receive: NOT_SUBMITTED,
		review: NOT_RECEIVED,
		...answers(NOT_RECEIVED),
		implement: NOT_ACCEPTED,
		complete: NOT_IN_WORK,
		lapse: '> lapsed'
	},
	declined: allRefused(),
	'being-implemented': {
		submit: IN_WORK,
		receive: NOT_SUBMITTED,
		review: ANSWERED,
		...answers(ANSWERED),
		implement: IN_WORK,
		complete: '> implemented',
		lapse: '> lapsed'
	},
	implemented: allRefused(),
	lapsed: allRefused()
}

function allRefused(): Record<RecommendationMove, string> {
	return {
		submit: CLOSED,
		receive: CLOSED,
		review: CLOSED,
		...answers(CLOSED),
		implement: CLOSED,
		complete: CLOSED,
		lapse: CLOSED
	}
}

describe.each(RECOMMENDATION_STATES)('a recommendation that is %s', (state) => {
	test.each(RECOMMENDATION_MOVES)('and the move %s go by the table', (move) => {
		const next = recommendationAfter(state, move)
		expect(next === null ? whyNotMoveRecommendation(state, move) : `> ${next}`).toBe(LIFE[state][move])
		expect(nextRecommendationMoves(state).includes(move)).toBe(next !== null)
	})
})

test('what is closed makes no move and takes no correction; what is open makes at least one', () => {
	for (const state of RECOMMENDATION_STATES) {
		expect(nextRecommendationMoves(state).length > 0).toBe(isRecommendationOpen(state))
		expect(whyNotChangeRecommendation(state)).toBe(isRecommendationOpen(state) ? null : CLOSED)
	}
})

test('each answer is given by a move that leads to it', () => {
	for (const answer of ANSWERS) expect(recommendationAfter('received', moveOfAnswer(answer))).toBe(answer)
})

const HOLDING: readonly Party[] = ['keeper', 'holder']
const WORKING: readonly Party[] = ['keeper', 'holder', 'addressee']
const MAKING: readonly Party[] = ['keeper', 'holder', 'maker']
const WHO: Record<RecommendationDeed, readonly Party[]> = {
	submit: HOLDING,
	receive: HOLDING,
	review: HOLDING,
	accept: HOLDING,
	'accept-in-part': HOLDING,
	return: HOLDING,
	decline: HOLDING,
	implement: WORKING,
	complete: WORKING,
	lapse: MAKING,
	reword: MAKING,
	change: MAKING
}

describe.each(RECOMMENDATION_DEEDS)('to %s', (deed) => {
	test.each(PARTIES)('is given to a %s as the table says', (party) => {
		expect(mayDo([party], deed)).toBe(WHO[deed].includes(party))
	})
})

const seat = (role: Exclude<Role, 'public'>, actorId: string) =>
	makeSeat({ id: 'seat', key: 'seat', role, actorId, office: '', structureIds: [] })
const run = (chairActorId: string): Offices => ({ chairActorId, secretaryActorId: 'nobody' })
const standing = {
	maker: run('maker'),
	holder: run('holder'),
	holderActorId: null,
	addresseeActorId: 'asked',
	addressee: null
}

test.each([
	['member', 'maker', ['maker']],
	['member', 'holder', ['holder']],
	['member', 'asked', ['addressee']],
	['member', 'other', ['other']],
	['analyst', 'asked', ['addressee']],
	['observer', 'maker', ['other']],
	['observer', 'asked', ['other']],
	['secretariat', 'other', ['keeper', 'maker', 'holder']],
	['administrator', 'other', ['keeper', 'maker', 'holder']]
] as const)('a %s of the %s is %j to it', (role, actor, parties) => {
	expect(partiesOf(seat(role, actor), standing)).toEqual(parties)
})

test('the public is nothing to it; an actor at which it lies holds it; what lies nowhere lies with its makers', () => {
	expect(partiesOf(publicSeat, standing)).toEqual(['other'])
	expect(partiesOf(seat('member', 'minister'), { ...standing, holder: null, holderActorId: 'minister' })).toEqual([
		'holder'
	])
	expect(partiesOf(seat('member', 'maker'), { ...standing, holder: null, holderActorId: 'minister' })).toEqual([
		'maker'
	])
	expect(partiesOf(seat('member', 'maker'), { ...standing, holder: null })).toEqual(['maker', 'holder'])
	expect(partiesOf(seat('member', 'asked'), { ...standing, addresseeActorId: null, addressee: run('asked') })).toEqual([
		'addressee'
	])
})

const forum: Omit<Climb, 'to'> = {
	above: ['middle', 'senior'],
	isFromStructure: true,
	fromActorId: null,
	actorsAbove: []
}
const last = { ...forum, above: [] }
const none = { ...last, isFromStructure: false }
const minister = { ...none, fromActorId: 'minister', actorsAbove: ['presidency-office'] }
const toActor = (actorId: string, kind: string, isAddressee = false) => ({ to: { actorId, kind, isAddressee } })

test.each([
	['the structure above', { ...forum, to: { structureId: 'middle' } }, null],
	['one further up', { ...forum, to: { structureId: 'senior' } }, null],
	['one that is not above', { ...forum, to: { structureId: 'beside' } }, 'deliberation.recommendation-not-above'],
	['any from the last', { ...last, to: { structureId: 'middle' } }, 'deliberation.recommendation-nothing-above'],
	['a structure from nowhere', { ...none, to: { structureId: 'middle' } }, null],
	[
		'Cabinet past the levels',
		{ ...forum, ...toActor('cabinet', 'government') },
		'deliberation.recommendation-level-skipped'
	],
	[
		'whom it asks past the levels',
		{ ...forum, ...toActor('asked', 'agency', true) },
		'deliberation.recommendation-level-skipped'
	],
	['Cabinet from the last', { ...last, ...toActor('cabinet', 'government') }, null],
	['a minister from the last', { ...last, ...toActor('minister', 'ministry') }, null],
	['whom it asks from the last', { ...last, ...toActor('asked', 'trade-union', true) }, null],
	[
		'a union from the last',
		{ ...last, ...toActor('union', 'trade-union') },
		'deliberation.recommendation-actor-not-above'
	],
	[
		'a structure from a minister',
		{ ...minister, to: { structureId: 'senior' } },
		'deliberation.recommendation-actor-not-down'
	],
	['Cabinet from a minister', { ...minister, ...toActor('cabinet', 'government') }, null],
	['the actor above a minister', { ...minister, ...toActor('presidency-office', 'department') }, null],
	[
		'another minister from a minister',
		{ ...minister, ...toActor('other', 'ministry') },
		'deliberation.recommendation-actor-not-above'
	],
	[
		'itself from an actor',
		{ ...minister, ...toActor('minister', 'government') },
		'deliberation.recommendation-actor-not-above'
	]
] as const)('a recommendation goes to %s only if that stands above', (_what, climb, why) => {
	expect(whyNotClimb(climb)).toBe(why)
})

test('the last of several days is found among those that are known', () => {
	expect(lastDayOf([])).toBeNull()
	expect(lastDayOf([null, '2026-01-02', null, '2026-01-01'])).toBe('2026-01-02')
})

test('a recommendation is asked for once one of its levels accepted it, and not before', () => {
	const asked = (...answers: readonly (string | null)[]) => isAskedFor(answers.map((answer) => ({ answer })))
	for (const answers of [[], [null], ['passed-on', null], ['returned', 'declined'], ['ended']])
		expect(asked(...answers)).toBe(false)
	for (const answers of [['accepted'], ['passed-on', 'accepted-in-part'], ['accepted', null]])
		expect(asked(...answers)).toBe(true)
})

test('why nothing is recommended in a meeting is said in words of its own, for every state in which nothing is decided', () => {
	const sitting = { day: '2026-03-01', lastDay: '2026-03-01', isQuorate: false, forbidsWithoutQuorum: true }
	for (const state of MEETING_STATES) {
		const why = whyNotDecide({ ...sitting, state }, '2026-03-02')
		expect(why === null ? null : whyNotRecommendIn(why)).toMatch(/^deliberation\.recommendation-/)
	}
})

test('how a recommendation was taken is put right until the minutes of its meeting are adopted', () => {
	const taken = { isWithdrawn: false, state: 'submitted', manner: 'consensus', meeting: 'held' } as const
	expect(whyNotRetake(taken)).toBeNull()
	expect(whyNotRetake({ ...taken, manner: null, meeting: 'circulated' })).toBeNull()
	expect(whyNotRetake({ ...taken, meeting: 'adopted' })).toBe('deliberation.retake-minutes-adopted')
	expect(whyNotRetake({ ...taken, meeting: null })).toBe('deliberation.taken-outside-meeting')
	expect(whyNotRetake({ ...taken, manner: 'written-procedure', meeting: null })).toBe(
		'deliberation.recommendation-agreed-in-writing'
	)
	expect(whyNotRetake({ ...taken, state: 'lapsed' })).toBe('deliberation.recommendation-closed')
	expect(whyNotRetake({ ...taken, isWithdrawn: true })).toBe('deliberation.recommendation-withdrawn')
})
