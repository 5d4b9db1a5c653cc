/** A unit of a text above its provisions: `Part II`, with where it begins and how many provisions stand in it. */
export type Unit = { title: string; depth: number; position: number; number: string; provisions: number }

type Placed = { position: number | null; number: string; above: readonly string[] | null }

/** The units of a text in its order; a title that comes again elsewhere begins a unit of its own. */
export function contentsOf(provisions: readonly Placed[]): Unit[] {
	const units: Unit[] = []
	let open: Unit[] = []
	let path: readonly string[] = []
	for (const { position, number, above } of provisions) {
		if (position === null) continue
		const next = above ?? []
		let shared = 0
		while (shared < next.length && shared < path.length && next[shared] === path[shared]) shared++
		open = open.slice(0, shared)
		for (const [index, title] of next.slice(shared).entries()) {
			const unit = { title, depth: shared + index + 1, position, number, provisions: 0 }
			units.push(unit)
			open.push(unit)
		}
		for (const unit of open) unit.provisions++
		path = next
	}
	return units
}
