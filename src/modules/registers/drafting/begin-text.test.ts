import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { checkTogether } from '../declaration/check-together.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { asCopy, asNext, fromColumns, fromNothing } from './begin-text.ts'
import type { GuessedColumn } from './guess-types.ts'

const words = [speak(catalogue, 'en'), speak(catalogue, 'fr')]
const beginning = { one: { en: 'Study visit' }, many: { en: 'Study visits' }, about: { en: 'Who went where.' } }
const taken = { keys: new Set(['study-visit']), codes: new Set(['STD']) }

const faultsOf = (text: string) => {
	const read = readDeclaration(text)
	return 'register' in read ? [] : read.faults
}

test('a register from nothing can be declared as it stands, under a key and code that are free, as people write it', () => {
	const text = fromNothing(beginning, taken, words)
	expect(faultsOf(text)).toEqual([])
	expect(text).toContain('register: study-visit-2\n')
	expect(text).not.toContain('code: STD\n')
	expect(text).toContain('- { key: name, type: text, required: true, names: { en: Name, fr: Nom } }')
	expect(text).toContain('added: [keepers]')
})

const column = (more: Partial<GuessedColumn> & Pick<GuessedColumn, 'header' | 'key' | 'type'>): GuessedColumn => ({
	isRequired: false,
	isFiltered: false,
	currency: null,
	digits: null,
	most: null,
	codes: [],
	filled: 1,
	examples: [],
	twoWays: 0,
	...more
})

test('a register from columns can be declared as it stands, with a list of codes and a chart, headings as names in the language of the workspace too', () => {
	const columns = [
		column({ header: 'Nom', key: 'nom', type: 'text' }),
		column({
			header: 'Forme',
			key: 'forme',
			type: 'one-of',
			isFiltered: true,
			codes: [{ key: 'visite', name: 'Visite' }]
		}),
		column({ header: 'Coût (USD)', key: 'cout_usd', type: 'money', currency: 'USD', isFiltered: true }),
		column({ header: 'Taux', key: 'taux', type: 'decimal', digits: 3 })
	]
	const text = fromColumns(beginning, { columns, title: 'nom', language: 'fr' }, taken, words)
	expect(faultsOf(text)).toEqual([])
	const read = readDeclaration(text)
	expect('register' in read && read.register.declaration).toMatchObject({
		title: 'nom',
		fields: [
			{ key: 'nom', required: true, names: { en: 'Nom', fr: 'Nom' } },
			{ type: 'one-of', codes: { list: 'forme' }, filtered: true },
			{ type: 'money', currency: 'USD' },
			{ type: 'decimal', digits: 3 }
		],
		charts: [{ by: 'forme', names: { en: 'By Forme', fr: 'Par Forme' } }],
		headlines: [{ key: 'all' }]
	})
})

test('a copy and a next version say all that the text said, with its comments', () => {
	const text = `# Mine\n${fromNothing(beginning, { keys: new Set(), codes: new Set() }, words)}`
	const copy = asCopy(text, { one: { en: 'Seminar' }, many: { en: 'Seminars' }, about: { en: 'x' } }, taken) ?? ''
	expect(copy).toContain('# Mine')
	expect(copy).toContain('register: seminar\nversion: 1\ncode: SMN')
	expect(faultsOf(copy)).toEqual([])
	expect(asNext(text, 3)).toBe(text.replace('version: 1', 'version: 4'))
	expect(asNext('fields: [', 3)).toBeNull()
})

const SHIPPED = new URL('../../../../reference/registers/', import.meta.url)
const keyIn = (text: string) => /^register: (\S+)/m.exec(text)?.[1] ?? ''
const namingThemselves = readdirSync(SHIPPED)
	.map((file) => readFileSync(new URL(file, SHIPPED), 'utf8'))
	.filter((text) => new RegExp(`\\bregister: ${keyIn(text)}[ ,}]`).test(text))

test.each(namingThemselves.map((text) => [keyIn(text), text] as const))(
	'a copy of %s, whose entries name each other, names its own and not those of the other',
	(key, text) => {
		const copy = asCopy(text, { one: { en: 'Copied thing' }, many: {}, about: { en: 'x' } }, taken) ?? ''
		expect(copy).not.toMatch(new RegExp(`register: ${key}\\b(?!-)`))
		const both = [text, copy].flatMap((one) => {
			const read = readDeclaration(one)
			return 'register' in read ? [read.register] : []
		})
		expect(both).toHaveLength(2)
		expect(checkTogether(both, new Set()).get('copied-thing')).toEqual([])
	}
)
