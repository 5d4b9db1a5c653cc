import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '../words.ts'
import { translate } from './translate.ts'
import { readWords, translationsSource, wordFolders } from './word-folders.ts'

const words = speak(catalogue, 'en')
let folder = ''
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pitso-words-'))
})
afterAll(() => rm(folder, { recursive: true }))

const HOME = {
	'page.home': 'Home',
	'page.areas': '{count, plural, one {# area} other {# areas}} of {name}',
	'ui.done': 'Done: '
}

/** A copy of the product's sources with two folders of words. */
async function someSources() {
	const sources = `${await mkdtemp(join(folder, 'sources-'))}/`
	await mkdir(join(sources, 'routes/words'), { recursive: true })
	await mkdir(join(sources, 'platform/files/words'), { recursive: true })
	await writeFile(join(sources, 'routes/words/en.json'), JSON.stringify(HOME))
	await writeFile(join(sources, 'platform/files/words/en.json'), JSON.stringify({ 'refusal.files.one': '=Only one' }))
	return sources
}

/** Runs `pitso words …` and gives its exit code and what it printed. */
async function run(
	sources: string,
	rest: string[],
	options: { language?: string; out?: string; check?: boolean } = {}
) {
	const lines: string[] = []
	const code = await translate(rest, options, { words, print: (line) => lines.push(line), sources })
	return { code, lines }
}

const CSV = (rows: string[]) => `folder,key,en,where,placeholders,plurals,st\n${rows.join('\n')}\n`

test('an exported file comes back as it went', async () => {
	const sources = await someSources()
	await writeFile(join(sources, 'routes/words/st.json'), JSON.stringify({ 'page.home': 'Lehae' }))
	const out = join(folder, 'back.csv')
	const { lines } = await run(sources, ['export'], { language: 'st', out })
	expect(lines).toEqual([`${out}: 4 sentences, 3 not translated yet.`])
	const text = await readFile(out, 'utf8')
	expect(text).toContain(
		'"routes","page.areas","{count, plural, one {# area} other {# areas}} of {name}","On a page","count, name","count: one, other",""'
	)
	expect(await run(sources, ['import', out])).toMatchObject({ code: 0 })
	expect(await readWords('routes', 'st', sources)).toEqual({ 'page.home': 'Lehae' })
	expect(await readWords('platform/files', 'st', sources)).toEqual({})
})

test('good rows are written in the order of the English, bad ones are refused by row and reason', async () => {
	const sources = await someSources()
	const path = join(folder, 'mixed.csv')
	await writeFile(
		path,
		CSV([
			'routes,ui.done,Done: ,,,,Ho entsoe:',
			'routes,page.home,Home,,,,Lehae',
			'routes,page.areas,"{count, plural, one {# area} other {# areas}} of {name}",,,,"{count, plural, other {libaka tse #}}"',
			'routes,page.gone,Gone,,,,x',
			"platform/files,refusal.files.one,'=Only one,,,,'=E le nngwe"
		])
	)
	const { code, lines } = await run(sources, ['import', path])
	expect(code).toBe(1)
	expect(lines).toEqual([
		'Row 4: The placeholder {name} of the English sentence is missing. Put it where its value belongs.',
		'Row 4: The count “count” lacks these plural forms of the language: one. Add them.',
		'Row 5: There is no sentence “page.gone” in the folder “routes”. Leave the first two columns as they were exported, or export the words again.',
		'Sesotho: 3 sentences stand in the files now, 2 rows were refused.'
	])
	expect(Object.entries(await readWords('routes', 'st', sources))).toEqual([
		['page.home', 'Lehae'],
		['ui.done', 'Ho entsoe: ']
	])
	expect(await readWords('platform/files', 'st', sources)).toEqual({ 'refusal.files.one': '=E le nngwe' })
})

test('a translation of a sentence that has changed since is refused', async () => {
	const sources = await someSources()
	const path = join(folder, 'changed.csv')
	await writeFile(path, CSV(['routes,page.home,House,,,,Lehae']))
	const { lines } = await run(sources, ['import', path])
	expect(lines[0]).toBe(
		'Row 2: The English sentence has changed since this file was exported. Export the words again and translate it anew.'
	)
	expect(await readWords('routes', 'st', sources)).toEqual({})
})

test('a check writes nothing', async () => {
	const sources = await someSources()
	const path = join(folder, 'check.csv')
	await writeFile(path, CSV(['routes,page.home,Home,,,,Lehae']))
	expect((await run(sources, ['import', path], { check: true })).lines).toEqual([
		'Sesotho: 1 sentence would stand in the files, no row is refused. Nothing was written.'
	])
	expect(await readWords('routes', 'st', sources)).toEqual({})
})

test('a file without a language, and a language nobody translates into, are refused', async () => {
	const sources = await someSources()
	const path = join(folder, 'none.csv')
	await writeFile(path, 'folder,key,en\nroutes,page.home,Home\n')
	await expect(run(sources, ['import', path])).rejects.toMatchObject({
		issues: [{ code: 'translating.no-language' }]
	})
	await expect(run(sources, ['export'], { language: 'xx', out: path })).rejects.toMatchObject({
		issues: [{ code: 'translating.language' }]
	})
})

test('a complete language that lacks a sentence fails the check and names it; one in work is only counted', async () => {
	const sources = await someSources()
	await writeFile(
		join(sources, 'routes/words/fr.json'),
		JSON.stringify({ 'page.home': 'Accueil', 'ui.done': 'Fait : ', 'page.old': 'Ancien' })
	)
	const french = await run(sources, ['check'], { language: 'fr' })
	expect(french.code).toBe(1)
	expect(french.lines).toEqual([
		'French (fr): 2 of 4 sentences (50%), not offered to readers yet',
		'  platform/files: 0 of 1',
		'    refusal.files.one: not translated',
		'  routes: 2 of 3',
		'    page.areas: not translated',
		'    page.old: there is no such sentence in English any more'
	])
	const sesotho = await run(sources, ['check'], { language: 'st' })
	expect(sesotho).toEqual({
		code: 0,
		lines: [
			'Sesotho (st): 0 of 4 sentences (0%), not offered to readers yet',
			'  platform/files: 0 of 1',
			'  routes: 0 of 3'
		]
	})
})

test('joining makes the missing files and the source that imports them', async () => {
	const sources = await someSources()
	expect((await run(sources, ['join'])).lines).toContain('Made: platform/files/words/nd.json')
	expect(await readWords('platform/files', 'fr', sources)).toEqual({})
	expect(await readFile(join(sources, 'translations.ts'), 'utf8')).toBe(translationsSource(wordFolders(sources)))
	expect((await run(sources, ['join'])).lines).toEqual(['All folders of words are joined.'])
})

test('what is not a command of words is none', async () => {
	expect(await run(folder, ['sing'])).toEqual({ code: undefined, lines: [] })
})
