const LONGEST = 60

/** The allowed word a typed one most likely stands for: equal but for case, or few letters away; else undefined. */
export function findNearest(typed: string, allowed: Iterable<string>): string | undefined {
	if (typed.length > LONGEST) return undefined
	const wanted = typed.toLowerCase()
	let nearest: string | undefined
	let least = Math.max(1, Math.floor(wanted.length / 3)) + 1
	for (const word of allowed) {
		if (word.length > LONGEST || Math.abs(word.length - wanted.length) >= least) continue
		const distance = countEdits(wanted, word.toLowerCase())
		if (distance < least) {
			least = distance
			nearest = word
		}
	}
	return nearest
}

/** Letters to add, drop, change or swap with the next to make one word the other (optimal string alignment). */
function countEdits(from: string, to: string): number {
	let beforeLast: number[] = []
	let last = Array.from({ length: to.length + 1 }, (_, index) => index)
	for (let i = 1; i <= from.length; i++) {
		const row = [i]
		for (let j = 1; j <= to.length; j++) {
			const changed = (last[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
			const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
			const swapped = isSwap ? (beforeLast[j - 2] ?? 0) + 1 : changed
			row.push(Math.min(changed, swapped, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
		}
		beforeLast = last
		last = row
	}
	return last[to.length] ?? 0
}
