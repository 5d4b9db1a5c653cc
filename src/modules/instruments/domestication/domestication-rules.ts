import type { JudgementTable } from './schema.ts'

export const VERDICTS = ['met', 'partly', 'not-met', 'not-applicable'] as const
export type Verdict = (typeof VERDICTS)[number]

export const JUDGEMENT_STATES = ['stands', 'replaced', 'withdrawn'] as const
export type JudgementState = JudgementTable['state']

/** How an obligation stands over all laws. */
export const STANDINGS = ['met', 'partly', 'not-met', 'not-judged', 'not-applicable'] as const
export type Standing = (typeof STANDINGS)[number]

/** What was judged of one obligation: which verdicts stand, and whether it is held, without any law, not to concern the State. */
export type Judged = { met: boolean; partly: boolean; notMet: boolean; outOfScope: boolean }

/**
 * How an obligation stands, by the best that stands of it: one law that meets it is enough. Where no law carries any of it, what
 * was held of the obligation itself, that it does not concern the State, comes before what was held of single laws. That a law has
 * no bearing on an obligation says nothing of the obligation.
 */
export function standingOf({ met, partly, notMet, outOfScope }: Judged): Standing {
	if (met) return 'met'
	if (partly) return 'partly'
	if (outOfScope) return 'not-applicable'
	return notMet ? 'not-met' : 'not-judged'
}

/** What was judged of an obligation, from its judgements that stand; those without a law have none. */
export const judgedOf = (judgements: readonly { verdict: Verdict; policyId: string | null }[]): Judged => {
	const some = (verdict: Verdict) => judgements.some((one) => one.verdict === verdict)
	return {
		met: some('met'),
		partly: some('partly'),
		notMet: some('not-met'),
		outOfScope: judgements.some((one) => one.policyId === null && one.verdict === 'not-applicable')
	}
}

/** What a law does for an obligation: the best that was held of it and of its provisions; null where nothing was. */
export const bestVerdict = (verdicts: readonly Verdict[]): Verdict | null =>
	VERDICTS.find((verdict) => verdicts.includes(verdict)) ?? null

/** How many obligations stand how. */
export type Coverage = {
	obligations: number
	met: number
	partly: number
	notMet: number
	notJudged: number
	notApplicable: number
	/** Obligations that would stand better if the drafts judged against them became law. */
	drafted: number
}

export const NO_COVERAGE: Coverage = {
	obligations: 0,
	met: 0,
	partly: 0,
	notMet: 0,
	notJudged: 0,
	notApplicable: 0,
	drafted: 0
}

const COUNTED = {
	met: 'met',
	partly: 'partly',
	'not-met': 'notMet',
	'not-judged': 'notJudged',
	'not-applicable': 'notApplicable'
} as const satisfies Record<Standing, keyof Coverage>

const RANK: Readonly<Record<Standing, number>> = {
	met: 3,
	partly: 2,
	'not-met': 1,
	'not-judged': 0,
	'not-applicable': 1
}

/** Obligations of which the same was judged: by the laws that hold, and with drafts counted as if they held. */
export type JudgedAlike = { held: Judged; withDrafts: Judged; obligations: number }

/** The coverage of an instrument, from its obligations in any order and any grouping. */
export function coverageFrom(groups: readonly JudgedAlike[]): Coverage {
	const coverage = { ...NO_COVERAGE }
	for (const { held, withDrafts, obligations } of groups) {
		const standing = standingOf(held)
		coverage.obligations += obligations
		coverage[COUNTED[standing]] += obligations
		if (RANK[standingOf(withDrafts)] > RANK[standing]) coverage.drafted += obligations
	}
	return coverage
}

/** Of the obligations that concern the State, how many in a hundred are met, rounded down; null where none concerns it. */
export function shareMet({ obligations, met, notApplicable }: Coverage): number | null {
	const concerning = obligations - notApplicable
	return concerning === 0 ? null : Math.floor((met * 100) / concerning)
}

/** A law carries obligations while it holds; a draft may come to, and one that was repealed no longer does. */
export const DRAFT_STAGES = ['idea', 'drafting', 'consultation', 'validated'] as const
export const HELD_STAGES = ['adopted', 'in-force', 'under-review'] as const
/** What is past: repealed, or a plan whose term ran out. */
export const ENDED_STAGES = ['repealed', 'ended'] as const
/** A bill is a draft at whatever stage it is written down. */
export const BILL = 'bill'

/** Whether what was judged of a law counts. */
export const COUNTS = ['held', 'draft', 'ended', 'not-known'] as const
export type Counts = (typeof COUNTS)[number]

/**
 * What a law or policy counts as: only one that is known to be adopted and to hold is counted as law. Where nobody wrote down its
 * stage, nobody can say that it holds.
 */
export function countsAs({ form, stage }: { form: string; stage: string }): Counts {
	const isAmong = (stages: readonly string[]) => stages.includes(stage)
	if (isAmong(ENDED_STAGES)) return 'ended'
	if (form === BILL || isAmong(DRAFT_STAGES)) return 'draft'
	return isAmong(HELD_STAGES) ? 'held' : 'not-known'
}

type Judging = {
	today: string
	/** The first day on which the instrument can have been adopted, where that is known. */
	adopted: string | null
	/** The day of the judgement that is replaced. */
	standing: string | null
}

/** Why a judgement cannot be made of a day; null when it can. */
export function whyNotJudgeOn(day: string, { today, adopted, standing }: Judging) {
	if (day > today) return 'instruments.judged-in-future'
	if (adopted !== null && day < adopted) return 'instruments.judged-before-adoption'
	if (standing !== null && day < standing) return 'instruments.judged-before-standing'
	return null
}

/** Why a verdict cannot be given without a law; null when it can. */
export const whyNotWithoutLaw = (verdict: Verdict, hasLaw: boolean) =>
	!hasLaw && (verdict === 'met' || verdict === 'partly') ? 'instruments.met-without-law' : null
