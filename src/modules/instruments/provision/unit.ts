import type { NumberMark } from './number-mark.ts'
import type { Numeral } from './numeral.ts'

/** A numbered or headed unit of a text, with its own words and the units inside it in the order in which they stand. */
export type Unit = {
	/** What its number counts on from: its style and what the number counts. */
	sequence: string
	reading: Numeral | undefined
	label: string
	/** `definition`: of a term, among those that a section announces. */
	kind: NumberMark['kind'] | 'whole' | 'headed' | 'definition'
	rank: number
	heading: string
	content: (string | Unit)[]
}

/** A unit that holds nothing yet. */
export const unitOf = (given: Pick<Unit, 'kind' | 'rank'> & Partial<Unit>): Unit => ({
	sequence: '',
	reading: undefined,
	label: '',
	heading: '',
	content: [],
	...given
})

/** The last words of a unit itself, before or behind what is inside it. */
export const lastWords = (unit: Unit): string => unit.content.findLast((one) => typeof one === 'string') ?? ''

/** Definitions stand inside a section or its paragraph, and hold lists of their own. */
export const DEFINITION_RANK = 11.5

/** Objectives, pillars and strategies of a policy, before it is known what they stand in. */
export const ROUGH_RANK = 7
