import type { Issue } from '#platform/operation/refusal.ts'
import { partialOf, type DaySpan } from '../instrument/partial-days.ts'

/** What a law or policy is. A closed list, so that lists can be narrowed by it. */
export const FORMS = [
	'constitution',
	'act',
	'bill',
	'statutory-instrument',
	'regulation',
	'policy',
	'strategy',
	'action-plan',
	'plan',
	'programme',
	'guideline',
	'standard-operating-procedure',
	'agreement',
	'procedure',
	'framework',
	'report',
	'communication',
	'guide',
	'cooperation-strategy',
	'legal-system'
] as const
export type PolicyForm = (typeof FORMS)[number]

/** The stages of the life of a law or policy, in the order in which it usually passes them. */
export const STAGES = [
	'idea',
	'drafting',
	'consultation',
	'validated',
	'adopted',
	'in-force',
	'under-review',
	'ended',
	'repealed'
] as const
export type Stage = (typeof STAGES)[number]
export const NOT_KNOWN = 'not-known'
/** Where one stands: a stage, or that nobody wrote it down. */
export const STANDINGS = [...STAGES, NOT_KNOWN] as const
export type Standing = (typeof STANDINGS)[number]

/** What a version of a text has come to. */
export const VERSION_STATES = ['waiting', 'read', 'unread'] as const
/** What became of a provision from one version to the next. */
export const CHANGES = ['added', 'unchanged', 'reworded', 'renumbered', 'moved'] as const
/** All that can have happened to one between any two versions. */
export const COMPARED = ['added', 'removed', 'reworded', 'renumbered', 'moved'] as const

/**
 * Which stage may follow which. Stages are left out where a text came to be without them, and a draft goes back as often as it is
 * taken up anew; nothing is in force that was not adopted, and what is repealed stays so.
 */
export const FOLLOWS: Readonly<Record<Stage, readonly Stage[]>> = {
	idea: ['drafting', 'consultation', 'validated', 'adopted'],
	drafting: ['consultation', 'validated', 'adopted'],
	consultation: ['drafting', 'validated', 'adopted'],
	validated: ['drafting', 'consultation', 'adopted'],
	adopted: ['in-force', 'under-review', 'ended', 'repealed'],
	'in-force': ['under-review', 'ended', 'repealed'],
	'under-review': ['adopted', 'in-force', 'ended', 'repealed'],
	// What ran its term can be prolonged.
	ended: ['in-force', 'repealed'],
	repealed: []
}

/** A stage that was entered; the day may be known in part, or not at all. */
export type Entered = { stage: Stage; days: DaySpan | null }

const isCertainlyAfter = (one: DaySpan | null, other: DaySpan | null) =>
	one !== null && other !== null && one.first > other.last

/**
 * Where a stage belongs among those entered already: as the latest of them where that can be, else before them, as when an earlier
 * day comes to be known. Refused where it fits nowhere: by the rule that it breaks as the latest.
 */
export function placeStage(
	life: readonly Entered[],
	entered: Entered
): { position: number; refusal: null } | { position: null; refusal: StageRefusal } {
	for (let position = life.length; position >= 0; position--)
		if (whyNotAt(life, entered, position) === null) return { position, refusal: null }
	return { position: null, refusal: whyNotAt(life, entered, life.length) ?? 'instruments.stage-order' }
}

export type StageRefusal =
	| 'instruments.stage-again'
	| 'instruments.in-force-before-adopted'
	| 'instruments.stage-after-repeal'
	| 'instruments.stage-before-last'
	| 'instruments.stage-order'

function whyNotAt(life: readonly Entered[], entered: Entered, position: number): StageRefusal | null {
	const [before, after] = [life.slice(0, position), life.slice(position)]
	const last = before.at(-1)
	const next = after.at(0)
	if (last?.stage === 'repealed') return 'instruments.stage-after-repeal'
	if (last?.stage === entered.stage || next?.stage === entered.stage) return 'instruments.stage-again'
	if (entered.stage === 'in-force' && isAdoptedAfter(life, entered)) return 'instruments.in-force-before-adopted'
	if (before.some(({ days }) => isCertainlyAfter(days, entered.days))) return 'instruments.stage-before-last'
	if (after.some(({ days }) => isCertainlyAfter(entered.days, days))) return 'instruments.stage-before-last'
	if (last && !FOLLOWS[last.stage].includes(entered.stage))
		return entered.stage === 'in-force' && !before.some(({ stage }) => stage === 'adopted')
			? 'instruments.in-force-before-adopted'
			: 'instruments.stage-order'
	if (next && !FOLLOWS[entered.stage].includes(next.stage)) return 'instruments.stage-order'
	return null
}

// Of several adoptions (an act and its amendments) the first is the one that brought it into being.
const isAdoptedAfter = (life: readonly Entered[], { days }: Entered) => {
	const adopted = life.find(({ stage }) => stage === 'adopted')
	return adopted !== undefined && isCertainlyAfter(adopted.days, days)
}

// What is drafted may be years older than the law; what was adopted is not.
const isDraft = (stage: Stage) => rank(stage) < rank('adopted')

/** Whether a law is a draft still: a bill of which nothing is known is one, any other such law may be in force. */
export const isDraftStill = ({ stage, form }: { stage: Standing; form: string }): boolean =>
	stage === NOT_KNOWN ? form === 'bill' : isDraft(stage)

/** Whether a stage certainly began before the year of the law, as none does from its adoption on. */
export const isBeforeYear = ({ stage, days }: Entered, year: number | null): boolean =>
	year !== null && days !== null && !isDraft(stage) && Number(days.last.slice(0, 4)) < year

/**
 * Why a stage cannot be entered as it is told, or null when it can: a repeal says when and why, nothing was entered tomorrow, and no law
 * was adopted before its year.
 */
export function whyNotEnter({
	stage,
	days,
	reason,
	year,
	today
}: {
	stage: Stage
	days: DaySpan | null
	reason: string | null
	year: number | null
	today: string
}): Issue | null {
	if (stage === 'repealed' && days === null) return { path: ['on'], code: 'instruments.repeal-needs-day' }
	if (stage === 'repealed' && reason === null) return { path: ['reason'], code: 'instruments.repeal-needs-reason' }
	if (days !== null && days.first > today) return { path: ['on'], code: 'instruments.stage-to-come' }
	if (days !== null && isBeforeYear({ stage, days }, year))
		return { path: ['on'], code: BEFORE_YEAR, params: beforeYear(days, year) }
	return null
}

export const BEFORE_YEAR = 'instruments.stage-before-year'
/** The day and the year that contradict each other. */
export const beforeYear = ({ first, last }: DaySpan, year: number | null) => ({
	on: partialOf(first, last),
	year: String(year ?? '')
})

/** A stage that is planned for a day. */
export type Planned = { stage: Stage; day: string }

const rank = (stage: Stage) => STAGES.indexOf(stage)

/** The stages that may still come, from where one stands. */
export function reachable(standing: Standing): readonly Stage[] {
	if (standing === NOT_KNOWN) return STAGES
	const found = new Set<Stage>()
	const look = (stage: Stage) => {
		for (const next of FOLLOWS[stage])
			if (!found.has(next)) {
				found.add(next)
				look(next)
			}
	}
	look(standing)
	return STAGES.filter((stage) => found.has(stage))
}

/** Why a stage cannot be planned for a day, or null when it can: it must be able to come, and after those that are planned before it. */
export function whyNotPlan(standing: Standing, plans: readonly Planned[], planned: Planned) {
	if (!reachable(standing).includes(planned.stage))
		return standing === 'repealed' ? 'instruments.stage-after-repeal' : 'instruments.stage-not-ahead'
	const isUsual = (stage: Stage) => rank(stage) <= rank('in-force')
	const clash = plans.some(
		({ stage, day }) =>
			isUsual(stage) &&
			isUsual(planned.stage) &&
			((rank(stage) < rank(planned.stage) && day > planned.day) ||
				(rank(stage) > rank(planned.stage) && day < planned.day))
	)
	return clash ? 'instruments.plan-order' : null
}

const DAY_MS = 86_400_000
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

/**
 * How many days a stage came, or will come, after the day first planned for it; less than none where it was early, null where nothing
 * was planned. What is overdue slips from day to day.
 */
export function slippage(
	{ first, planned, entered }: { first: string | null; planned: string | null; entered: DaySpan | null },
	today: string
): number | null {
	if (first === null) return null
	if (entered !== null) return entered.first > first ? daysBetween(first, entered.first) : 0 - daysEarly(first, entered)
	if (planned === null) return null
	return daysBetween(first, planned < today ? today : planned)
}

// A day that is known in part counts as early only by the days it must have been.
const daysEarly = (first: string, { last }: DaySpan) => (last < first ? daysBetween(last, first) : 0)

export const isOverdue = (planned: string | null, today: string) => planned !== null && planned < today
