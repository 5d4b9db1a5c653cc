import type { RoadMapObstacleTable, RoadMapStepTable } from './schema.ts'

export const STEP_FORMS = [
	'study',
	'cabinet-memorandum',
	'parliament',
	'deposit',
	'law',
	'regulation',
	'other'
] as const satisfies readonly RoadMapStepTable['form'][]
export type StepForm = (typeof STEP_FORMS)[number]

export const STEP_STATES = ['planned', 'under-way', 'done', 'dropped'] as const
export type StepState = RoadMapStepTable['state']
export const OPEN_STEPS = ['planned', 'under-way'] as const

/** Why States do not ratify or domesticate, as the workshops of the sources list it. */
export const OBSTACLES = [
	'incompatible-law',
	'lack-of-means',
	'unemployment',
	'novelty',
	'complexity',
	'lack-of-awareness'
] as const satisfies readonly RoadMapObstacleTable['obstacle'][]
export type Obstacle = (typeof OBSTACLES)[number]

const DAY = 86_400_000
const daysFrom = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY)

export type StepDays = {
	state: StepState
	firstTarget: string | null
	target: string | null
	done: string | null
}

/** The days by which an open step is past its target; 0 where it is not, or has none. */
export function daysLate({ state, target }: Pick<StepDays, 'state' | 'target'>, today: string): number {
	if (state === 'done' || state === 'dropped' || target === null || target >= today) return 0
	return daysFrom(target, today)
}

/**
 * How many days a step has slipped from its first target: to the day it was done, else to the day it is now aimed at, or to today
 * once that has passed. Less than 0 where it was or will be early; null where it never had a target, or was dropped.
 */
export function slippageOf({ state, firstTarget, target, done }: StepDays, today: string): number | null {
	if (firstTarget === null || state === 'dropped') return null
	if (done !== null) return daysFrom(firstTarget, done)
	if (target === null) return null
	return daysFrom(firstTarget, target < today ? today : target)
}

/** Why a step cannot move to a state, or null when it can. Everything may be taken up again: what is done or dropped, with a reason. */
export function whyNotMoveStep(
	from: StepState,
	to: StepState,
	{ day, today, reason }: { day: string | null; today: string; reason: string | null }
) {
	if (from === to) return 'instruments.step-stands-so'
	if (day !== null && to !== 'done') return 'instruments.step-day-without-done'
	if (day !== null && day > today) return 'instruments.step-done-in-future'
	const isLeft = from === 'done' || from === 'dropped' || to === 'dropped'
	return isLeft && reason === null ? 'instruments.step-needs-reason' : null
}

/** Why a target cannot be moved, or null when it can: moving one that was set asks for the reason. */
export function whyNotSetTarget(
	{ state, target }: Pick<StepDays, 'state' | 'target'>,
	to: string | null,
	reason: string | null
) {
	if (state === 'done' || state === 'dropped') return 'instruments.step-over'
	if (target === to) return 'instruments.target-stands-so'
	return target !== null && reason === null ? 'instruments.target-needs-reason' : null
}

/** Steps in a new order: one of them put at a place counted from 1, beyond the last where the place is. */
export function placed<T>(steps: readonly T[], step: T, place: number): T[] {
	const others = steps.filter((one) => one !== step)
	return others.toSpliced(Math.min(Math.max(place, 1), others.length + 1) - 1, 0, step)
}

/** How a road map stands: what of it is done, what is late, and by how much the worst of it has slipped. */
export function progressOf(steps: readonly StepDays[], today: string) {
	const counted = steps.filter(({ state }) => state !== 'dropped')
	const slips = counted.flatMap((step) => slippageOf(step, today) ?? [])
	return {
		steps: counted.length,
		done: counted.filter(({ state }) => state === 'done').length,
		late: counted.filter((step) => daysLate(step, today) > 0).length,
		slippage: slips.length === 0 ? null : Math.max(...slips)
	}
}
