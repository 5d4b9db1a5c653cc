import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readTerms, type Terms } from './terms.ts'
import { readWordVectors, type WordVectors } from './word-vectors.ts'

/** What ships with Pitso about languages: vectors of English words, and the terms of migration in three languages. */
export type ShippedLanguage = { vectors: WordVectors; terms: Terms }

const FOLDER = join('reference', 'language')

// Pages run from a bundle that lies deeper in the product's folder than this file; the reference stands at its root either way.
function languageFolder(): string {
	let folder = dirname(fileURLToPath(import.meta.url))
	while (!existsSync(join(folder, FOLDER))) {
		const above = dirname(folder)
		if (above === folder) throw new Error(`The folder ${FOLDER} of the product is missing.`)
		folder = above
	}
	return join(folder, FOLDER)
}

let shipped: ShippedLanguage | undefined

/** Reads what ships at the first call, some 6 MB in 50 ms, and keeps it for the process: it never changes. */
export function shippedLanguage(): ShippedLanguage {
	const folder = shipped ? '' : languageFolder()
	shipped ??= {
		vectors: readWordVectors(readFileSync(join(folder, 'english-vectors.bin'))),
		terms: readTerms(readFileSync(join(folder, 'migration-terms.csv'), 'utf8'))
	}
	return shipped
}
