import type { Catalogue, Sentences } from './words.ts'

/** One folder's words: language to sentences. */
export type WordFiles = Readonly<Record<string, Sentences>>

/** The words of folders, by folder: the source language as the areas name it, or the translations of it. */
export type WordFolders = Readonly<Record<string, WordFiles>>

/**
 * Joins the folders' words into one catalogue. Each key belongs to one folder: the same key twice in a language is a
 * defect that stops the start, since one of the two sentences would otherwise never be said. An empty sentence is one
 * that nobody has translated yet, and is left out: English is said in its place.
 */
export function joinWords(...parts: readonly WordFolders[]): Catalogue {
	const catalogue: Record<string, Record<string, string>> = {}
	const owners = new Map<string, string>()
	for (const [folder, files] of parts.flatMap((part) => Object.entries(part))) {
		for (const [language, sentences] of Object.entries(files)) {
			const joined = (catalogue[language] ??= {})
			for (const [key, message] of Object.entries(sentences)) {
				if (message === '') continue
				const owner = owners.get(`${language} ${key}`)
				if (owner) throw new Error(`The words ${key} (${language}) stand both in ${owner} and in ${folder}`)
				owners.set(`${language} ${key}`, folder)
				joined[key] = message
			}
		}
	}
	return catalogue
}
