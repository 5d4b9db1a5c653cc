import type { RefusalParams } from '#platform/operation/refusal.ts'
import { type Cell, emptyCell } from './cell.ts'
import { excerpt } from './fault.ts'
import { splitList } from './list-text.ts'
import { findNearest } from './nearest.ts'
import {
	LONGEST_TEXT,
	type Refuse,
	type Refused,
	isBlank,
	readAny,
	readDay,
	readInteger,
	readKey,
	readNumber,
	readReference,
	readText,
	readYear,
	refused
} from './read-cell.ts'

/** Where a declared column stands in a file: its position there and, after a colon in the header, its language. */
export type ColumnPlace = { readonly index: number; readonly language: string | undefined }

/** What a column has at hand while it reads a row. */
export type RowReading = {
	readonly cells: readonly Cell[]
	/** The workspace's first language, that of a header without one. */
	readonly language: string
	isKnown(kind: string, key: string): boolean
	/** The words of a closed list that a text may mean. */
	meant(form: ColumnForm, text: string): readonly string[]
	refuse(index: number, code: string, params?: RefusalParams): Refused
}

/** One declared column; `read` gives the value of its cell, or of its cells in several languages. */
export type Column<T> = {
	readonly form: ColumnForm
	readonly isRequired: boolean
	read(places: readonly ColumnPlace[], row: RowReading): T | Refused
}

/** A column whose cells must be filled, unless `optional()`, which gives undefined for an empty one, or `or(value)`. */
export type RequiredColumn<T> = Column<T> & {
	optional(): Column<T | undefined>
	/** An empty cell stands for this value. */
	or(value: T): Column<T>
}

/** What a column takes, for documentation and templates. */
export type ColumnForm =
	| { readonly kind: 'year' | 'day' | 'yes' | 'kind' | 'number' }
	/** With `numbers`, the number of a record passes as well. */
	| { readonly kind: 'key'; readonly numbers?: true }
	| { readonly kind: 'text' | 'name'; readonly max: number }
	/** `max` characters a value, at most `most` values. */
	| { readonly kind: 'list'; readonly max: number; readonly most: number }
	/** `words` is what the keys of the values' words begin with, as `actor-kind` in `actor-kind.ministry`. */
	| { readonly kind: 'oneOf'; readonly values: readonly string[]; readonly words: string | undefined }
	| { readonly kind: 'integer'; readonly min: number; readonly max: number }
	| { readonly kind: 'reference'; readonly to: string }

/** The kinds of column a sheet is declared with. */
export const column = {
	/** A key in kebab-case, at most 120 characters; with `numbers`, also the number of a record that has one. */
	key: ({ numbers }: { numbers?: true } = {}) =>
		numbers ? filled<string>({ kind: 'key', numbers }, readReference) : filled<string>({ kind: 'key' }, readKey),

	/** The number of a record, `ZWE-REC-2026-014`. */
	number: () => filled<string>({ kind: 'number' }, readNumber),

	/** The name of a kind of record; which kinds there are is for the importer to ask. */
	kind: () => {
		const form: ColumnForm = { kind: 'kind' }
		return filled<string>(form, (cell, refuse, row) => {
			const meant = row.meant(form, cell.text)
			return cell.kind === 'text' && meant.length === 1 && meant[0] !== undefined ? meant[0] : readKey(cell, refuse)
		})
	},

	/** Text, trimmed, in NFC with LF. With `numbers`, a whole number of a workbook passes as its digits. */
	text: ({ max, numbers = false }: { max: number; numbers?: boolean }) =>
		filled<string>({ kind: 'text', max }, (cell, refuse) =>
			numbers && cell.kind === 'number' && /^\d{1,15}$/.test(cell.text)
				? readAny(cell, refuse, max)
				: readText(cell, refuse, Math.min(max, LONGEST_TEXT))
		),

	/** A name by language: the header without a language holds the first one, `name:fr` and so on the others. */
	name: ({ max }: { max: number }) => nameColumn(max),

	/** A year from 1000 to 2999. */
	year: () => filled<number>({ kind: 'year' }, readYear),

	/** A day as `YYYY-MM-DD`; a cell that a workbook holds as a date is taken too. */
	day: () => filled<string>({ kind: 'day' }, readDay),

	/** One of a closed list of words, in capitals or not, or what it is called; `words` begins the keys of that in the catalogue. */
	oneOf: <const V extends string>(values: readonly V[], words?: string) => oneOfColumn(values, words),

	/** A whole number within bounds, both included. */
	integer: ({ min, max }: { min: number; max: number }) =>
		filled<number>({ kind: 'integer', min, max }, (cell, refuse) => readInteger(cell, refuse, { min, max })),

	/** The key or number of another row: of the sheet of that name in the same file, or known to the caller. */
	reference: (to: string) =>
		filled<string>({ kind: 'reference', to }, (cell, refuse, row) => {
			const key = readReference(cell, refuse)
			if (key === refused || row.isKnown(to, key)) return key
			return refuse('exchange.unknown-reference', { value: key, kind: to })
		}),

	/** Several values in one cell, split by `;` (in a value it is written `\\;`), trimmed, none twice; empty gives none. */
	list: ({ max = 300, most = 50 }: { max?: number; most?: number } = {}): Column<string[]> => ({
		form: { kind: 'list', max, most },
		isRequired: false,
		read([place], row) {
			const cell = cellAt(row, place)
			if (isBlank(cell)) return []
			const refuse = refuseAt(row, place)
			const text = readText(cell, refuse)
			if (text === refused) return refused
			const values = splitList(text)
			if (values.length > most) return refuse('exchange.too-many-values', { max: most })
			return values.some((value) => value.length > max) ? refuse('exchange.too-long', { max }) : values
		}
	}),

	/** `yes` for yes, empty or `no` for no. */
	yes: (): Column<boolean> => ({
		form: { kind: 'yes' },
		isRequired: false,
		read([place], row) {
			const cell = cellAt(row, place)
			const refuse = refuseAt(row, place)
			if (isBlank(cell)) return false
			if (cell.kind === 'boolean') return cell.text === 'TRUE'
			const text = readAny(cell, refuse)
			if (text === refused) return refused
			if (/^(yes|no)$/i.test(text)) return text.toLowerCase() === 'yes'
			return refuse('exchange.not-yes', { value: excerpt(text) })
		}
	})
}

type ReadFilled<T> = (cell: Cell, refuse: Refuse, row: RowReading) => T | Refused

function filled<T>(form: ColumnForm, read: ReadFilled<T>): RequiredColumn<T> {
	return {
		form,
		isRequired: true,
		read([place], row) {
			const cell = cellAt(row, place)
			return isBlank(cell) ? row.refuse(indexOf(place), 'exchange.empty') : read(cell, refuseAt(row, place), row)
		},
		optional: () => ({
			form,
			isRequired: false,
			read([place], row) {
				const cell = cellAt(row, place)
				return isBlank(cell) ? undefined : read(cell, refuseAt(row, place), row)
			}
		}),
		or: (value) => ({
			form,
			isRequired: false,
			read([place], row) {
				const cell = cellAt(row, place)
				return isBlank(cell) ? value : read(cell, refuseAt(row, place), row)
			}
		})
	}
}

type Name = Record<string, string>

function nameColumn(max: number): RequiredColumn<Name> {
	const form: ColumnForm = { kind: 'name', max }
	const read = (places: readonly ColumnPlace[], row: RowReading): Name | Refused => {
		const filled = places.filter((place) => !isBlank(cellAt(row, place)))
		const found = filled.map(
			(place) => [languageOf(place, row), readText(cellAt(row, place), refuseAt(row, place), max)] as const
		)
		const name: Name = {}
		let isRefused = false
		for (const [language, text] of found) {
			if (text === refused) isRefused = true
			else name[language] = text
		}
		// A name in another language only would leave the record without one in the workspace's own.
		const first = places.find((place) => languageOf(place, row) === row.language)
		if (isBlank(cellAt(row, first))) return row.refuse(indexOf(first), 'exchange.empty')
		return isRefused ? refused : name
	}
	const isEmpty = (places: readonly ColumnPlace[], row: RowReading) =>
		places.every((place) => isBlank(cellAt(row, place)))
	return {
		form,
		isRequired: true,
		read,
		optional: () => ({
			form,
			isRequired: false,
			read: (places, row) => (isEmpty(places, row) ? undefined : read(places, row))
		}),
		or: (name) => ({
			form,
			isRequired: false,
			read: (places, row) => (isEmpty(places, row) ? name : read(places, row))
		})
	}
}

function oneOfColumn<V extends string>(values: readonly V[], words?: string): RequiredColumn<V> {
	const byText = new Map<string, V>(values.map((value) => [value, value]))
	const allowed = values.join(', ')
	const form: ColumnForm = { kind: 'oneOf', values, words }
	return filled<V>(form, (cell, refuse, row) => {
		const text = readAny(cell, refuse)
		if (text === refused) return refused
		const meant = row.meant(form, text)
		if (meant.length > 1) return refuse('exchange.several-meant', { value: excerpt(text), allowed: meant.join(', ') })
		const value = byText.get(meant[0] ?? text)
		if (value !== undefined) return value
		const nearest = findNearest(text, values)
		if (nearest === undefined) return refuse('exchange.not-listed', { value: excerpt(text), allowed })
		return refuse('exchange.not-listed-near', { value: excerpt(text), nearest, allowed })
	})
}

const languageOf = (place: ColumnPlace, row: RowReading) => place.language ?? row.language

const indexOf = (place: ColumnPlace | undefined) => place?.index ?? -1

const cellAt = (row: RowReading, place: ColumnPlace | undefined) => (place && row.cells[place.index]) ?? emptyCell

function refuseAt(row: RowReading, place: ColumnPlace | undefined): Refuse {
	return (code, params) => row.refuse(indexOf(place), code, params)
}
