import type { Tone } from '#ui/types.ts'
import type { Standing } from './domestication-rules.ts'
import type { StepState } from './road-map-rules.ts'

/** How the standing of an obligation asks for attention. */
export const toneOfStanding = (standing: Standing): Tone => {
	switch (standing) {
		case 'met':
			return 'success'
		case 'partly':
			return 'warning'
		case 'not-met':
			return 'error'
		case 'not-judged':
			return 'information'
		case 'not-applicable':
			return 'plain'
		default:
			return standing satisfies never
	}
}

/** How a step of a road map asks for attention; one past its target does so first. */
export const toneOfStep = (state: StepState, late: number): Tone => {
	if (late > 0) return 'error'
	switch (state) {
		case 'planned':
			return 'plain'
		case 'under-way':
			return 'information'
		case 'done':
			return 'success'
		case 'dropped':
			return 'plain'
		default:
			return state satisfies never
	}
}
