import { isContent } from '../retrieval/plain-words.ts'
import type { ShippedLanguage } from '../retrieval/shipped-language.server.ts'
import { copyVector, generalProbability, makeUnit, type WordVectors } from '../retrieval/word-vectors.ts'
import type { Word } from '../retrieval/words.ts'

/** A vector for each topic of the terms, made of what sets its words apart from those of the other topics. English alone. */
export type TopicVectors = ReadonlyMap<string, Float32Array>

// As for sections: frequent words count less (Arora, Liang and Ma 2017).
const A = 1e-3

/** The average of some plain words, frequent ones counting less; nought where none has a vector. */
function averageOf(plain: Iterable<string>, vectors: WordVectors): Float32Array {
	const sum = new Float32Array(vectors.dimensions)
	const vector = new Float32Array(vectors.dimensions)
	for (const word of new Set(plain)) {
		if (!isContent(word, 'en') || !copyVector(vectors, word, vector)) continue
		const weight = A / (A + generalProbability(vectors, word))
		for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + weight * (vector[at] ?? 0)
	}
	makeUnit(sum)
	return sum
}

/** Makes the vectors of all topics but `general`. */
export function topicVectors({ terms, vectors }: ShippedLanguage, general: string): TopicVectors {
	const words = new Map<string, string[]>()
	for (const some of terms.get('en')?.values() ?? [])
		for (const { topic, words: own } of some)
			if (topic !== '' && topic !== general) words.set(topic, [...(words.get(topic) ?? []), ...own])
	const made = new Map([...words].map(([topic, own]) => [topic, averageOf(own, vectors)]))
	const common = new Float32Array(vectors.dimensions)
	for (const vector of made.values())
		for (let at = 0; at < common.length; at++) common[at] = (common[at] ?? 0) + (vector[at] ?? 0) / made.size
	for (const vector of made.values()) {
		for (let at = 0; at < common.length; at++) vector[at] = (vector[at] ?? 0) - (common[at] ?? 0)
		makeUnit(vector)
	}
	return made
}

/** How near a passage lies to each topic: the cosine. */
export function nearTopics(topics: TopicVectors, words: readonly Word[], vectors: WordVectors): Map<string, number> {
	const mine = averageOf(
		words.map((word) => word.plain),
		vectors
	)
	const dot = (vector: Float32Array) => vector.reduce((sum, value, at) => sum + value * (mine[at] ?? 0), 0)
	return new Map([...topics].map(([topic, vector]) => [topic, dot(vector)]))
}
