import { describe, expect, test } from 'vitest'
import {
	ANSWERS,
	countingDay,
	faultOfAnswer,
	outcomeOf,
	PROCEDURE_MOVES,
	PROCEDURE_STATES,
	procedureAfter,
	SILENCES,
	whyNotMoveProcedure,
	type Ballot
} from './procedure-rules.ts'

const ballot = (more: Partial<Ballot>): Ballot => ({
	entitled: 5,
	agrees: 0,
	disagrees: 0,
	abstains: 0,
	objections: 0,
	silence: 'no-answer',
	quorum: null,
	...more
})

describe('what comes of the answers', () => {
	test.for([
		['everybody agrees', { agrees: 5 }, 'unanimous'],
		['one agrees and nobody else answers', { agrees: 1 }, 'unanimous'],
		['nobody answers', {}, 'not-carried'],
		['nobody answers, and silence is consent', { silence: 'consent' }, 'unanimous'],
		['all abstain', { abstains: 5 }, 'not-carried'],
		['all abstain, and silence is consent', { abstains: 5, silence: 'consent' }, 'not-carried'],
		['more agree than disagree', { agrees: 3, disagrees: 2 }, 'carried'],
		['as many agree as disagree', { agrees: 2, disagrees: 2, abstains: 1 }, 'not-carried'],
		['the silent carry it by their consent', { disagrees: 2, silence: 'consent' }, 'carried'],
		['one objects', { agrees: 4, disagrees: 1, objections: 1 }, 'objection'],
		[
			'one objects while all others are silent in consent',
			{ disagrees: 1, objections: 1, silence: 'consent' },
			'objection'
		],
		['too few take part', { agrees: 2, quorum: 3 }, 'no-quorum'],
		['whoever abstains takes part', { agrees: 2, abstains: 1, quorum: 3 }, 'unanimous'],
		['whoever consents by silence takes part', { agrees: 1, quorum: 5, silence: 'consent' }, 'unanimous'],
		['an objection is told before a missing quorum', { disagrees: 1, objections: 1, quorum: 3 }, 'objection']
	] as const)('%s', ([_said, more, because]) => {
		expect(outcomeOf(ballot(more)).because).toBe(because)
	})

	const MOST = 4
	const every: Ballot[] = []
	for (let entitled = 0; entitled <= MOST; entitled++)
		for (let agrees = 0; agrees <= entitled; agrees++)
			for (let disagrees = 0; agrees + disagrees <= entitled; disagrees++)
				for (let abstains = 0; agrees + disagrees + abstains <= entitled; abstains++)
					for (let objections = 0; objections <= disagrees; objections++)
						for (const silence of SILENCES)
							for (const quorum of [null, 1, 2, 3, 4, 5])
								every.push({ entitled, agrees, disagrees, abstains, objections, silence, quorum })

	test('in every case: an objection or a missing quorum adopts nothing, and what is adopted has more who agree', () => {
		for (const one of every) {
			const { outcome, agreeing, takingPart, silent, because } = outcomeOf(one)
			expect(one.agrees + one.disagrees + one.abstains + silent).toBe(one.entitled)
			expect(agreeing).toBe(one.silence === 'consent' ? one.agrees + silent : one.agrees)
			expect(takingPart).toBe(one.silence === 'consent' ? one.entitled : one.entitled - silent)
			const isAdopted =
				one.objections === 0 && (one.quorum === null || takingPart >= one.quorum) && agreeing > one.disagrees
			expect(outcome).toBe(isAdopted ? 'adopted' : 'not-adopted')
			expect(because === 'unanimous').toBe(isAdopted && one.disagrees === 0)
		}
	})

	test('one more who agrees never undoes an adoption, one more who disagrees never makes one', () => {
		for (const one of every) {
			const silent = one.entitled - one.agrees - one.disagrees - one.abstains
			if (silent === 0) continue
			const before = outcomeOf(one).outcome
			if (before === 'adopted') expect(outcomeOf({ ...one, agrees: one.agrees + 1 }).outcome).toBe('adopted')
			else if (one.quorum === null)
				expect(outcomeOf({ ...one, disagrees: one.disagrees + 1 }).outcome).toBe('not-adopted')
		}
	})
})

describe('what can be done with a procedure', () => {
	const DEADLINE = '2026-03-16'
	const days = ['2026-03-02', DEADLINE, '2026-03-17']
	const expected = (state: string, move: string, day: string, isComplete: boolean) => {
		if (state === 'closed') return 'deliberation.procedure-closed'
		if (state === 'stopped') return 'deliberation.procedure-stopped'
		if (move === 'answer') return day > DEADLINE ? 'deliberation.procedure-past-deadline' : null
		if (move === 'close') return isComplete || day > DEADLINE ? null : 'deliberation.procedure-still-runs'
		return null
	}

	const cases = PROCEDURE_STATES.flatMap((state) =>
		PROCEDURE_MOVES.flatMap((move) =>
			days.flatMap((day) => [true, false].map((isComplete) => ({ state, move, day, isComplete })))
		)
	)
	test.for(cases)('$state, $move on $day, complete: $isComplete', ({ state, move, day, isComplete }) => {
		expect(whyNotMoveProcedure({ state, deadline: DEADLINE, isComplete }, move, day)).toBe(
			expected(state, move, day, isComplete)
		)
	})

	test('closing and stopping end it, answering leaves it open', () => {
		expect(PROCEDURE_MOVES.map(procedureAfter)).toEqual([null, 'closed', 'stopped'])
	})

	test('the members of the deadline count, or those of the day on which all had answered', () => {
		expect(countingDay(DEADLINE, '2026-03-05')).toBe('2026-03-05')
		expect(countingDay(DEADLINE, '2026-04-01')).toBe(DEADLINE)
	})
})

test('whoever objects disagrees, and both an objection and a reservation have reasons', () => {
	for (const answer of ANSWERS) {
		expect(faultOfAnswer(answer, null, false)).toBeNull()
		expect(faultOfAnswer(answer, 'reservation', true)).toBeNull()
		expect(faultOfAnswer(answer, 'reservation', false)?.field).toBe('text')
		expect(faultOfAnswer(answer, 'objection', true)?.field).toBe(answer === 'disagrees' ? undefined : 'stance')
	}
	expect(faultOfAnswer('disagrees', 'objection', false)?.field).toBe('text')
})
