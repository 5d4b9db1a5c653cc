/**
 * Puts things that read one another in an order in which each comes after what it reads.
 * Gives the first circle found, as the keys along it with the first repeated at its end, where there is one.
 */
export function orderByReading(
	readsOf: ReadonlyMap<string, readonly string[]>
): { order: string[] } | { circle: string[] } {
	const order: string[] = []
	const settled = new Set<string>()
	for (const start of readsOf.keys()) {
		// A walk with a path of its own: a chain of a hundred fields must not lean on the depth of the call stack.
		const path: { key: string; next: number }[] = settled.has(start) ? [] : [{ key: start, next: 0 }]
		while (path.length > 0) {
			const here = path[path.length - 1]
			if (!here) break
			const read = (readsOf.get(here.key) ?? [])[here.next]
			here.next += 1
			if (read === undefined) {
				settled.add(here.key)
				order.push(here.key)
				path.pop()
			} else if (path.some(({ key }) => key === read)) {
				const keys = path.map(({ key }) => key)
				return { circle: [...keys.slice(keys.indexOf(read)), read] }
			} else if (readsOf.has(read) && !settled.has(read)) path.push({ key: read, next: 0 })
		}
	}
	return { order }
}
