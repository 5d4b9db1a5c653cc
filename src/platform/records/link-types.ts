/**
 * The types of link between records, each with the name it has read from the other end and the kinds it may join (none
 * named: any). The relations between areas are those of the Simple Knowledge Organization System (W3C, 2009).
 */
export const LINK_TYPES = {
	'follows-from': { inverse: 'leads-to' },
	implements: { inverse: 'implemented-by' },
	domesticates: { inverse: 'domesticated-by' },
	supports: { inverse: 'supported-by' },
	'partly-supports': { inverse: 'partly-supported-by' },
	complements: { inverse: 'complemented-by' },
	harmonizes: { inverse: 'harmonized-by' },
	'interacts-with': { inverse: 'interacts-with' },
	amends: { inverse: 'amended-by' },
	repeals: { inverse: 'repealed-by' },
	overlaps: { inverse: 'overlaps' },
	duplicates: { inverse: 'duplicates' },
	contradicts: { inverse: 'contradicts' },
	'needs-alignment-with': { inverse: 'needs-alignment-of' },
	changed: { inverse: 'changed-by' },
	'evidence-for': { inverse: 'evidenced-by' },
	'related-to': { inverse: 'related-to' },
	'same-as': { inverse: 'same-as', kinds: ['area'] },
	'broader-than': { inverse: 'narrower-than', kinds: ['area'] }
} as const satisfies Record<string, { inverse: string; kinds?: readonly string[] }>

export type LinkType = keyof typeof LINK_TYPES
export const linkTypes = [
	'follows-from',
	'implements',
	'domesticates',
	'supports',
	'partly-supports',
	'complements',
	'harmonizes',
	'interacts-with',
	'amends',
	'repeals',
	'overlaps',
	'duplicates',
	'contradicts',
	'needs-alignment-with',
	'changed',
	'evidence-for',
	'related-to',
	'same-as',
	'broader-than'
] as const satisfies readonly LinkType[]

/** Why a link of a type cannot join two kinds of record, or null when it can. */
export function whyNotLink(type: LinkType, from: { id: string; kind: string }, to: { id: string; kind: string }) {
	if (from.id === to.id) return 'platform.link-to-itself'
	const rule: { inverse: string; kinds?: readonly string[] } = LINK_TYPES[type]
	if (rule.kinds && !(rule.kinds.includes(from.kind) && rule.kinds.includes(to.kind))) return 'platform.link-kinds'
	return null
}
