import { arrange, ORDER } from './arrange.ts'
import { isKeyed, isMap, isWords, keyOf, same, type Tree } from './trees.ts'

/** A place that both sides say otherwise than the base, and each other. What is absent on a side is undefined. */
export type MergeConflict = {
	/** From the root: keys of maps and of what stands in lists by a key; `(order)` for the order of a list. */
	path: readonly string[]
	base: unknown
	local: unknown
	shipped: unknown
}

/** What somebody decided of a conflict: their own, what was shipped, or something else. */
export type Decision = { take: 'ours' | 'theirs' } | { take: 'hand'; value: unknown }

/** The name of a place: its path with points between. */
export const placeOf = (path: readonly string[]) => path.join('.')

type Three = { base: unknown; local: unknown; shipped: unknown }
type Merging = {
	decisions: ReadonlyMap<string, Decision>
	conflicts: MergeConflict[]
	/** The names in a map that have a meaning only together, beside the one that says which: the type of a field. */
	together: (map: Tree) => ReadonlySet<string> | null
}

/** The name by which what stands only together in a map is called in a place. */
const TOGETHER = 'type'

/**
 * Merges two trees of plain values that began from one: what one side left as it was is taken from the other; what both say
 * alike is taken; what both say otherwise is a conflict, and stands as the local side has it until it is decided.
 * Maps merge name by name, lists of things with a key thing by thing, lists of words word by word; all else is whole.
 */
export function mergeTrees(
	three: Three,
	{ decisions, together }: Pick<Merging, 'decisions' | 'together'>
): { merged: unknown; conflicts: MergeConflict[] } {
	const merging: Merging = { decisions, together, conflicts: [] }
	return { merged: merge(merging, [], three), conflicts: merging.conflicts }
}

function merge(merging: Merging, path: readonly string[], three: Three): unknown {
	const { base, local, shipped } = three
	if (!isClash(three)) return taken(three)
	if (isMap(local) && isMap(shipped) && (base === undefined || isMap(base))) {
		return mergeMaps(merging, path, { base: base ?? {}, local, shipped })
	}
	if (isKeyed(local) && isKeyed(shipped) && (base === undefined || isKeyed(base))) {
		return mergeKeyed(merging, path, { base, local, shipped })
	}
	if (isWords(local) && isWords(shipped) && (base === undefined || isWords(base))) {
		return mergeWords(merging, path, { base, local, shipped })
	}
	return settle(merging, path, three)
}

const isClash = ({ base, local, shipped }: Three) => !same(local, shipped) && !same(base, shipped) && !same(base, local)

/** What stands where one side at most says something otherwise. */
const taken = ({ base, local, shipped }: Three) => (same(base, local) ? shipped : local)

/** Notes a conflict, and gives what stands there as it is decided. */
function settle({ conflicts, decisions }: Merging, path: readonly string[], three: Three): unknown {
	conflicts.push({ path, ...three })
	const decided = decisions.get(placeOf(path))
	if (decided?.take === 'hand') return decided.value
	return decided?.take === 'theirs' ? three.shipped : three.local
}

function mergeMaps(
	merging: Merging,
	path: readonly string[],
	{ base, local, shipped }: { base: Tree; local: Tree; shipped: Tree }
): Tree {
	const apart = merging.together(local) && togetherIn(merging, { base, local, shipped })
	const merged: [string, unknown][] = []
	if (apart) {
		const pick = (map: Tree) =>
			Object.keys(map).length === 0
				? undefined
				: Object.fromEntries(Object.entries(map).filter(([name]) => apart.has(name)))
		const three = { base: pick(base), local: pick(local), shipped: pick(shipped) }
		const one = isClash(three) ? settle(merging, [...path, TOGETHER], three) : taken(three)
		if (isMap(one)) merged.push(...Object.entries(one))
	}
	for (const name of new Set([...Object.keys(local), ...Object.keys(shipped)])) {
		if (apart?.has(name)) continue
		const value = merge(merging, [...path, name], { base: base[name], local: local[name], shipped: shipped[name] })
		if (value !== undefined) merged.push([name, value])
	}
	return Object.fromEntries(merged)
}

/** The names that stand only together, where one side has made another kind of thing of it; else null. */
function togetherIn({ together }: Merging, { base, local, shipped }: { base: Tree; local: Tree; shipped: Tree }) {
	const kinds = new Set([base, local, shipped].flatMap((map) => (map[TOGETHER] === undefined ? [] : [map[TOGETHER]])))
	if (kinds.size < 2) return null
	return new Set([base, local, shipped].flatMap((map) => [...(together(map) ?? [])]))
}

const keysOf = (list: readonly Tree[]) => list.map(keyOf)

function mergeKeyed(
	merging: Merging,
	path: readonly string[],
	{ base, local, shipped }: { base: readonly Tree[] | undefined; local: readonly Tree[]; shipped: readonly Tree[] }
): Tree[] {
	const [b, l, s] = [base ?? [], local, shipped].map((list) => new Map(list.map((one) => [keyOf(one), one])))
	const merged = new Map<string, Tree>()
	for (const key of new Set([...keysOf(local), ...keysOf(shipped)])) {
		const value = merge(merging, [...path, key], { base: b?.get(key), local: l?.get(key), shipped: s?.get(key) })
		if (isMap(value)) merged.set(key, value)
	}
	const order = inOrder(merging, path, {
		base: base && keysOf(base),
		local: keysOf(local),
		shipped: keysOf(shipped)
	})
	return order.flatMap((key) => {
		const one = merged.get(key)
		return one ? [one] : []
	})
}

type Words = { base: readonly string[] | undefined; local: readonly string[]; shipped: readonly string[] }

/** The keys of a merged list in their order, those of both sides among them; a clash of orders is decided as any other. */
function inOrder(merging: Merging, path: readonly string[], { base, local, shipped }: Words): string[] {
	const isDecidedOtherwise = (clash: Three) => settle(merging, [...path, ORDER], clash)
	return arrange({ base, local, shipped }, (clash) => {
		const decided = isDecidedOtherwise(clash)
		return isWords(decided) ? decided : local
	})
}

// The columns of a list stand in an order; who belongs to something, or from where it moves, does not.
const ORDERED = new Set(['columns'])

function mergeWords(merging: Merging, path: readonly string[], three: Words): string[] {
	const { base = [], local, shipped } = three
	const stays = (word: string) => (local.includes(word) && shipped.includes(word) ? true : !base.includes(word))
	const words = ORDERED.has(path.at(-1) ?? '') ? inOrder(merging, path, three) : arrange(three, () => local)
	return words.filter(stays)
}
