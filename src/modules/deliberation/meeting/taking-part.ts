import { isNonState, rightsOf, type Guideline } from '../cadence/participation-rules.ts'

export const TABLE_RIGHTS = ['speak', 'propose', 'papers'] as const
export type TableRight = (typeof TABLE_RIGHTS)[number]
/** As what somebody has to do with a structure, from most to least. */
export const TABLE_PLACES = ['member', 'co-opted', 'invited', 'recommended'] as const
export type TablePlace = (typeof TABLE_PLACES)[number]
export const WHY_NO_PROPOSAL = ['reads-only', 'not-co-opted', 'no-guideline', 'not-proposing'] as const
export type WhyNoProposal = (typeof WHY_NO_PROPOSAL)[number]

/** On what a right holds: on everything, on items about some areas, or on nothing. */
export type Reach = 'all' | readonly string[]

type Part = {
	place: TablePlace | null
	/** A seat that only reads along, whatever its actor is. */
	readsOnly: boolean
	actorKind: string
	guidelines: readonly Guideline[]
	day: string
}

const inForce = ({ guidelines, actorKind, day }: Part) =>
	guidelines.filter((one) => one.actorKind === actorKind && one.from <= day && (one.to === null || day <= one.to))

/**
 * On what somebody co-opted may speak, propose items and see papers kept to members. Guidelines are made for those who belong to
 * no State; a State body that is co-opted speaks and proposes, and sees such papers as little as they do without one.
 */
export function reachOf(part: Part): Record<TableRight, Reach> {
	const found = inForce(part)
	const reach = (may: (rights: ReturnType<typeof rightsOf>) => boolean): Reach => {
		if (may(rightsOf(found, part.actorKind, [], part.day))) return 'all'
		const areas = new Set(found.flatMap(({ areaId }) => (areaId === null ? [] : [areaId])))
		return [...areas].filter((area) => may(rightsOf(found, part.actorKind, [area], part.day)))
	}
	if (part.place !== 'co-opted' || part.readsOnly) return { speak: [], propose: [], papers: [] }
	const papers = reach(({ maySeePapers }) => maySeePapers)
	if (!isNonState(part.actorKind)) return { speak: 'all', propose: 'all', papers }
	return { speak: reach(({ maySpeak }) => maySpeak), propose: reach(({ mayPropose }) => mayPropose), papers }
}

/** What the guidelines in force give to the co-opted of a kind, whether the actor is one of them or not; and since when. */
export function givenTo(part: Part): { since: string; rights: TableRight[] } | null {
	const found = inForce(part)
	const since = found
		.map(({ from }) => from)
		.toSorted()
		.at(-1)
	if (since === undefined) return null
	const has = { speak: 'maySpeak', propose: 'mayPropose', papers: 'maySeePapers' } as const
	return { since, rights: TABLE_RIGHTS.filter((right) => found.some((one) => one[has[right]])) }
}

/** Why somebody who is no full member cannot propose an item, or null when it can. */
export function whyNotPropose(part: Part): WhyNoProposal | null {
	if (part.place === 'co-opted' || part.place === 'member') {
		if (part.readsOnly) return 'reads-only'
		const { propose } = reachOf(part)
		if (part.place === 'member' || propose === 'all' || propose.length > 0) return null
		return givenTo(part) === null ? 'no-guideline' : 'not-proposing'
	}
	return 'not-co-opted'
}
