/** Vectors of words as `scripts/make-vectors.mjs` writes them: each row of whole numbers times its scale. */
export type WordVectors = {
	dimensions: number
	rows: ReadonlyMap<string, number>
	scales: Float32Array
	numbers: Int8Array
}

const HEADER = 16

/**
 * Reads a file of word vectors. The numbers stay where they are in the given bytes; only the words are taken out.
 * Throws an Error where the file is another one or is cut off.
 */
export function readWordVectors(bytes: Uint8Array): WordVectors {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
	if (bytes.byteLength < HEADER || String.fromCharCode(...bytes.subarray(0, 4)) !== 'PWV1')
		throw new Error('This is no file of word vectors.')
	const [dimensions, count, length] = [4, 8, 12].map((at) => view.getUint32(at, true))
	if (dimensions === undefined || count === undefined || length === undefined) throw new Error('The header is cut off.')
	const scalesAt = HEADER + Math.ceil(length / 4) * 4
	const numbersAt = scalesAt + count * 4
	if (bytes.byteLength !== numbersAt + count * dimensions) throw new Error('The file of word vectors is cut off.')
	const words = new TextDecoder().decode(bytes.subarray(HEADER, HEADER + length)).split('\n')
	return {
		dimensions,
		rows: new Map(words.map((word, row) => [word, row])),
		scales: Float32Array.from({ length: count }, (_, row) => view.getFloat32(scalesAt + row * 4, true)),
		numbers: new Int8Array(bytes.buffer, bytes.byteOffset + numbersAt, count * dimensions)
	}
}

/** Writes the vector of a word into `into`, with length 1. False where the word has none. */
export function copyVector(vectors: WordVectors, word: string, into: Float32Array): boolean {
	const row = vectors.rows.get(word)
	if (row === undefined) return false
	const start = row * vectors.dimensions
	for (let at = 0; at < into.length; at++) into[at] = vectors.numbers[start + at] ?? 0
	return makeUnit(into)
}

/** Brings a vector to length 1; false where it is nought. */
export function makeUnit(vector: Float32Array): boolean {
	let sum = 0
	for (const value of vector) sum += value * value
	if (sum === 0) return false
	const length = Math.sqrt(sum)
	for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) / length
	return true
}

/** How probable a word is in general English, by its rank among all: Zipf's law. */
export function generalProbability(vectors: WordVectors, word: string): number {
	const count = vectors.scales.length
	return 1 / (((vectors.rows.get(word) ?? count) + 2) * (Math.log(count) + 0.577))
}
