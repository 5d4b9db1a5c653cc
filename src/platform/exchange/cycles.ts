/**
 * The circles in a tree of rows: each is the rows on it, from one to its parent and so on round. A row whose parent is
 * not among the rows ends its line. Of rows with one key the first counts.
 */
export function findCycles<T>(
	rows: readonly T[],
	key: (row: T) => string | undefined,
	parent: (row: T) => string | undefined
): T[][] {
	const byKey = new Map<string, T>()
	for (const row of rows) {
		const name = key(row)
		if (name !== undefined && !byKey.has(name)) byKey.set(name, row)
	}
	const done = new Set<T>()
	const cycles: T[][] = []
	for (const start of rows) {
		const line = new Map<T, number>()
		let row: T | undefined = start
		while (row !== undefined && !done.has(row) && !line.has(row)) {
			line.set(row, line.size)
			const above = parent(row)
			row = above === undefined ? undefined : byKey.get(above)
		}
		const met = row === undefined ? undefined : line.get(row)
		if (met !== undefined) cycles.push([...line.keys()].slice(met))
		for (const seen of line.keys()) done.add(seen)
	}
	return cycles
}
