/** A pair of identifiers in the order in which verdicts keep them. */
export const ordered = (one: string, other: string): readonly [string, string] =>
	one < other ? [one, other] : [other, one]

/** The name of a pair, whichever of the two is named first. */
export const pairKey = (one: string, other: string) => ordered(one, other).join(' ')
