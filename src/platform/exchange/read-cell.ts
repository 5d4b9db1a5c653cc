import { isCalendarDay } from '#platform/operation/fields.ts'
import type { RefusalParams } from '#platform/operation/refusal.ts'
import type { Cell } from './cell.ts'
import { excerpt } from './fault.ts'

/** Stands for the value of a cell that was refused; the fault has been named. */
export const refused = Symbol('refused')
export type Refused = typeof refused

/** Names the fault of the cell being read. */
export type Refuse = (code: string, params?: RefusalParams) => Refused

export const LONGEST_TEXT = 50_000
const LONGEST_KEY = 120

const KEY = /^[a-z0-9]+(-[a-z0-9]+)*$/
const NUMBER = /^[A-Z0-9]{1,20}-[A-Z]{2,6}-[12]\d{3}-\d{3,9}$/
// Line feed and tab are text; the other control characters cannot be seen, and PostgreSQL cannot store the first.
const CONTROL = /[^\P{Cc}\t\n]|[\ufffe\uffff]/u

/** Whether a cell shows nothing: spaces look empty, so they are. */
export function isBlank(cell: Cell): boolean {
	return cell.kind === 'empty' || (cell.kind === 'text' && cell.text.trim() === '')
}

/** Text as it may be stored, trimmed; a cell the workbook holds as a number, date or truth value has lost what was typed. */
export function readText(cell: Cell, refuse: Refuse, max = LONGEST_TEXT): string | Refused {
	if (cell.kind === 'number') return refuse('exchange.number-in-text', { value: excerpt(cell.text) })
	if (cell.kind === 'date') return refuse('exchange.date-in-text', { value: excerpt(cell.text) })
	if (cell.kind === 'boolean') return refuse('exchange.boolean-in-text', { value: excerpt(cell.text) })
	return readAny(cell, refuse, max)
}

/** A key in kebab-case. */
export function readKey(cell: Cell, refuse: Refuse): string | Refused {
	const text = readText(cell, refuse, LONGEST_KEY)
	return text === refused || KEY.test(text) ? text : refuse('exchange.not-a-key', { value: excerpt(text) })
}

/** The number of a record, as the workspace that gave it wrote it. */
export function readNumber(cell: Cell, refuse: Refuse): string | Refused {
	const text = readText(cell, refuse, LONGEST_KEY)
	return text === refused || NUMBER.test(text) ? text : refuse('exchange.not-a-number', { value: excerpt(text) })
}

/** What a record is named by: its key, or its number where it has one. */
export function readReference(cell: Cell, refuse: Refuse): string | Refused {
	const text = readText(cell, refuse, LONGEST_KEY)
	if (text === refused || KEY.test(text) || NUMBER.test(text)) return text
	return refuse('exchange.not-a-key', { value: excerpt(text) })
}

/** Whether a record is named by its number and not by a key. */
export const isRecordNumber = (reference: string) => NUMBER.test(reference)

/** A whole number within bounds, of at most 15 digits, which is what workbooks keep. */
export function readInteger(cell: Cell, refuse: Refuse, { min, max }: { min: number; max: number }): number | Refused {
	const text = readAny(cell, refuse)
	if (text === refused) return refused
	if (!isNumeric(cell) || !/^[+-]?\d{1,15}$/.test(text)) return refuse('exchange.not-whole', { value: excerpt(text) })
	const number = Number(text)
	if (number < min || number > max) return refuse('exchange.out-of-range', { value: text, min, max })
	// -0 would not equal 0 when read back.
	return number === 0 ? 0 : number
}

/** A year of four digits, from 1000 to 2999. */
export function readYear(cell: Cell, refuse: Refuse): number | Refused {
	const text = readAny(cell, refuse)
	if (text === refused) return refused
	return isNumeric(cell) && /^[12]\d{3}$/.test(text)
		? Number(text)
		: refuse('exchange.not-a-year', { value: excerpt(text) })
}

/** A day of the calendar as `YYYY-MM-DD`. */
export function readDay(cell: Cell, refuse: Refuse): string | Refused {
	const text = readAny(cell, refuse)
	if (text === refused || isCalendarDay(text)) return text
	const value = excerpt(text)
	if (cell.kind === 'number' || /^\d{5}(\.\d+)?$/.test(text)) return refuse('exchange.day-as-number', { value })
	if (cell.kind === 'date' && text.includes('T')) return refuse('exchange.day-with-time', { value })
	return refuse('exchange.not-a-day', { value })
}

/** The text of a cell of any kind but formulas and errors, trimmed and fit to be stored. */
export function readAny(cell: Cell, refuse: Refuse, max = LONGEST_TEXT): string | Refused {
	if (cell.kind === 'formula') return refuse('exchange.formula')
	if (cell.kind === 'error') return refuse('exchange.error-value', { value: excerpt(cell.text) })
	const text = cell.text.trim()
	if (text.length > max) return refuse('exchange.too-long', { max })
	const control = CONTROL.exec(text)?.[0]
	if (control !== undefined) return refuse('exchange.control-character', { character: codePoint(control) })
	return text.isWellFormed() ? text : refuse('exchange.half-character')
}

const isNumeric = (cell: Cell) => cell.kind === 'number' || cell.kind === 'text'

const codePoint = (character: string) => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
