import type { RegistersShape } from './fill-registers.ts'

/** How much of everything a generated workspace holds. */
export type Shape = {
	actors: number
	structures: number
	frameworks: number
	areas: number
	events: number
	/** Whose history the events are: actors' alone, or structures' in turn with them. */
	told: 'actors' | 'both'
	/** What its committees did: ten years of meetings, and what came of them. */
	deliberation?: { meetings: number; recommendations: number; actions: number }
	registers?: RegistersShape
	/** What it has promised, and the laws and policies that carry it. */
	legislation?: { instruments: number; laws: number; provisions: number }
}

/** The workspace that is asked for: 200 actors, 60 structures, 100,000 records, a million events. The rest are frameworks and their
 *  areas: 1,010 and 98,730. */
export const FULL: Shape = {
	actors: 200,
	structures: 60,
	frameworks: 1_010,
	areas: 98_730,
	events: 1_000_000,
	told: 'both'
}

/** As many records, four in five of them actors: long lists of the kinds with most columns, and the shape measured before. */
export const WIDE: Shape = {
	actors: 80_112,
	structures: 60,
	frameworks: 202,
	areas: 19_626,
	events: 20_000,
	told: 'actors'
}

/** Ten thousand actors: the rows that are measured beside a generic tool. */
export const LISTED: Shape = {
	actors: 10_000,
	structures: 60,
	frameworks: 20,
	areas: 1_790,
	events: 20_000,
	told: 'both'
}

/** Committees at work: 5,000 meetings, 20,000 recommendations on their way, 60,000 actions. */
export const DELIBERATING: Shape = {
	actors: 200,
	structures: 60,
	frameworks: 20,
	areas: 1_790,
	events: 20_000,
	told: 'both',
	deliberation: { meetings: 5_000, recommendations: 20_000, actions: 60_000 }
}

/** A secretariat that keeps sixty lists, one of them of 200,000 entries with 40 fields each. */
export const REGISTERING: Shape = {
	actors: 200,
	structures: 60,
	frameworks: 20,
	areas: 1_790,
	events: 20_000,
	told: 'both',
	registers: { registers: 60, entries: 200_000, others: 1_000 }
}

/** A country's laws: 500 laws and policies with 50,000 provisions, 60 instruments with 1,800 obligations. */
export const LEGISLATING: Shape = {
	actors: 200,
	structures: 60,
	frameworks: 20,
	areas: 1_790,
	events: 20_000,
	told: 'both',
	legislation: { instruments: 60, laws: 500, provisions: 50_000 }
}

/** The same for a hasty run. */
export const HASTILY_REGISTERING: Shape = { ...REGISTERING, registers: { registers: 60, entries: 20_000, others: 20 } }

/** One of many: 300 records and 2,000 events. */
export const SMALL: Shape = { actors: 30, structures: 10, frameworks: 6, areas: 254, events: 2_000, told: 'both' }

/** A full workspace for a hasty run. */
export const HASTY: Shape = { ...FULL, frameworks: 110, areas: 9_630, events: 20_000 }

export const recordsOf = ({ actors, structures, frameworks, areas }: Shape) => actors + structures + frameworks + areas
