import { isCollection, stringify } from 'yaml'
import type { Words } from '#platform/languages/words.ts'
import { openDraft, say, writeDraft, type DraftDocument } from './draft-document.ts'
import type { GuessedColumn } from './guess-types.ts'
import { looseOf } from './loose-declaration.ts'
import { followOwnKey } from './own-name.ts'
import { codeKeyFrom, numberCodeFrom } from './propose.ts'

type Texts = Readonly<Record<string, string>>

/** What a register is called that is to be made, and what it is for. */
export type Beginning = { one: Texts; many: Texts; about: Texts }

/** What stands in the workspace already: keys and codes of registers and kinds of record. */
export type Taken = { keys: ReadonlySet<string>; codes: ReadonlySet<string> }

type Speaking = Pick<Words, 't' | 'language'>

const KEEPERS = 'keepers'

const line = (text: Texts) => text['en'] ?? Object.values(text)[0] ?? ''

/** In English, which every declaration has, and in the languages that whoever begins it reads. */
const inLanguages = (words: readonly Speaking[], key: string): Texts =>
	Object.fromEntries(words.map(({ t, language }) => [language, t(`registers.draft.begin.${key}`)]))

function headOf({ one, many, about }: Beginning, taken: Taken) {
	const languages = [...new Set([...Object.keys(one), ...Object.keys(many)])]
	const names = Object.fromEntries(
		languages.map((language) => [
			language,
			{ one: one[language] ?? many[language] ?? '', many: many[language] ?? one[language] ?? '' }
		])
	)
	return {
		register: codeKeyFrom(line(one), taken.keys),
		version: 1,
		code: numberCodeFrom(line(one), taken.codes),
		names,
		about
	}
}

const write = (declaration: object) => {
	const text = stringify(declaration, { lineWidth: 120, aliasDuplicateObjects: false })
	const read = openDraft(text)
	if (!read) return text
	// Names, and what else is short, stand in one line as people write them.
	for (const place of placesOfMaps(read.plain)) {
		const node: unknown = read.document.getIn(place, true)
		if (isCollection(node)) node.flow = true
	}
	return writeDraft(read.document, '')
}

function placesOfMaps(plain: unknown, place: readonly (string | number)[] = []): (string | number)[][] {
	if (typeof plain !== 'object' || plain === null) return []
	const isShort = JSON.stringify(plain).length <= 90 && place.length > 0
	if (isShort && (place.length > 1 || !Array.isArray(plain) || plain.every((one) => typeof one !== 'object')))
		return [[...place]]
	return Object.entries(plain).flatMap(([key, value]) =>
		placesOfMaps(value, [...place, Array.isArray(plain) ? Number(key) : key])
	)
}

const shared = (words: readonly Speaking[]) => ({
	title: 'name',
	added: [KEEPERS],
	changed: [KEEPERS],
	groups: [{ key: KEEPERS, names: inLanguages(words, 'keepers'), roles: ['administrator', 'secretariat'] }]
})

const life = (words: readonly Speaking[]) => ({
	states: [
		{ key: 'open', names: inLanguages(words, 'open') },
		{ key: 'closed', names: inLanguages(words, 'closed'), end: true }
	],
	moves: [{ key: 'close', names: inLanguages(words, 'close'), from: ['open'], to: 'closed', by: [KEEPERS] }]
})

/** A register begun from nothing: called by a name, kept by the secretariat, open until it is closed. It can be declared as it stands. */
export function fromNothing(beginning: Beginning, taken: Taken, words: readonly Speaking[]): string {
	return write({
		...headOf(beginning, taken),
		...shared(words),
		fields: [{ key: 'name', type: 'text', required: true, names: inLanguages(words, 'name') }],
		...life(words),
		views: [{ key: 'all', names: inLanguages(words, 'all') }]
	})
}

// What led to a version is kept with it, and not carried on.
function withoutSteps(document: DraftDocument) {
	say(document, ['steps'], undefined)
	say(document, ['undoes'], undefined)
}

/** A register begun as a copy of another: under a key, code and name of its own, in its first version. What named the other itself names the copy. */
export function asCopy(text: string, { one, many, about }: Beginning, taken: Taken): string | null {
	const read = openDraft(text)
	if (!read) return null
	const head = headOf({ one, many, about }, taken)
	for (const [key, value] of Object.entries(head)) say(read.document, [key], value)
	followOwnKey(read.document, read.plain, { from: looseOf(read.plain).register, to: head.register })
	withoutSteps(read.document)
	return writeDraft(read.document, text)
}

/** The next version of a register: the same text, its version raised by one. */
export function asNext(text: string, version: number): string | null {
	const read = openDraft(text)
	if (!read) return null
	say(read.document, ['version'], version + 1)
	withoutSteps(read.document)
	return writeDraft(read.document, text)
}

/** A column as a field, in the way its type is declared. */
function fieldOf(column: GuessedColumn, { isTitle, language }: { isTitle: boolean; language: string }) {
	const { key, type, header, currency, digits, isFiltered, isRequired } = column
	return {
		key,
		type,
		...(type === 'one-of' || type === 'many-of' ? { codes: { list: listKeyOf(column) } } : {}),
		...(type === 'money' && currency !== null ? { currency } : {}),
		...(type === 'decimal' && digits !== null ? { digits } : {}),
		...(isTitle || isRequired ? { required: true } : {}),
		...(isFiltered && !isTitle ? { filtered: true } : {}),
		names: language === 'en' ? { en: header } : { en: header, [language]: header }
	}
}

const listKeyOf = ({ key }: GuessedColumn) => key.replaceAll('_', '-').replaceAll(/-+/g, '-').replace(/-$/, '')

/** A register begun from the columns of a spreadsheet. Headings stand as names, so that its rows are found by them when they are brought in. */
export function fromColumns(
	beginning: Beginning,
	{ columns, title, language }: { columns: readonly GuessedColumn[]; title: string; language: string },
	taken: Taken,
	words: readonly Speaking[]
): string {
	const coded = columns.filter(({ type }) => type === 'one-of' || type === 'many-of')
	const day = columns.find(({ type, isFiltered }) => type === 'date' && isFiltered)
	const [first] = coded.filter(({ type }) => type === 'one-of')
	const inWords = (name: string) => (language === 'en' ? { en: name } : { en: name, [language]: name })
	const by = first ?? day
	return write({
		...headOf(beginning, taken),
		...shared(words),
		title,
		...(coded.length > 0
			? {
					lists: coded.map((column) => ({
						key: listKeyOf(column),
						names: inWords(column.header),
						codes: column.codes.map(({ key, name }) => ({ key, names: inWords(name) }))
					}))
				}
			: {}),
		fields: columns.map((column) => fieldOf(column, { isTitle: column.key === title, language })),
		...life(words),
		views: [{ key: 'all', names: inLanguages(words, 'all') }],
		headlines: [{ key: 'all', names: inLanguages(words, 'how-many') }],
		...(by
			? {
					charts: [
						{
							key: listKeyOf(by),
							names: Object.fromEntries(
								words.map(({ t, language: spoken }) => [spoken, t('registers.draft.begin.by', { column: by.header })])
							),
							by: by.key,
							...(by.type === 'date' ? { span: 'year' } : {})
						}
					]
				}
			: {})
	})
}
