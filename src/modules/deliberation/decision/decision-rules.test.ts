import { describe, expect, test } from 'vitest'
import { MEETING_STATES } from '../rules.ts'
import {
	DECISION_MOVES,
	DECISION_STATES,
	faultOfVote,
	MANNERS,
	STANCES,
	VOTES,
	whyNotDecide,
	whyNotMoveDecision,
	whyNotNote,
	whyNotReplace,
	type Taken
} from './decision-rules.ts'

describe('whether a meeting can decide', () => {
	const DAY = '2026-03-02'
	const LAST = '2026-03-03'
	const OPEN = {
		planned: false,
		postponed: false,
		called: 'on its days',
		held: true,
		drafted: true,
		circulated: false,
		adopted: false,
		cancelled: false
	} as const
	const cases = MEETING_STATES.flatMap((state) =>
		['2026-03-01', DAY, LAST, '2026-03-04'].flatMap((today) =>
			[true, false, null].flatMap((isQuorate) =>
				[true, false].map((forbidsWithoutQuorum) => ({ state, today, isQuorate, forbidsWithoutQuorum }))
			)
		)
	)
	test.for(cases)('$state on $today, quorate: $isQuorate, forbidden without: $forbidsWithoutQuorum', (one) => {
		const why = whyNotDecide({ ...one, day: DAY, lastDay: LAST }, one.today)
		const isOpen = OPEN[one.state] === 'on its days' ? one.today >= DAY && one.today <= LAST : OPEN[one.state]
		if (!isOpen) expect(why).not.toBeNull()
		else if (one.forbidsWithoutQuorum && one.isQuorate === false)
			expect(why).toBe('deliberation.decision-without-quorum')
		else expect(why).toBeNull()
	})
})

describe('what can be done with a decision', () => {
	const cases = DECISION_STATES.flatMap((state) =>
		MANNERS.flatMap((manner) =>
			[...MEETING_STATES, null].flatMap((meeting) => DECISION_MOVES.map((move) => ({ state, manner, meeting, move })))
		)
	)
	test.for(cases)('$state by $manner in a meeting $meeting: $move', ({ state, manner, meeting, move }) => {
		const why = whyNotMoveDecision({ state, manner, meeting }, move)
		if (state !== 'in-force') expect(why).toBe(`deliberation.decision-${state}`)
		else if (move === 'replace' || move === 'revoke') expect(why).toBeNull()
		else if (manner === 'written-procedure') expect(why).toBe('deliberation.decision-agreed-in-writing')
		else expect(why).toBe(meeting === 'adopted' ? 'deliberation.decision-minutes-adopted' : null)
	})

	const later = { id: 'b', state: 'in-force', decidedDay: '2026-03-02', isOfSameOrHigher: true } as const
	const earlier = { id: 'a', state: 'in-force', decidedDay: '2026-03-02' } as const
	test('a later decision in force, of the same structure or a higher one, takes its place', () => {
		expect(whyNotReplace(earlier, later)).toBeNull()
		expect(whyNotReplace(earlier, { ...later, id: 'a' })).toBe('deliberation.decision-replaces-itself')
		expect(whyNotReplace({ ...earlier, state: 'replaced' }, later)).toBe('deliberation.decision-replaced')
		expect(whyNotReplace({ ...earlier, state: 'revoked' }, later)).toBe('deliberation.decision-revoked')
		expect(whyNotReplace(earlier, { ...later, state: 'revoked' })).toBe('deliberation.replacement-not-in-force')
		expect(whyNotReplace(earlier, { ...later, decidedDay: '2026-03-01' })).toBe('deliberation.replacement-is-earlier')
		expect(whyNotReplace(earlier, { ...later, isOfSameOrHigher: false })).toBe(
			'deliberation.replacement-of-other-structure'
		)
	})
})

describe('a vote', () => {
	const taken = (more: Partial<Taken>): Taken => ({
		manner: 'vote',
		counts: null,
		named: { for: [], against: [], abstaining: [] },
		members: 3,
		present: null,
		absent: [],
		...more
	})
	test.for([
		[{ counts: { for: 2, against: 1, abstaining: 0 } }, null],
		[{ named: { for: ['a', 'b'], against: ['c'], abstaining: [] } }, null],
		[
			{ counts: { for: 2, against: 0, abstaining: 1 }, named: { for: ['a', 'b'], against: [], abstaining: ['c'] } },
			null
		],
		[{}, 'votes-missing'],
		[
			{ counts: { for: 3, against: 0, abstaining: 0 }, named: { for: ['a', 'b'], against: [], abstaining: ['c'] } },
			'votes-do-not-add-up'
		],
		[{ named: { for: ['a', 'b'], against: ['a'], abstaining: [] } }, 'voted-twice'],
		[{ counts: { for: 3, against: 0, abstaining: 1 } }, 'more-votes-than-members'],
		[{ present: 2, counts: { for: 2, against: 0, abstaining: 0 } }, null],
		[{ present: 2, counts: { for: 2, against: 0, abstaining: 1 } }, 'more-votes-than-present'],
		[{ present: 0, counts: { for: 1, against: 0, abstaining: 0 } }, 'more-votes-than-present'],
		[{ counts: { for: 1, against: 1, abstaining: 1 } }, 'vote-not-carried'],
		[{ manner: 'consensus', counts: { for: 1, against: 0, abstaining: 0 } }, 'votes-without-vote'],
		[{ manner: 'consensus' }, null],
		[{ manner: 'written-procedure' }, null]
	] as const)('%o: %s', ([more, code]) => {
		expect(faultOfVote(taken(more))?.code ?? null).toBe(code === null ? null : `deliberation.${code}`)
	})
})

test('who is noted with what: full members with all, the co-opted with a reservation where they may speak, others with nothing', () => {
	for (const sits of ['full', 'co-opted', 'invited', null] as const)
		for (const maySpeak of [true, false])
			for (const stance of [...STANCES, null])
				for (const vote of [...VOTES, null])
					for (const manner of MANNERS) {
						const isRightMember =
							sits === 'full' || (sits === 'co-opted' && maySpeak && vote === null && stance !== 'objection')
						const breaksConsensus = stance === 'objection' && manner !== 'vote'
						expect(whyNotNote({ sits, maySpeak, stance, vote, manner }) === null).toBe(
							isRightMember && !breaksConsensus
						)
					}
})
