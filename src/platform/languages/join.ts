import type { Catalogue, Sentences } from './words.ts'

/** One folder's words: language to sentences. */
export type WordFiles = Readonly<Record<string, Sentences>>

/**
 * Joins the folders' words into one catalogue. Each key belongs to one folder: the same key twice in a language is a
 * defect that stops the start, since one of the two sentences would otherwise never be said.
 */
export function joinWords(folders: Readonly<Record<string, WordFiles>>): Catalogue {
	const catalogue: Record<string, Record<string, string>> = {}
	const owners = new Map<string, string>()
	for (const [folder, files] of Object.entries(folders)) {
		for (const [language, sentences] of Object.entries(files)) {
			const joined = (catalogue[language] ??= {})
			for (const [key, message] of Object.entries(sentences)) {
				const owner = owners.get(`${language} ${key}`)
				if (owner) throw new Error(`The words ${key} (${language}) stand both in ${owner} and in ${folder}`)
				owners.set(`${language} ${key}`, folder)
				joined[key] = message
			}
		}
	}
	return catalogue
}
