import { drawStacks } from '#platform/charts/bars.ts'
import type { ChartTone, Drawing } from '#platform/charts/drawing.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { HarmonizationItem, RelationItem } from './relation-outputs.ts'
import { HARMONIZATION_STATES, type HarmonizationState } from './relation-rules.ts'

type Item = Pick<HarmonizationItem, 'id' | 'standing' | 'pairs'>
type Pair = { one: RecordReference; other: RecordReference }

/** The items about two laws; `pair` is null for those that are about no two laws the reader sees. */
export type PairGroup<T> = { key: string; pair: Pair | null; items: T[] }
export type StateGroup<T> = { state: HarmonizationState; count: number; pairs: PairGroup<T>[] }

const keyOf = ({ one, other }: Pair) => `${one.id} ${other.id}`

/** Items by how far they are, and within that by the pair of laws; an item about several pairs stands under each of them. */
export function groupBoard<T extends Item>(items: readonly T[]): StateGroup<T>[] {
	return HARMONIZATION_STATES.map((state) => {
		const own = items.filter(({ standing }) => standing === state)
		const groups = new Map<string, PairGroup<T>>()
		for (const item of own) {
			const pairs: (Pair | null)[] = item.pairs.length > 0 ? [...item.pairs] : [null]
			for (const pair of pairs) {
				const key = pair ? keyOf(pair) : ''
				const group = groups.get(key) ?? { key, pair, items: [] }
				group.items.push(item)
				groups.set(key, group)
			}
		}
		const pairs = [...groups.values()].toSorted(
			(one, other) => other.items.length - one.items.length || one.key.localeCompare(other.key)
		)
		return { state, count: own.length, pairs }
	})
}

/**
 * The pairs of laws that several items are about, and the items that are alone with a pair, each once: a table for each of those would be
 * longer than what it says.
 */
export function separatePairs<T extends Item>({
	pairs
}: Pick<StateGroup<T>, 'pairs'>): { shared: PairGroup<T>[]; alone: T[] } {
	const isShared = ({ pair, items }: PairGroup<T>) => pair === null || items.length > 1
	const alone = pairs.filter((group) => !isShared(group)).flatMap(({ items }) => items)
	return { shared: pairs.filter(isShared), alone: [...new Map(alone.map((one) => [one.id, one])).values()] }
}

/** Clashes by the pair of laws they join, the pair with most of them first. */
export function groupClashes<T extends Pick<RelationItem, 'from' | 'to'>>(clashes: readonly T[]) {
	const groups = new Map<string, { key: string; pair: Pair; relations: T[] }>()
	for (const clash of clashes) {
		const [one, other] = [clash.from.whole, clash.to.whole].toSorted((a, b) => (a.id < b.id ? -1 : 1))
		if (!one || !other) continue
		const pair = { one, other }
		const group = groups.get(keyOf(pair)) ?? { key: keyOf(pair), pair, relations: [] }
		group.relations.push(clash)
		groups.set(keyOf(pair), group)
	}
	return [...groups.values()].toSorted(
		(one, other) => other.relations.length - one.relations.length || (one.key < other.key ? -1 : 1)
	)
}

type Clashes = { pair: Pair; relations: readonly Pick<RelationItem, 'type'>[] }

/** What two laws have between them that is not settled: items that somebody took up, and clashes that nobody did, by their type. */
export type PairCount = { pair: Pair; count: number; taken: number; types: ReadonlyMap<string, number> }

/** How much two laws have between them that is not settled, whether somebody took it up or not; the pair with most of it first. */
export function countPairs(groups: readonly StateGroup<unknown>[], clashes: readonly Clashes[]): PairCount[] {
	const counts = new Map<string, { pair: Pair; taken: number; types: Map<string, number> }>()
	const of = (named: Pair) => {
		const [one, other] = named.one.id < named.other.id ? [named.one, named.other] : [named.other, named.one]
		const pair = { one, other }
		const known = counts.get(keyOf(pair)) ?? { pair, taken: 0, types: new Map<string, number>() }
		counts.set(keyOf(pair), known)
		return known
	}
	for (const { state, pairs } of groups)
		if (state !== 'resolved') for (const { pair, items } of pairs) if (pair) of(pair).taken += items.length
	for (const { pair, relations } of clashes) {
		const { types } = of(pair)
		for (const { type } of relations) types.set(type, (types.get(type) ?? 0) + 1)
	}
	return [...counts.values()]
		.map(({ pair, taken, types }) => ({
			pair,
			taken,
			types,
			count: [...types.values()].reduce((sum, one) => sum + one, taken)
		}))
		.toSorted((one, other) => other.count - one.count)
}

/** How the parts of the picture are painted: what was taken up, then what nobody took up by its type. */
const PAIR_PARTS = [
	['taken', 'good'],
	['contradicts', 'bad'],
	['duplicates', 'back'],
	['overlaps', 'wait'],
	['needs-alignment-with', 'part']
] as const satisfies readonly (readonly [string, ChartTone])[]

/** Pairs of laws by what is open between them, part by part; null where no pair has more than one of it and lengths would tell nothing. */
export function drawPairs(
	counted: readonly PairCount[],
	nameOf: (pair: Pair) => string,
	number: (value: number) => string
): { drawing: Drawing; parts: (typeof PAIR_PARTS)[number][] } | null {
	if (!counted.some(({ count }) => count > 1)) return null
	const valueOf = ({ taken, types }: PairCount, part: string) => (part === 'taken' ? taken : (types.get(part) ?? 0))
	return {
		drawing: drawStacks(
			counted.map((one) => ({
				label: nameOf(one.pair),
				parts: PAIR_PARTS.map(([part, tone]) => ({ value: valueOf(one, part), tone }))
			})),
			number
		),
		parts: PAIR_PARTS.filter(([part]) => counted.some((one) => valueOf(one, part) > 0))
	}
}
