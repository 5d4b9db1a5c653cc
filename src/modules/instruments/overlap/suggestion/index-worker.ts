import { parentPort } from 'node:worker_threads'
import {
	addText,
	buildIndex,
	prepare,
	removeText,
	suggestOverlaps,
	type OverlapIndex
} from '../retrieval/overlap-index.ts'
import { shippedLanguage } from '../retrieval/shipped-language.server.ts'
import { findMigrationPassages } from '../themes/mainstreaming.ts'
import type { Answered, Asked, OverlapQuestion } from './asked-of-worker.ts'
import { pairKey } from './pair-key.ts'

// The thread that holds the indexes of texts: comparing a draft with all laws takes a core for seconds, and pages do not wait for it.

const indexes = new Map<string, OverlapIndex>()

function indexOf(key: string): OverlapIndex {
	const index = indexes.get(key) ?? buildIndex([], shippedLanguage())
	indexes.set(key, index)
	return index
}

function suggest(index: OverlapIndex, { draft, within, without, settled, ...options }: OverlapQuestion) {
	const out = new Set(settled)
	return suggestOverlaps(index, draft, {
		...options,
		...(within === null ? {} : { within: new Set(within) }),
		exclude: { texts: new Set(without), pair: (one, other) => out.has(pairKey(one, other)) }
	})
}

const answer = (answered: Answered) => parentPort?.postMessage(answered)

function meet(asked: Asked) {
	switch (asked.what) {
		case 'change': {
			const index = indexOf(asked.key)
			for (const id of asked.removed) removeText(index, id)
			for (const text of asked.added) addText(index, text)
			return
		}
		case 'forget':
			indexes.delete(asked.key)
			return
		case 'prepare':
			prepare(indexOf(asked.key))
			return
		case 'suggest':
			answer({ number: asked.number, pairs: suggest(indexOf(asked.key), asked.question) })
			return
		case 'passages':
			answer({
				number: asked.number,
				passages: findMigrationPassages(
					{ language: asked.language, provisions: asked.provisions },
					asked.areas,
					shippedLanguage()
				)
			})
			return
		default:
			return asked satisfies never
	}
}

parentPort?.on('message', (asked: Asked) => {
	try {
		meet(asked)
	} catch (error) {
		// Whoever asked is told; what is not asked for (a change) fails with the thread, and all is indexed anew.
		if (!('number' in asked)) throw error
		answer({ number: asked.number, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) })
	}
})
