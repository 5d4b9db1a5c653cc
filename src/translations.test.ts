import { readFileSync } from 'node:fs'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { expect, test } from 'vitest'
import { compareTranslation } from '#platform/languages/completeness.ts'
import { COMPLETE } from './cli/translate.ts'
import { readWords, TRANSLATED, translationsSource, wordFolders } from './cli/word-folders.ts'
import { translations } from './translations.ts'
import { catalogue } from './words.ts'

const english = catalogue['en'] ?? {}
const folders: Readonly<Record<string, unknown>> = translations
const sentencesOf = (language: string) => catalogue[language] ?? {}

test('every folder of words is joined in every language', () => {
	const source = readFileSync(new URL('translations.ts', import.meta.url), 'utf8')
	expect(source, 'run `pitso words join`').toBe(translationsSource(wordFolders()))
	expect(Object.keys(folders)).toEqual(wordFolders())
})

test('every folder of words is joined in English', async () => {
	const files = await Promise.all(wordFolders().map((folder) => readWords(folder, 'en')))
	const keys = files.flatMap((sentences) => Object.keys(sentences))
	expect(
		keys.filter((key) => !Object.hasOwn(english, key)),
		'join the folder in src/words.ts'
	).toEqual([])
})

test.each(COMPLETE)('everything Pitso says in English it says in %s', (language) => {
	const { missing } = compareTranslation(english, sentencesOf(language), language)
	expect(missing, `translate these into words/${language}.json; docs/translating.md tells how`).toEqual([])
})

test.each(TRANSLATED)('no sentence in %s is broken, and none is left over', (language) => {
	const { broken, unknown } = compareTranslation(english, sentencesOf(language), language)
	expect(broken).toEqual([])
	expect(unknown, 'there is no such sentence in English').toEqual([])
})

// Words that are spelled in these languages as in English; whatever else is equal was not translated.
const SPELLED_ALIKE: Readonly<Record<string, readonly string[]>> = {
	fr: [
		'Action',
		'Actions',
		'Active',
		'Administration',
		'Argument',
		'Article',
		'Audit',
		'Commission',
		'Convention',
		'Dialogue',
		'Discussion',
		'Document',
		'Documents',
		'Expert',
		'Format',
		'Formats',
		'Instrument',
		'Instruments',
		'Invitation',
		'Invitations',
		'Menu',
		'Note',
		'Obligation',
		'Obligations',
		'Obstacle',
		'Obstacles',
		'Place',
		'Police',
		'Public',
		'Quorum',
		'Relation',
		'Source',
		'Structure',
		'Structures',
		'Succession',
		'Successions',
		'Vacant',
		'Verdict',
		'Version'
	],
	pt: ['Bilateral', 'Menu', 'Regional']
}
const NAMES = /^(?:country|language)\.|^api\.title$|^ui\.shell\.product$/
const bare = (message: string) =>
	message
		.replaceAll(/\{[^{}]*\}/g, '')
		.replaceAll(/[^\p{L} -]/gu, '')
		.trim()

test.each(COMPLETE)('no sentence in %s is still the English one', (language) => {
	const alike = [...(SPELLED_ALIKE[language] ?? []), 'Pitso', 'null', 'JSON', 'Message-ID', 'ms', '']
	const same = Object.entries(sentencesOf(language)).filter(
		([key, message]) => message === english[key] && !NAMES.test(key) && !alike.includes(bare(message))
	)
	expect(same).toEqual([])
})

test('French sets the narrow space before its signs, and no English quotation marks', () => {
	// What is quoted as typed at the console keeps its own signs.
	const wrong = Object.entries(sentencesOf('fr')).filter(
		([key, message]) =>
			key !== 'console.usage' && (/ [;?!»]| :|« |[“”]|\p{L}'\p{L}/u.test(message) || /\p{L}[;?!»]/u.test(message))
	)
	expect(wrong).toEqual([])
})

// What was written before the agreement of 1990, by the stems our sentences use; `contacto` and `facto` are said, and so written.
const OLD_SPELLING =
	/(?<![\w{.\u005b/`-])(?:acç|actor|activ|inactiv|desactiv|reactiv|actua|acta\b|actas\b|adopt|adopç|aspect|colecç|colectiv|correcç|correct|direcç|directr?[ioa]|efect|electr|exact|excep[tç]|factor|objec[tç]|perspectiv|projec[tç]|protec[tç]|recepç|redac[tç]|respectiv|sector|selecç|[dlv]êem\b)\p{L}*/giu

/** What a message says itself, in all its forms: neither what it names nor how its forms are called. */
const written = (elements: readonly MessageFormatElement[]): string =>
	elements
		.map((element) => {
			if (element.type === TYPE.literal) return element.value
			if (element.type !== TYPE.plural && element.type !== TYPE.select) return ''
			return Object.values(element.options)
				.map(({ value }) => written(value))
				.join(' ')
		})
		.join('')

test('Portuguese is written in one spelling, and calls what a meeting works through by one name', () => {
	const bare = (message: string) => written(parse(message, { ignoreTag: true })).replaceAll(/[\w-]+\.[\w.-]+/g, '')
	const old = Object.entries(sentencesOf('pt')).flatMap(([key, message]) =>
		[...bare(message).matchAll(OLD_SPELLING), ...bare(message).matchAll(/\bagenda\b|ordem do dia/gi)].map(
			([word]) => `${key}: ${word}`
		)
	)
	expect(old).toEqual([])
})

// Words of the glossary that name one thing only, wherever they stand; verbs and words of many meanings are left out.
const ONE_THING = [
	'access token',
	'backup',
	'framework',
	'history',
	'job (in the background)',
	'nomination',
	'outbox',
	'passkey',
	'passphrase',
	'password',
	'principal (member)',
	'seat',
	'second factor',
	'secretariat',
	'sheet (of a workbook)',
	'workspace'
]
// Enough of each word to tell it in its plural too.
const stems = (term: string) => term.split(/[\s-]+/).map((word) => word.slice(0, Math.max(4, word.length - 3)))

test.each(COMPLETE)('one thing has one word in %s, that of the glossary', (language) => {
	const text = readFileSync(new URL('../docs/translating/glossary.csv', import.meta.url), 'utf8')
	const [header = [], ...rows] = text.split('\n').map((line) => line.split(','))
	const glossary = new Map(rows.map((row) => [row[0], row[header.indexOf(language)] ?? '']))
	const strayed = ONE_THING.flatMap((term) => {
		const named = new RegExp(`\\b${term.replace(/ \(.*/, '').replace(/y$/, '(?:y|ie)')}s?\\b`, 'i')
		const wanted = stems(glossary.get(term) ?? '')
		expect(wanted.join(''), `${term} in ${language}`).not.toBe('')
		return Object.entries(sentencesOf(language))
			.filter(([key]) => named.test((english[key] ?? '').replaceAll(/\{\w+\}|[\w-]+\.[\w.-]+|pitso \w+|--[\w-]+/g, '')))
			.filter(([, message]) => !wanted.every((stem) => message.toLowerCase().includes(stem)))
			.map(([key, message]) => ({ term, key, message }))
	})
	expect(strayed).toEqual([])
})
