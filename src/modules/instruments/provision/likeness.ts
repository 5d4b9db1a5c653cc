/** How much two wordings have in common, from 0 to 1, by their words and pairs of words; rare ones count for more. */
export type Likeness = {
	/** Twice what both have over what each has (Dice): 1 where they are the same words. */
	alike: number
	/** How much of the shorter one stands in the longer one. */
	contained: number
}

type Features = { counts: Map<number, number>; weight: number; words: number }

const WORD = /[\p{L}\p{M}\p{N}]+/gu

// Words that more texts have than these tell too little to look for others by them.
const COMMON = 40
const CANDIDATES = 24
const RAREST = 6

/** Wordings made ready to be compared with each other: the earlier ones by their place, then the newer ones. */
export function likenessOf(earlier: readonly string[], newer: readonly string[]) {
	const known = new Map<string, number>()
	const idOf = (feature: string) => {
		const id = known.get(feature) ?? known.size
		known.set(feature, id)
		return id
	}
	const counted = [...earlier, ...newer].map((text) => {
		const words = text.normalize('NFKC').toLowerCase().match(WORD) ?? []
		const counts = new Map<number, number>()
		for (const [index, word] of words.entries()) {
			const next = words[index + 1]
			for (const id of next === undefined ? [idOf(word)] : [idOf(word), idOf(`${word} ${next}`)])
				counts.set(id, (counts.get(id) ?? 0) + 1)
		}
		return { counts, words: words.length }
	})
	const texts = new Float64Array(known.size)
	for (const { counts } of counted) for (const id of counts.keys()) texts[id] = (texts[id] ?? 0) + 1
	const weightOf = (id: number) => Math.log(1 + counted.length / (texts[id] ?? 1))
	const features = counted.map(({ counts, words }): Features => {
		let weight = 0
		for (const [id, count] of counts) weight += count * weightOf(id)
		return { counts, weight, words }
	})
	const holders = new Map<number, number[]>()
	for (let place = 0; place < earlier.length; place++)
		for (const id of features[place]?.counts.keys() ?? []) {
			const some = holders.get(id)
			if (some) some.push(place)
			else holders.set(id, [place])
		}
	const newAt = (index: number) => features[earlier.length + index]

	return {
		/** The number of words of an earlier and of a newer wording. */
		wordsOf: (place: number, index: number): [number, number] => [
			features[place]?.words ?? 0,
			newAt(index)?.words ?? 0
		],

		likeness(place: number, index: number): Likeness {
			const [one, other] = [features[place], newAt(index)]
			if (!one || !other || one.weight === 0 || other.weight === 0) return { alike: 0, contained: 0 }
			const [few, many] = one.counts.size < other.counts.size ? [one, other] : [other, one]
			let shared = 0
			for (const [id, count] of few.counts) {
				const there = many.counts.get(id)
				if (there !== undefined) shared += Math.min(count, there) * weightOf(id)
			}
			return {
				alike: (2 * shared) / (one.weight + other.weight),
				contained: shared / Math.min(one.weight, other.weight)
			}
		},

		/** The earlier wordings that share the most rare words with a newer one, in a fixed order. */
		candidates(index: number): number[] {
			const ids = [...(newAt(index)?.counts.keys() ?? [])].filter((id) => holders.has(id))
			const rare = ids.filter((id) => (holders.get(id)?.length ?? 0) <= COMMON)
			const asked =
				rare.length > 0
					? rare
					: ids.toSorted((one, other) => (texts[one] ?? 0) - (texts[other] ?? 0) || one - other).slice(0, RAREST)
			const shared = new Map<number, number>()
			for (const id of asked)
				for (const place of holders.get(id)?.slice(0, COMMON * 5) ?? [])
					shared.set(place, (shared.get(place) ?? 0) + weightOf(id))
			return [...shared]
				.sort(([one, weight], [other, more]) => more - weight || one - other)
				.slice(0, CANDIDATES)
				.map(([place]) => place)
		}
	}
}
