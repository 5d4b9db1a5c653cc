import type { CHANGES, COMPARED } from './policy-rules.ts'
import { isInherited } from './provision-title.ts'

type Change = (typeof CHANGES)[number]
export type Compared = (typeof COMPARED)[number]

/** A provision as it stands in one version, under the identifier it keeps. */
export type Standing = {
	id: string
	position: number
	number: string
	heading: string | null
	/** The units above it, the outermost first. */
	above: readonly string[] | null
	text: string
}

/** Whether the heading of a provision changed; what a Part above is called says nothing of the sections in it. */
export const isHeadedAnew = (
	before: Pick<Standing, 'heading' | 'above'>,
	after: Pick<Standing, 'heading' | 'above'>
): boolean => before.heading !== after.heading && !(isInherited(before) && isInherited(after))

/** What happened to each provision of the newer of two versions; none where nothing did. */
export function differencesOf(
	older: readonly Standing[],
	newer: readonly Standing[]
): ReadonlyMap<string, readonly Compared[]> {
	const before = new Map(older.map((one) => [one.id, one]))
	const stays = longestRising(
		newer.flatMap(({ id }) => {
			const known = before.get(id)
			return known ? [{ id, place: known.position }] : []
		})
	)
	return new Map(
		newer.map((one) => {
			const known = before.get(one.id)
			if (!known) return [one.id, ['added' as const]]
			const changes: Compared[] = []
			if (known.text !== one.text || isHeadedAnew(known, one)) changes.push('reworded')
			if (known.number !== one.number) changes.push('renumbered')
			if (!stays.has(one.id)) changes.push('moved')
			return [one.id, changes]
		})
	)
}

/** The change that is noted of a provision where several happened: the one that matters most. */
export const mainChange = (changes: readonly Compared[]): Change => {
	const main = (['added', 'reworded', 'moved', 'renumbered'] as const).find((one) => changes.includes(one))
	return main ?? 'unchanged'
}

/** Of provisions in their newer order, the most that stand in their older order too: the others were moved. */
function longestRising(provisions: readonly { id: string; place: number }[]): ReadonlySet<string> {
	const tails: number[] = []
	const previous = new Array<number>(provisions.length).fill(-1)
	for (const [index, { place }] of provisions.entries()) {
		let [low, high] = [0, tails.length]
		while (low < high) {
			const middle = (low + high) >> 1
			if ((provisions[tails[middle] ?? 0]?.place ?? 0) < place) low = middle + 1
			else high = middle
		}
		previous[index] = tails[low - 1] ?? -1
		tails[low] = index
	}
	const rising = new Set<string>()
	for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
		const one = provisions[index]
		if (one) rising.add(one.id)
	}
	return rising
}

/**
 * Two versions as one list: the provisions of the newer in its order, and each that it has no more behind the one it stood behind in
 * the older.
 */
export function inOneOrder<T extends Standing>(older: readonly T[], newer: readonly T[]) {
	const after = new Map(newer.map((one) => [one.id, one]))
	const behind = new Map<string | null, T[]>()
	let anchor: string | null = null
	for (const one of older)
		if (after.has(one.id)) anchor = one.id
		else behind.set(anchor, [...(behind.get(anchor) ?? []), one])
	const before = new Map(older.map((one) => [one.id, one]))
	const removed = (id: string | null) => (behind.get(id) ?? []).map((one) => ({ before: one, after: null }))
	return [
		...removed(null),
		...newer.flatMap((one) => [{ before: before.get(one.id) ?? null, after: one }, ...removed(one.id)])
	]
}

/** The day by which versions stand in their order: the one they bear, else the one on which they were added. */
export type Ordered = { position: number; day: string | null; added: string }

/** Versions from the oldest to the newest: a text that is found later may be older than one that is there. */
export function inTime<T extends Ordered>(versions: readonly T[]): T[] {
	const dayOf = ({ day, added }: Ordered) => day ?? added
	return versions.toSorted((one, other) => {
		if (dayOf(one) !== dayOf(other)) return dayOf(one) < dayOf(other) ? -1 : 1
		return one.position - other.position
	})
}
