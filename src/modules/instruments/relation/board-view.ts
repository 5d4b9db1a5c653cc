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

type Clashes = { pair: Pair; relations: readonly unknown[] }

/** How much two laws have between them that is not settled, whether somebody took it up or not; the pair with most of it first. */
export function countPairs(groups: readonly StateGroup<unknown>[], clashes: readonly Clashes[]) {
	const counts = new Map<string, { pair: Pair; count: number }>()
	const add = (pair: Pair, more: number) => {
		const [one, other] = pair.one.id < pair.other.id ? [pair.one, pair.other] : [pair.other, pair.one]
		const key = keyOf({ one, other })
		counts.set(key, { pair, count: (counts.get(key)?.count ?? 0) + more })
	}
	for (const { state, pairs } of groups)
		if (state !== 'resolved') for (const { pair, items } of pairs) if (pair) add(pair, items.length)
	for (const { pair, relations } of clashes) add(pair, relations.length)
	return [...counts.values()].toSorted((one, other) => other.count - one.count)
}
