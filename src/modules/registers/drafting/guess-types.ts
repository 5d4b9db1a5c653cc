import type { Cell } from '#platform/exchange/cell.ts'
import { splitList } from '#platform/exchange/list-text.ts'
import type { Table } from '#platform/exchange/table.ts'
import { readWrittenDay, readWrittenPart } from '../exchange/written-day.ts'
import { digitsOfCurrency } from '../entry/values.ts'
import { codeKeyFrom, fieldKeyFrom } from './propose.ts'

/** The types that the columns of a spreadsheet are taken for. */
export const GUESSED_TYPES = [
	'text',
	'long-text',
	'whole-number',
	'decimal',
	'money',
	'date',
	'partial-date',
	'yes-no',
	'one-of',
	'many-of',
	'country',
	'actor',
	'email',
	'telephone'
] as const
export type GuessedType = (typeof GUESSED_TYPES)[number]

/** What words mean, in the languages of the product. */
export type GuessingWords = {
	languages: readonly string[]
	yes: ReadonlySet<string>
	no: ReadonlySet<string>
	/** Countries by code and by name. */
	countries: ReadonlyMap<string, string>
	/** Names and acronyms of the actors of the workspace. */
	actors: ReadonlySet<string>
	currencies: ReadonlySet<string>
	tidy: (text: string) => string
}

/** A column of a spreadsheet as it would be declared. */
export type GuessedColumn = {
	/** Its heading, by which its cells are found again. */
	header: string
	key: string
	type: GuessedType
	isRequired: boolean
	isFiltered: boolean
	currency: string | null
	digits: number | null
	most: number | null
	codes: { key: string; name: string }[]
	/** How many cells hold something, and the first few of what they hold. */
	filled: number
	examples: string[]
	/** Cells that say a day which can be read two ways: a person must say which, in the file. */
	twoWays: number
}

// All codes must be among those declared, or the rows beyond would be refused.
const ROWS_LOOKED_AT = 50_000
const CODES_MOST = 15
const CODE_LETTERS = 60
const LINE_LETTERS = 200
const EXAMPLES = 3
const EXAMPLE_LETTERS = 60

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const TELEPHONE = /^\+?[\d ()./-]{7,25}$/
const WHOLE = /^-?(0|[1-9]\d{0,11})$/
const DECIMAL = /^-?(0|[1-9]\d{0,11})(\.\d{1,6})?$/

type Filled = Pick<Cell, 'kind' | 'text'>

const isFilled = ({ kind, text }: Filled) => kind !== 'empty' && text.trim() !== ''

/** The currency that a heading names: `Cost (USD)`, `Budget in ZAR`, `US$`. */
function currencyIn(header: string, { currencies }: GuessingWords): string | null {
	const named = header.split(/[^A-Za-z]+/).find((word) => /^[A-Z]{3}$/.test(word) && currencies.has(word))
	if (named !== undefined) return named
	if (/US\s?\$|\$\s?US/.test(header)) return 'USD'
	return header.includes('€') ? 'EUR' : null
}

const digitsIn = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => text.split('.')[1]?.length ?? 0))

type Guess = Pick<GuessedColumn, 'type'> &
	Partial<Pick<GuessedColumn, 'currency' | 'digits' | 'most' | 'codes' | 'twoWays'>>

function daysAmong(cells: readonly Filled[], languages: readonly string[]): Guess | null {
	const read = cells.map(({ kind, text }) =>
		kind === 'number'
			? null
			: kind === 'date' && !text.includes('T')
				? { day: text }
				: readWrittenDay(text.trim(), languages)
	)
	if (read.every((day) => day !== null)) return { type: 'date', twoWays: read.filter((day) => !('day' in day)).length }
	const parts = cells.map(({ text }) => readWrittenPart(text.trim(), languages))
	if (!parts.every((part) => part !== null)) return null
	// A column of years alone is one of days only where all of them are years of our time.
	const isYears = cells.every(({ text }) => /^\d{4}$/.test(text.trim()))
	if (isYears && !cells.every(({ text }) => Number(text) >= 1900 && Number(text) <= 2100)) return null
	return { type: 'partial-date', twoWays: parts.filter((day) => !('day' in day)).length }
}

function numbersAmong(cells: readonly Filled[], header: string, words: GuessingWords): Guess | null {
	const texts = cells.map(({ text }) => text.trim())
	if (!texts.every((text) => DECIMAL.test(text))) return null
	const currency = currencyIn(header, words)
	const digits = digitsIn(texts)
	if (currency !== null && digits <= digitsOfCurrency(currency)) return { type: 'money', currency }
	return texts.every((text) => WHOLE.test(text)) ? { type: 'whole-number' } : { type: 'decimal', digits }
}

function codesOf(names: readonly string[]): GuessedColumn['codes'] {
	const taken = new Set<string>()
	return names.map((name) => {
		const key = codeKeyFrom(name, taken)
		taken.add(key)
		return { key, name }
	})
}

/** Few values that come again and again; a name that stands once in every row is none. */
function codesAmong(texts: readonly string[], { tidy }: GuessingWords): Guess | null {
	const few = (values: readonly string[]) => {
		const called = new Map<string, string>()
		for (const value of values) if (!called.has(tidy(value))) called.set(tidy(value), value)
		const isFew = called.size <= CODES_MOST && called.size * 2 <= values.length
		const isShort = [...called.values()].every((value) => value.length <= CODE_LETTERS && !value.includes('\n'))
		return isFew && isShort ? codesOf([...called.values()].sort((one, other) => (one < other ? -1 : 1))) : null
	}
	const isLists = texts.some((text) => text.includes(';'))
	const parts = isLists ? few(texts.flatMap(splitList)) : null
	if (parts) return { type: 'many-of', codes: parts }
	const whole = few(texts)
	return whole ? { type: 'one-of', codes: whole } : null
}

function guess(cells: readonly Filled[], header: string, words: GuessingWords): Guess {
	if (cells.length === 0) return { type: 'text' }
	const texts = cells.map(({ text }) => text.trim())
	const said = texts.map(words.tidy)
	if (
		cells.every(
			({ kind }, index) => kind === 'boolean' || words.yes.has(said[index] ?? '') || words.no.has(said[index] ?? '')
		)
	)
		return { type: 'yes-no' }
	const plain = daysAmong(cells, words.languages) ?? numbersAmong(cells, header, words)
	if (plain) return plain
	if (said.every((text) => words.countries.has(text))) return { type: 'country' }
	if (texts.every((text) => EMAIL.test(text))) return { type: 'email' }
	if (texts.every((text) => TELEPHONE.test(text)) && texts.some((text) => /[ +()]/.test(text)))
		return { type: 'telephone' }
	if (said.every((text) => words.actors.has(text))) return { type: 'actor' }
	const coded = codesAmong(texts, words)
	if (coded) return coded
	const longest = Math.max(...texts.map((text) => text.length))
	if (longest > LINE_LETTERS || texts.some((text) => text.includes('\n'))) return { type: 'long-text' }
	return { type: 'text', most: null }
}

// As many as lists narrow by, of each kind: see field-types.ts.
const FILTERED_MOST: Readonly<Record<string, number>> = { text: 12, number: 8, day: 6, reference: 6 }
const FILTERED_BY: Partial<Record<GuessedType, string>> = {
	'one-of': 'text',
	country: 'text',
	'yes-no': 'number',
	'whole-number': 'number',
	decimal: 'number',
	money: 'number',
	date: 'day',
	'partial-date': 'day',
	actor: 'reference'
}

/** The columns of a sheet as they would be declared, with types guessed from their cells. Columns without a heading are left out. */
export function guessColumns(
	{ columns, rows }: Pick<Table, 'columns' | 'rows'>,
	words: GuessingWords
): GuessedColumn[] {
	const taken = new Set<string>()
	const filtered = new Map<string, number>()
	const looked = rows.slice(0, ROWS_LOOKED_AT)
	return columns.flatMap((header, index): GuessedColumn[] => {
		if (header.trim() === '') return []
		const key = fieldKeyFrom(header, taken)
		taken.add(key)
		const cells = looked.flatMap(({ cells: all }) => {
			const cell = all[index]
			return cell && isFilled(cell) ? [cell] : []
		})
		const found = guess(cells, header, words)
		const by = FILTERED_BY[found.type]
		const so = by === undefined ? 0 : (filtered.get(by) ?? 0)
		const isFiltered = by !== undefined && so < (FILTERED_MOST[by] ?? 0)
		if (by !== undefined && isFiltered) filtered.set(by, so + 1)
		return [
			{
				header: header.trim(),
				key,
				type: found.type,
				isRequired: false,
				isFiltered: isFiltered || found.type === 'many-of',
				currency: found.currency ?? null,
				digits: found.digits ?? null,
				most: found.most ?? null,
				codes: found.codes ?? [],
				filled: cells.length,
				examples: [...new Set(cells.map(({ text }) => text.trim()))]
					.slice(0, EXAMPLES)
					.map((text) => text.slice(0, EXAMPLE_LETTERS)),
				twoWays: found.twoWays ?? 0
			}
		]
	})
}

/** The column by whose cells rows are told apart best: entries are called by it. */
export function titleAmong(columns: readonly GuessedColumn[], rows: number): string | null {
	const texts = columns.filter(({ type }) => type === 'text')
	const always = texts.find(({ filled }) => filled === Math.min(rows, ROWS_LOOKED_AT))
	return (always ?? texts[0] ?? null)?.key ?? null
}
