import type { RefusalParams } from '#platform/operation/refusal.ts'
import { type Cell, emptyCell } from './cell.ts'
import { excerpt } from './fault.ts'
import { findNearest } from './nearest.ts'

/** Where a declared column stands in a file: its position there and, after a colon in the header, its language. */
export type ColumnPlace = { readonly index: number; readonly language: string | undefined }

/** What a column has at hand while it reads a row. */
export type RowReading = {
	readonly cells: readonly Cell[]
	/** The workspace's first language, that of a header without one. */
	readonly language: string
	isKnown(kind: string, key: string): boolean
	/** Adds a fault; the row is then not given out. */
	refuse(index: number, code: string, params?: RefusalParams): void
}

/**
 * One declared column. `read` gives the value of its cell, or of its cells in several languages, and undefined where
 * the cell is empty and may be, or was refused.
 */
export type Column<T> = {
	readonly form: ColumnForm
	readonly isRequired: boolean
	read(places: readonly ColumnPlace[], row: RowReading): T | undefined
}

/** A column whose cells must be filled, unless `optional()`. */
export type RequiredColumn<T> = Column<T> & { optional(): Column<T | undefined> }

/** What a column takes, for documentation and templates. */
export type ColumnForm =
	| { readonly kind: 'key' | 'year' | 'day' | 'list' | 'yes' }
	| { readonly kind: 'text' | 'name'; readonly max: number }
	| { readonly kind: 'oneOf'; readonly values: readonly string[] }
	| { readonly kind: 'integer'; readonly min: number; readonly max: number }
	| { readonly kind: 'reference'; readonly to: string }

/** Gives the value of a filled cell, or undefined after refusing it. */
type ReadFilled<T> = (cell: Cell, refuse: (code: string, params?: RefusalParams) => void, row: RowReading) => T | undefined

const KEY = /^[a-z0-9]+(-[a-z0-9]+)*$/
const KEY_LENGTH = 100
const LONGEST_TEXT = 50_000

export const column = {
	/** A key in kebab-case, at most 100 characters. */
	key: () => filled<string>({ kind: 'key' }, readKey),

	/** Text, trimmed, in NFC. `numbers` lets a cell that a workbook holds as a whole number pass as its digits. */
	text: ({ max, numbers = false }: { max: number; numbers?: boolean }) =>
		filled<string>({ kind: 'text', max }, (cell, refuse) =>
			numbers && cell.kind === 'number' && /^-?\d{1,15}$/.test(cell.text) ? cell.text : readText(cell, refuse, max)
		),

	/** A name by language: the header without a language holds the first one, `name:fr` and so on the others. */
	name: ({ max }: { max: number }) => nameColumn(max),

	/** A year from 1000 to 2999. */
	year: () => filled<number>({ kind: 'year' }, (cell, refuse) => readYear(cell, refuse)),

	/** A day as `YYYY-MM-DD`; cells that a workbook shows as dates are taken too. */
	day: () => filled<string>({ kind: 'day' }, (cell, refuse) => readDay(cell, refuse)),

	/** One of a closed list of words. */
	oneOf: <const V extends string>(values: readonly V[]) => oneOfColumn(values),

	/** A whole number within bounds, both included. */
	integer: ({ min, max }: { min: number; max: number }) =>
		filled<number>({ kind: 'integer', min, max }, (cell, refuse) => readInteger(cell, refuse, { min, max })),

	/** The key of another row: of the sheet of that name in the same file, or known to the caller. */
	reference: (to: string) =>
		filled<string>({ kind: 'reference', to }, (cell, refuse, row) => {
			const key = readKey(cell, refuse)
			if (key === undefined || row.isKnown(to, key)) return key
			refuse('exchange.unknown-reference', { value: excerpt(key), kind: to })
			return undefined
		}),

	/** Several values in one cell, split by `;`, trimmed, none twice; empty gives none. */
	list: (): Column<string[]> => ({
		form: { kind: 'list' },
		isRequired: false,
		read: ([place], row) => {
			const cell = cellAt(row, place)
			const text = cell.kind === 'empty' ? '' : readText(cell, refuseAt(row, place), LONGEST_TEXT)
			const values = text?.split(';').map((value) => value.trim())
			return values && [...new Set(values.filter((value) => value !== ''))]
		}
	}),

	/** `yes`, or empty (or `no`) for no. */
	yes: (): Column<boolean> => ({
		form: { kind: 'yes' },
		isRequired: false,
		read: ([place], row) => {
			const cell = cellAt(row, place)
			if (cell.kind === 'boolean') return cell.text === 'TRUE'
			const text = cell.kind === 'empty' ? '' : readText(cell, refuseAt(row, place), LONGEST_TEXT)
			if (text === undefined) return undefined
			if (/^yes$/i.test(text)) return true
			if (/^(no)?$/i.test(text)) return false
			refuseAt(row, place)('exchange.not-yes', { value: excerpt(text) })
			return undefined
		}
	})
}

function filled<T>(form: ColumnForm, read: ReadFilled<T>): RequiredColumn<T> {
	const make = (isRequired: boolean): Column<T> => ({
		form,
		isRequired,
		read: ([place], row) => {
			const cell = cellAt(row, place)
			const refuse = refuseAt(row, place)
			if (!isBlank(cell)) return read(cell, refuse, row)
			if (isRequired) refuse('exchange.empty')
			return undefined
		}
	})
	return { ...make(true), optional: () => make(false) }
}

function nameColumn(max: number): RequiredColumn<Record<string, string>> {
	const make = (isRequired: boolean): Column<Record<string, string>> => ({
		form: { kind: 'name', max },
		isRequired,
		read: (places, row) => {
			const found: [string, string][] = []
			for (const place of places) {
				const cell = cellAt(row, place)
				const text = isBlank(cell) ? undefined : readText(cell, refuseAt(row, place), max)
				if (text !== undefined) found.push([place.language ?? row.language, text])
			}
			const first = places.find((place) => (place.language ?? row.language) === row.language)
			const isMissing = isBlank(cellAt(row, first))
			// A name in another language only would leave the record without a title in the workspace's own.
			if (isMissing && (isRequired || found.length > 0)) refuseAt(row, first ?? places[0])('exchange.empty')
			return found.length > 0 ? Object.fromEntries(found) : undefined
		}
	})
	return { ...make(true), optional: () => make(false) }
}

function oneOfColumn<V extends string>(values: readonly V[]): RequiredColumn<V> {
	const byText = new Map<string, V>(values.map((value) => [value, value]))
	const nearest = new Map<string, string | undefined>()
	const allowed = values.join(', ')
	return filled<V>({ kind: 'oneOf', values }, (cell, refuse) => {
		const text = cell.kind === 'number' || cell.kind === 'boolean' ? cell.text : readText(cell, refuse, LONGEST_TEXT)
		if (text === undefined) return undefined
		const value = byText.get(text)
		if (value !== undefined) return value
		// The same wrong word often stands in every row.
		if (!nearest.has(text) && nearest.size < 1_000) nearest.set(text, findNearest(text, values))
		const near = nearest.get(text)
		if (near === undefined) refuse('exchange.not-listed', { value: excerpt(text), allowed })
		else refuse('exchange.not-listed-near', { value: excerpt(text), nearest: near, allowed })
		return undefined
	})
}

type Refuse = (code: string, params?: RefusalParams) => void

// Text cells that hold spaces only look empty, so they are.
export const isBlank = (cell: Cell) => cell.kind === 'empty' || (cell.kind === 'text' && cell.text.trim() === '')

const cellAt = (row: RowReading, place: ColumnPlace | undefined) => (place && row.cells[place.index]) ?? emptyCell

function refuseAt(row: RowReading, place: ColumnPlace | undefined): Refuse {
	return (code, params) => row.refuse(place?.index ?? -1, code, params)
}

function readKey(cell: Cell, refuse: Refuse): string | undefined {
	const text = readText(cell, refuse, KEY_LENGTH)
	if (text === undefined || KEY.test(text)) return text
	refuse('exchange.not-a-key', { value: excerpt(text) })
	return undefined
}

function readText(cell: Cell, refuse: Refuse, max: number): string | undefined {
	switch (cell.kind) {
		case 'number':
			refuse('exchange.number-in-text', { value: excerpt(cell.text) })
			return undefined
		case 'date':
			refuse('exchange.date-in-text', { value: excerpt(cell.text) })
			return undefined
		case 'boolean':
			refuse('exchange.boolean-in-text', { value: cell.text })
			return undefined
		default:
			return readPlain(cell, refuse, max)
	}
}

// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

/** The text of a cell of any kind but formulas and errors, trimmed and fit to be stored. */
function readPlain(cell: Cell, refuse: Refuse, max: number): string | undefined {
	if (cell.kind === 'formula') refuse('exchange.formula')
	else if (cell.kind === 'error') refuse('exchange.error-value', { value: excerpt(cell.text) })
	else {
		const text = cell.text.trim()
		if (text.length > Math.min(max, LONGEST_TEXT)) {
			refuse('exchange.too-long', { max: Math.min(max, LONGEST_TEXT), length: text.length })
			return undefined
		}
		const control = CONTROL.exec(text)?.[0]
		if (control === undefined && text.isWellFormed()) return text
		refuse('exchange.character', { character: control === undefined ? 'U+D800–U+DFFF' : nameCharacter(control) })
	}
	return undefined
}

const nameCharacter = (character: string) => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

function readInteger(cell: Cell, refuse: Refuse, { min, max }: { min: number; max: number }): number | undefined {
	const text = readPlain(cell, refuse, LONGEST_TEXT)
	if (text === undefined) return undefined
	if (cell.kind === 'date' || cell.kind === 'boolean' || !/^[+-]?\d{1,15}$/.test(text)) {
		refuse('exchange.not-whole', { value: excerpt(text) })
		return undefined
	}
	const number = Number(text)
	if (number >= min && number <= max) return number === 0 ? 0 : number
	refuse('exchange.out-of-range', { value: excerpt(text), min, max })
	return undefined
}

function readYear(cell: Cell, refuse: Refuse): number | undefined {
	const text = readPlain(cell, refuse, LONGEST_TEXT)
	if (text === undefined || (cell.kind !== 'date' && /^[12]\d{3}$/.test(text))) return text && Number(text)
	refuse('exchange.not-a-year', { value: excerpt(text) })
	return undefined
}

function readDay(cell: Cell, refuse: Refuse): string | undefined {
	const text = readPlain(cell, refuse, LONGEST_TEXT)
	if (text === undefined || isDay(text)) return text
	const value = excerpt(text)
	if (cell.kind === 'number' || /^\d{5}(\.\d+)?$/.test(text)) refuse('exchange.day-as-number', { value })
	else if (cell.kind === 'date' && text.includes('T')) refuse('exchange.day-with-time', { value })
	else refuse('exchange.not-a-day', { value })
	return undefined
}

function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
	const date = new Date(`${text}T00:00:00Z`)
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
