/** The framework of each area, and the areas that each takes in: those that are the same, and those it is said to be broader than. */
export type Crosswalk = {
	frameworks: ReadonlyMap<string, string>
	takesIn: ReadonlyMap<string, readonly string[]>
}

type Said = { from_id: string; to_id: string; type: string }

/** A cross-walk of what is said between areas; what is the same is so in both directions. */
export function crosswalkFrom(frameworks: ReadonlyMap<string, string>, links: readonly Said[]): Crosswalk {
	const takesIn = new Map<string, string[]>()
	const add = (wide: string, narrow: string) => {
		if (frameworks.has(wide) && frameworks.has(narrow)) takesIn.set(wide, [...(takesIn.get(wide) ?? []), narrow])
	}
	for (const { from_id, to_id, type } of links) {
		add(from_id, to_id)
		if (type === 'same-as') add(to_id, from_id)
	}
	return { frameworks, takesIn }
}

/**
 * The areas whose laws count for an area, each with the areas by which it is come to, itself last: none for the area itself. What an
 * area takes in takes in more by what is said of it in turn, as long as it is of another framework; further than over one framework
 * in between nobody who said two areas are the same can be taken to have looked.
 */
export function areasMet({ frameworks, takesIn }: Crosswalk, area: string): Map<string, readonly string[]> {
	const own = frameworks.get(area)
	const met = new Map<string, readonly string[]>([[area, []]])
	const near = takesIn.get(area) ?? []
	for (const one of near) if (!met.has(one)) met.set(one, [one])
	for (const one of near) {
		if (frameworks.get(one) === own) continue
		for (const other of takesIn.get(one) ?? [])
			if (frameworks.get(other) !== own && !met.has(other)) met.set(other, [one, other])
	}
	return met
}
