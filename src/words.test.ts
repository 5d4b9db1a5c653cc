import { globSync, readFileSync } from 'node:fs'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { expect, test } from 'vitest'
import { catalogue } from './words.ts'

const english = catalogue['en'] ?? {}
const root = new URL('.', import.meta.url).pathname
const sources = globSync('**/*.{ts,svelte}', { cwd: root })
	.filter((file) => !file.endsWith('.test.ts'))
	.map((file) => ({ file, text: readFileSync(root + file, 'utf8') }))

function params(elements: readonly MessageFormatElement[]): string[] {
	return elements.flatMap((element) => {
		if (element.type === TYPE.literal || element.type === TYPE.pound) return []
		if (element.type === TYPE.tag) return params(element.children)
		if (element.type !== TYPE.plural && element.type !== TYPE.select) return [element.value]
		return [element.value, ...Object.values(element.options).flatMap(({ value }) => params(value))]
	})
}

const named = (message: string) => [...new Set(params(parse(message, { ignoreTag: true })))].sort()

test('every sentence is a message that can be read', () => {
	for (const [language, sentences] of Object.entries(catalogue))
		for (const [key, message] of Object.entries(sentences))
			expect(() => named(message), `${language} ${key}`).not.toThrow()
})

test('a sentence names the same things in every language, and exists in English', () => {
	for (const [language, sentences] of Object.entries(catalogue)) {
		for (const [key, message] of Object.entries(sentences)) {
			expect(english, `${key} (${language}) has no English`).toHaveProperty([key])
			expect(named(message), `${language} ${key}`).toEqual(named(english[key] ?? ''))
		}
	}
})

test('every key that the code says has words', () => {
	const said = sources.flatMap(({ file, text }) =>
		[...text.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => ({ file, key }))
	)
	expect(said.length).toBeGreaterThan(50)
	expect(said.filter(({ key }) => !(key in english))).toEqual([])
})

test('every key that the code puts together has words of that beginning', () => {
	const begun = sources.flatMap(({ file, text }) =>
		[...text.matchAll(/\bt\(\s*`([^`$]+)\$\{/g)].map(([, start = '']) => ({ file, start }))
	)
	const keys = Object.keys(english)
	expect(begun.filter(({ start }) => !keys.some((key) => key.startsWith(start)))).toEqual([])
})

test('dates, numbers and the order of names are those of the reader’s language: only the words make them', () => {
	const own = /\bIntl\.(?:DateTimeFormat|NumberFormat|Collator|ListFormat|DisplayNames|PluralRules)\b|\.toLocale\w*\(/
	const elsewhere = sources.filter(({ file, text }) => !file.startsWith('platform/languages/') && own.test(text))
	// What these make is never shown: the day it is in a time zone, and whether there is such a zone.
	expect(elsewhere.map(({ file }) => file).toSorted()).toEqual([
		'cli/create-workspace.ts',
		'platform/access/workspace-operations.ts',
		'platform/access/workspace.ts',
		'platform/calendar/zone.ts'
	])
})
