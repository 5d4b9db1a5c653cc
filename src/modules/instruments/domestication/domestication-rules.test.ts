import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
	bestVerdict,
	countsAs,
	coverageFrom,
	judgedOf,
	shareMet,
	standingOf,
	VERDICTS,
	whyNotJudgeOn,
	whyNotWithoutLaw,
	type Coverage,
	type Verdict
} from './domestication-rules.ts'

type Told = { verdict: Verdict; policyId: string | null }

const judgement = fc.oneof(
	fc.record({ verdict: fc.constantFrom(...VERDICTS), policyId: fc.constantFrom('act', 'bill') }),
	fc.record({ verdict: fc.constantFrom('not-met' as const, 'not-applicable' as const), policyId: fc.constant(null) })
)
const judgements = fc.array(judgement, { maxLength: 6 })
const obligations = fc.array(judgements, { minLength: 1, maxLength: 8 })

const coverageOf = (all: readonly (readonly Told[])[]): Coverage =>
	coverageFrom(all.map((some) => ({ held: judgedOf(some), withDrafts: judgedOf(some), obligations: 1 })))

describe('how an obligation stands', () => {
	const law = (verdict: Verdict): Told => ({ verdict, policyId: 'act' })
	const none = (verdict: Verdict): Told => ({ verdict, policyId: null })
	test.each([
		[[], 'not-judged'],
		[[law('met')], 'met'],
		[[law('not-met'), law('met')], 'met'],
		[[law('not-met'), law('partly')], 'partly'],
		[[law('not-met')], 'not-met'],
		[[none('not-met')], 'not-met'],
		[[none('not-met'), law('partly')], 'partly'],
		// A law without bearing on it says nothing of it; that it does not concern the State is said without a law.
		[[law('not-applicable')], 'not-judged'],
		[[law('not-applicable'), law('not-met')], 'not-met'],
		[[none('not-applicable')], 'not-applicable'],
		[[none('not-applicable'), law('not-met')], 'not-applicable'],
		[[none('not-applicable'), law('met')], 'met']
	] as const)('%j is %s', (some, standing) => {
		expect(standingOf(judgedOf(some))).toBe(standing)
	})

	test('does not depend on the order of its judgements', () => {
		fc.assert(
			fc.property(
				judgements.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length }))),
				([some, other]) => {
					expect(standingOf(judgedOf(other))).toBe(standingOf(judgedOf(some)))
				}
			)
		)
	})
})

describe('coverage', () => {
	test('counts every obligation once', () => {
		fc.assert(
			fc.property(obligations, (all) => {
				const { met, partly, notMet, notJudged, notApplicable, obligations: total } = coverageOf(all)
				expect(met + partly + notMet + notJudged + notApplicable).toBe(total)
				expect(total).toBe(all.length)
			})
		)
	})

	test('is never lowered by one more judgement that says met', () => {
		fc.assert(
			fc.property(obligations, fc.nat(), (all: readonly (readonly Told[])[], place) => {
				const at = place % all.length
				const more = all.with(at, [...(all[at] ?? []), { verdict: 'met', policyId: 'another' }])
				const [before, after] = [coverageOf(all), coverageOf(more)]
				expect(after.met).toBeGreaterThanOrEqual(before.met)
				expect(shareMet(after) ?? 0).toBeGreaterThanOrEqual(shareMet(before) ?? 0)
				expect(after.notMet + after.notJudged).toBeLessThanOrEqual(before.notMet + before.notJudged)
			})
		)
	})

	test('is the same in any order and any grouping of obligations', () => {
		fc.assert(
			fc.property(obligations, (all) => {
				const alike = Map.groupBy(
					all.map((some) => judgedOf(some)),
					(judged) => JSON.stringify(judged)
				)
				const grouped = [...alike.values()]
					.toReversed()
					.flatMap((some) => (some[0] ? [{ held: some[0], withDrafts: some[0], obligations: some.length }] : []))
				expect(coverageFrom(grouped)).toEqual(coverageOf(all))
			})
		)
	})

	test('tells how many obligations would stand better were the drafts law', () => {
		const nothing = { met: false, partly: false, notMet: false, outOfScope: false }
		const coverage = coverageFrom([
			{ held: nothing, withDrafts: { ...nothing, met: true }, obligations: 2 },
			{ held: { ...nothing, partly: true }, withDrafts: { ...nothing, partly: true, met: true }, obligations: 3 },
			{ held: { ...nothing, met: true }, withDrafts: { ...nothing, met: true }, obligations: 4 }
		])
		expect(coverage).toMatchObject({ obligations: 9, met: 4, partly: 3, notJudged: 2, drafted: 5 })
	})

	test.each([
		[{ obligations: 0, met: 0, notApplicable: 0 }, null],
		[{ obligations: 2, met: 0, notApplicable: 2 }, null],
		[{ obligations: 3, met: 2, notApplicable: 0 }, 66],
		[{ obligations: 3, met: 2, notApplicable: 1 }, 100]
	])('%j is a share of %s in a hundred', (some, share) => {
		const rest = { partly: 0, notMet: 0, notJudged: 0, drafted: 0 }
		expect(shareMet({ ...rest, ...some })).toBe(share)
	})
})

test('the best of a law and its provisions is what it does for an obligation', () => {
	expect(bestVerdict(['not-applicable', 'not-met', 'partly'])).toBe('partly')
	expect(bestVerdict(['not-applicable', 'not-met'])).toBe('not-met')
	expect(bestVerdict([])).toBeNull()
})

test.each([
	['2026-03-02', null, null],
	['2026-03-03', null, 'instruments.judged-in-future'],
	['2026-02-01', '2026-02-01', null],
	['2026-01-31', '2026-02-01', 'instruments.judged-before-standing'],
	['2000-11-15', null, null],
	['2000-11-14', null, 'instruments.judged-before-adoption']
])('a judgement of %s after one of %s: %s', (day, standing, why) => {
	expect(whyNotJudgeOn(day, { today: '2026-03-02', adopted: '2000-11-15', standing })).toBe(why)
})

test('only a law meets an obligation', () => {
	expect(VERDICTS.filter((verdict) => whyNotWithoutLaw(verdict, false) === null)).toEqual(['not-met', 'not-applicable'])
	expect(VERDICTS.filter((verdict) => whyNotWithoutLaw(verdict, true) === null)).toEqual(VERDICTS)
})

test.each([
	['act', 'adopted', 'held'],
	['act', 'in-force', 'held'],
	['policy', 'under-review', 'held'],
	['act', 'not-known', 'not-known'],
	['act', 'drafting', 'draft'],
	['plan', 'ended', 'ended'],
	['act', 'repealed', 'ended'],
	['bill', 'not-known', 'draft'],
	['bill', 'in-force', 'draft'],
	['bill', 'repealed', 'ended']
])('of form %s, one at stage %s counts as %s', (form, stage, counts) => {
	expect(countsAs({ form, stage })).toBe(counts)
})
