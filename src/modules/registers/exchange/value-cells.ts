import { joinList } from '#platform/exchange/list-text.ts'
import type { AnyField } from '../declaration/declaration.ts'
import type { Value } from '../entry/values.ts'
import type { CellPart } from './file-columns.ts'

/** What is asked of a field to name what stands in it. */
export type Naming = { readonly type: Exclude<AnyField['type'], 'record'> } | Extract<AnyField, { type: 'record' }>

/** What stands for a record or a seat in a file; undefined for what the reader does not see. */
export type NameOf = (field: Naming, id: string) => string | undefined

const isReference = ({ type }: AnyField) =>
	type === 'actor' || type === 'structure' || type === 'record' || type === 'entry' || type === 'seat'

/** True for a reference to what the reader does not see: it stands in no cell, so that an empty cell says nothing of it. */
export const isUnseen = (field: AnyField, value: Value | undefined, nameOf: NameOf): boolean =>
	typeof value === 'string' && isReference(field) && nameOf(field, value) === undefined

/** The text that stands for a part of a value in a cell: exact, the same in every language, and read back as the same value. */
export function cellText(field: AnyField, part: CellPart | null, value: Value, nameOf: NameOf): string {
	if (typeof value === 'boolean') return value ? 'yes' : 'no'
	if (typeof value === 'string') {
		if (part !== null) return ''
		return isReference(field) ? (nameOf(field, value) ?? '') : value
	}
	if ('amount' in value)
		return part === 'currency' ? value.currency : `${value.amount}${moneyMark(field, value.currency)}`
	if ('from' in value) return part === 'from' ? value.from : part === 'to' ? (value.to ?? '') : ''
	if ('locality' in value) {
		switch (part) {
			case 'country':
			case 'area':
			case 'locality':
			case 'latitude':
			case 'longitude':
				return value[part] ?? ''
			case 'currency':
			case 'from':
			case 'to':
			case null:
				return ''
			default:
				return part satisfies never
		}
	}
	return joinList(value)
}

// The result of a formula over amounts says its currency itself: nothing reads it back.
const moneyMark = ({ type }: AnyField, currency: string) => (type === 'money' ? '' : ` ${currency}`)

/** True where the cells of a column are numbers to a spreadsheet program. */
export const isNumeric = (field: AnyField, part: CellPart | null) =>
	part === null
		? field.type === 'whole-number' ||
			field.type === 'decimal' ||
			field.type === 'money' ||
			field.type === 'linked-count' ||
			field.type === 'linked-sum'
		: part === 'latitude' || part === 'longitude'

/** True where the cells of a column are days to a spreadsheet program. */
export const isDay = (field: AnyField, part: CellPart | null) =>
	part === null ? field.type === 'date' : part === 'from' || part === 'to'

// A spreadsheet program keeps fifteen digits of a number; longer ones travel as text, digit by digit.
const DIGITS_KEPT = 15

/** The number a spreadsheet program may hold for a text without losing a digit; undefined where it would lose one. */
export function safeNumber(text: string): number | undefined {
	const digits = text.replace(/^-/, '').replace('.', '').replace(/^0+/, '')
	const number = Number(text)
	return digits.length <= DIGITS_KEPT && /^-?\d+(\.\d+)?$/.test(text) && String(number) === text ? number : undefined
}
