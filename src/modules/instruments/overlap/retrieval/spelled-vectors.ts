import { makeUnit } from './word-vectors.ts'

const SHORTEST = 3
const LONGEST = 5

// FNV-1a, 32 bits.
function hashOf(text: string): number {
	let hash = 0x811c9dc5
	for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
	return hash >>> 0
}

/**
 * Writes a vector of how a word is spelled into `into`, with length 1: the sum of one random vector for each run of three to five of
 * its letters, the random numbers drawn from the run itself. Words that share letters lie near each other, as the share of common
 * runs has it (random indexing: Kanerva, Kristoferson and Holst 2000). It serves languages for which no vectors of meaning ship.
 */
export function spellVector(word: string, into: Float32Array): boolean {
	into.fill(0)
	const bounded = `<${word}>`
	for (let size = SHORTEST; size <= LONGEST; size++)
		for (let start = 0; start + size <= bounded.length; start++) {
			let state = hashOf(bounded.slice(start, start + size)) | 1
			for (let at = 0; at < into.length; at++) {
				// xorshift32
				state ^= state << 13
				state ^= state >>> 17
				state ^= state << 5
				into[at] = (into[at] ?? 0) + (state & 1 ? 1 : -1)
			}
		}
	return makeUnit(into)
}
