import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Sentences } from '#platform/languages/words.ts'

/** The folder of the product's sources, below which every area keeps its words. */
export const SOURCES = fileURLToPath(new URL('..', import.meta.url))

/** The languages that the product is translated into, complete ones first. */
export const TRANSLATED = ['fr', 'pt', 'st', 'sn', 'nd'] as const

const Words = z.record(z.string(), z.string())
const JOIN = 'translations.ts'

/** The folders that hold words, as paths below the sources: `platform/files` for `src/platform/files/words/en.json`. */
export const wordFolders = (sources = SOURCES): string[] =>
	globSync('**/words/en.json', { cwd: sources })
		.map((file) => dirname(dirname(file)))
		.toSorted()

/** The sentences of a folder in a language; none where the file is not there. */
export async function readWords(folder: string, language: string, sources = SOURCES): Promise<Sentences> {
	const text = await readFile(pathOf(folder, language, sources), 'utf8').catch((error: unknown) => {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}'
		throw error
	})
	return Words.parse(JSON.parse(text))
}

/** Writes the sentences of a folder in a language, in the order of the English ones. */
export async function writeWords(folder: string, language: string, words: Sentences, sources = SOURCES): Promise<void> {
	await writeFile(pathOf(folder, language, sources), `${JSON.stringify(words, null, '\t')}\n`)
}

const pathOf = (folder: string, language: string, sources: string) => join(sources, folder, 'words', `${language}.json`)

/** The source of `src/translations.ts`: one import a folder and language, since pages and console are built in different ways and both read plain imports. */
export function translationsSource(folders: readonly string[]): string {
	const files = folders.flatMap((folder) => TRANSLATED.map((language) => ({ folder, language })))
	const imports = files.map(
		({ folder, language }) =>
			`import ${nameOf(folder, language)} from './${folder}/words/${language}.json' with { type: 'json' }`
	)
	const entries = folders.map((folder) => {
		const languages = TRANSLATED.map((language) => `${language}: ${nameOf(folder, language)}`)
		return `\t${/^[a-z]+$/.test(folder) ? folder : `'${folder}'`}: {\n\t\t${languages.join(',\n\t\t')}\n\t}`
	})
	return `// Made by \`pitso words join\`: run it when a folder of words is added.
${imports.join('\n')}

/** The translations of every folder's words, by language. */
export const translations = {
${entries.join(',\n')}
}
`
}

/** Makes the missing files of every language, empty, and joins all of them. Returns what it made. */
export async function joinFolders(sources = SOURCES): Promise<string[]> {
	const folders = wordFolders(sources)
	const made: string[] = []
	for (const folder of folders)
		for (const language of TRANSLATED) {
			const path = pathOf(folder, language, sources)
			const isThere = await readFile(path).then(
				() => true,
				() => false
			)
			if (isThere) continue
			await writeFile(path, '{}\n')
			made.push(path.slice(sources.length))
		}
	const source = translationsSource(folders)
	const before = await readFile(join(sources, JOIN), 'utf8').catch(() => '')
	if (before === source) return made
	await writeFile(join(sources, JOIN), source)
	return [...made, JOIN]
}

function nameOf(folder: string, language: string) {
	const [first = '', ...rest] = folder.split(/[^A-Za-z]+/).filter(Boolean)
	return [first, ...rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)), language.toUpperCase()].join('')
}
