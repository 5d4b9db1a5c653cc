import type { DeclaredStatus } from '#modules/directory/rules.ts'
import type { Rhythm } from './cadence.ts'

/** The years that cadences, dashboards and heat maps tell of: this one and the four before, whoever shows them. */
export const JUDGED_YEARS = 5
const YEAR_MOST = 9999

export function judgedYears(today: string): { since: string; until: string } {
	const year = Math.min(Number(today.slice(0, 4)), YEAR_MOST)
	const first = String(year - JUDGED_YEARS + 1).padStart(4, '0')
	return { since: `${first}-01-01`, until: `${String(year)}-12-31` }
}

/** What is known of when a structure took up its work; null where it is not known. */
export type Beginning = {
	declared: DeclaredStatus
	/** The day it was first declared anything else, of a structure that had been proposed or in the making. */
	leftMaking: string | null
	firstActivated: string | null
	firstMet: string | null
	yearEstablished: number | null
}

const earliest = (days: readonly (string | null)[]) => days.filter((day) => day !== null).sort()[0] ?? null

/** True of a status that says a structure is not there yet. */
export const isInMaking = (status: DeclaredStatus) => status === 'proposed' || status === 'being-established'

/**
 * The rhythms of a structure as far as they can bind it: nobody misses a meeting before the body is there. One that is proposed or
 * in the making begins with its first activation or its first meeting, and until then nothing is asked of it; any other
 * with the day it left the making, or the year it was established in, unless it is known to have worked before.
 */
export function sinceBegun<R extends Rhythm>(rhythms: readonly R[], beginning: Beginning): R[] {
	const { declared, leftMaking, firstActivated, firstMet, yearEstablished } = beginning
	const worked = earliest([firstActivated, firstMet])
	if (isInMaking(declared)) return worked === null ? rhythms.filter(asksNothing) : clipped(rhythms, worked)
	const there = leftMaking ?? (yearEstablished === null ? null : `${String(yearEstablished).padStart(4, '0')}-01-01`)
	return there === null ? [...rhythms] : clipped(rhythms, earliest([there, worked]) ?? there)
}

const asksNothing = ({ kind }: Rhythm) => kind === 'on-activation' || kind === 'none'

const clipped = <R extends Rhythm>(rhythms: readonly R[], begun: string): R[] =>
	rhythms
		.filter((rhythm) => asksNothing(rhythm) || rhythm.to === null || rhythm.to >= begun)
		.map((rhythm) =>
			asksNothing(rhythm) || (rhythm.from !== null && rhythm.from >= begun) ? rhythm : { ...rhythm, from: begun }
		)
