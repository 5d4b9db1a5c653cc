/** What a conflict about the order of a list is called in its place. */
export const ORDER = '(order)'

type Orders = { base: readonly string[] | undefined; local: readonly string[]; shipped: readonly string[] }

const isEqual = (one: readonly string[], other: readonly string[]) =>
	one.length === other.length && one.every((key, index) => key === other[index])

/**
 * All keys of two lists that began from one, in one order: that of the side which moved what both have; where neither did, the
 * local one, with what the other side added behind what stood before it there. `clash` says which order of the local or the
 * shipped list holds where both moved them otherwise.
 */
export function arrange(
	{ base, local, shipped }: Orders,
	clash: (orders: { base: unknown; local: unknown; shipped: unknown }) => readonly string[]
): string[] {
	const shared = new Set(local.filter((key) => shipped.includes(key) && (base?.includes(key) ?? true)))
	const of = (keys: readonly string[]) => keys.filter((key) => shared.has(key))
	const [l, s] = [of(local), of(shipped)]
	const b = base && of(base)
	if (isEqual(l, s)) return insert(local, shipped)
	if (b && isEqual(b, l)) return insert(shipped, local)
	if (b && isEqual(b, s)) return insert(local, shipped)
	const decided = clash({ base: b, local: l, shipped: s })
	// What was decided orders what both have; the rest stands behind what it stood behind.
	return insert(insert(decided, local), shipped)
}

/** The keys of a list and, each behind its predecessor among them, those of another that it lacks. */
function insert(keys: readonly string[], others: readonly string[]): string[] {
	const known = new Set(keys)
	const all = [...keys]
	others.forEach((key, index) => {
		if (known.has(key)) return
		const before = others[index - 1]
		all.splice(before === undefined ? 0 : all.indexOf(before) + 1, 0, key)
		known.add(key)
	})
	return all
}
