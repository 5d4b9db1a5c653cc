import { unmarked } from '#platform/languages/marks.ts'
import type { AnyField, Declaration } from '../../declaration/declaration.ts'
import { isWorkedOut } from '../../declaration/field-types.ts'
import { cellName, rowsName, type Choices } from './entry-form.ts'
import { AREAS, listOfField } from './field-lists.ts'

/** What a form gives an entry: as `entry.add` and `entry.change` take it in. */
export type Given = { values: Record<string, unknown>; tables: Record<string, Record<string, unknown>[]> }

/** What was sent with a form, by the names of its inputs. */
export type Sent = Pick<FormData, 'getAll'>

/** The values a form was made from; null where it was made from none. */
type Base = Readonly<Record<string, readonly string[]>> | null

export type Reading = {
	declaration: Declaration
	/** The fields and tables that the form asks for. */
	asks: readonly string[]
	choices: Choices
	base: Base
}

const textsOf = (sent: Sent, name: string) =>
	sent.getAll(name).flatMap((value) => (typeof value === 'string' ? [value] : []))
const textOf = (sent: Sent, name: string) => textsOf(sent, name).at(-1)?.trim() ?? ''

// A browser sends the lines of a text with two signs between them, and whoever types leaves blanks.
const tidied = (texts: readonly string[]) =>
	texts.map((text) => text.normalize('NFC').replaceAll('\r\n', '\n').trim()).filter((text) => text !== '')
const saysSame = (one: readonly string[], other: readonly string[]) =>
	tidied(one).join('\u0000') === tidied(other).join('\u0000')

const PARTS: Partial<Record<AnyField['type'], readonly string[]>> = {
	money: [':currency'],
	period: [':to'],
	place: [':area', ':country', ':latitude', ':longitude'],
	file: [':remove']
}
const inputsFor = ({ type }: AnyField, name: string) => [name, ...(PARTS[type] ?? []).map((part) => `${name}${part}`)]

// What marks the language of a name in a list is not part of what a person types.
const folded = (text: string) => unmarked(text).normalize('NFC').trim().toLowerCase()

/** What was chosen from a list of names: by its key, or by its name as people write it. What is neither is given on as typed. */
export function chosenFrom(choices: Choices, list: string, typed: string): string {
	const options = choices[list] ?? []
	if (options.some(({ value }) => value === typed)) return typed
	return options.find(({ label }) => folded(label) === folded(typed))?.value ?? typed
}

const orNull = (text: string) => (text === '' ? null : text)

/** The value of a field as it was typed; null where it is empty, undefined where nothing is said of it. */
function rawOf(sent: Sent, field: AnyField, name: string, choices: Choices): unknown {
	const text = textOf(sent, name)
	const rest = (part: string) => textOf(sent, `${name}:${part}`)
	switch (field.type) {
		case 'many-of': {
			const codes = textsOf(sent, name).filter((code) => code !== '')
			return codes.length === 0 ? null : codes
		}
		case 'money':
			if (text === '') return null
			return { amount: text, currency: field.currency ?? rest('currency').toUpperCase() }
		case 'period':
			return text === '' && rest('to') === '' ? null : { from: text, to: rest('to') }
		case 'place': {
			const country = rest('country')
			const place = {
				locality: text,
				area: chosenFrom(choices, AREAS, rest('area')),
				country: country === '' ? '' : chosenFrom(choices, 'country', country),
				latitude: rest('latitude'),
				longitude: rest('longitude')
			}
			return Object.values(place).every((part) => part === '') ? null : place
		}
		case 'file':
			if (text !== '') return text
			return rest('remove') === '' ? undefined : null
		default: {
			const list = listOfField(field)
			return list === null || text === '' ? orNull(text) : chosenFrom(choices, list, text)
		}
	}
}

/** Whether the inputs of a field say anything else than what the form was made from. */
const isChanged = (sent: Sent, base: Base, names: readonly string[]) =>
	base === null || names.some((name) => !saysSame(textsOf(sent, name), base[name] ?? []))

/** The rows that a form holds of a table, by the numbers its inputs bear. */
export const rowsOf = (sent: Sent, table: string) => textsOf(sent, rowsName(table)).filter((id) => /^\d{1,6}$/.test(id))

/**
 * What a form gives: the fields and tables that were changed in it, so that what others see of an entry stays as it is. New
 * rows that were left empty are none. With it, for each table, which row of the form each row given was.
 */
export function readEntryForm(
	sent: Sent,
	{ declaration, asks, choices, base }: Reading
): { given: Given; rows: Map<string, string[]> } {
	const given: Given = { values: {}, tables: {} }
	const rows = new Map<string, string[]>()
	for (const field of declaration.fields) {
		const name = `values:${field.key}`
		if (!asks.includes(field.key) || isWorkedOut(field) || !isChanged(sent, base, inputsFor(field, name))) continue
		const raw = rawOf(sent, field, name, choices)
		if (raw !== undefined && (raw !== null || base !== null)) given.values[field.key] = raw
	}
	for (const { key, fields } of declaration.tables) {
		if (!asks.includes(key)) continue
		const ids = rowsOf(sent, key)
		const filled = ids.flatMap((id) => {
			const kept = textOf(sent, cellName(key, id, 'id'))
			const cells = fields.flatMap((field) => {
				const raw = isWorkedOut(field) ? null : rawOf(sent, field, cellName(key, id, field.key), choices)
				// Of a row that is kept, a file of which nothing is said stays; one that is taken away is said to be.
				const isTakenAway = raw === null && field.type === 'file' && kept !== ''
				return raw === undefined || (raw === null && !isTakenAway) ? [] : [[field.key, raw] as const]
			})
			// A row that is kept may hold what its form does not show: it is taken away by its button alone.
			if (cells.length === 0 && kept === '') return []
			return [{ id, row: { ...Object.fromEntries(cells), ...(kept === '' ? {} : { id: kept }) } }]
		})
		const isSame =
			base !== null &&
			saysSame(ids, base[rowsName(key)] ?? []) &&
			ids.every((id) => fields.every((field) => !isChanged(sent, base, inputsFor(field, cellName(key, id, field.key)))))
		if (isSame || (base === null && filled.length === 0)) continue
		given.tables[key] = filled.map(({ row }) => row)
		rows.set(
			key,
			filled.map(({ id }) => id)
		)
	}
	return { given, rows }
}

const AT_CURRENCY = new Set([
	'registers.value.currency-missing',
	'registers.value.not-a-currency',
	'registers.value.other-currency'
])

/** The input of a form that a fault stands at, from the place that the command names. */
export function inputAt(
	path: readonly (string | number)[],
	code: string,
	rows: ReadonlyMap<string, readonly string[]>
): string | null {
	const [part, key, row, field] = path
	const after = AT_CURRENCY.has(code) ? ':currency' : ''
	if (part === 'values' && typeof key === 'string') return `values:${key}${after}`
	if (part !== 'tables' || typeof key !== 'string') return null
	if (typeof row !== 'number' || typeof field !== 'string') return rowsName(key)
	return `${cellName(key, rows.get(key)?.[row] ?? String(row), field)}${after}`
}

const ROW_BUTTON = /^(add|remove):([a-z][a-z0-9_]{0,39})(?::(\d{1,6}))?$/

/** The button that has the form drawn once more as it was filled in, with what is asked for then. */
export const AGAIN = 'again'

/** The name under which a form says which of its fields were told not to be asked for. */
export const UNASKED = ':unasked'

/** The rows of the table that a button of the form changes, as they then are; null where it was no such button. */
export function rowsAfter(sent: Sent, button: string): { table: string; rows: string[] } | null {
	const [, deed, table, id] = ROW_BUTTON.exec(button) ?? []
	if (table === undefined) return null
	const rows = rowsOf(sent, table)
	if (deed === 'remove') return { table, rows: rows.filter((row) => row !== id) }
	// One more than any that was there, so that no row is taken for one that was taken away.
	const last = Math.max(-1, ...rows.map(Number), Number(textOf(sent, `${rowsName(table)}:last`) || -1))
	return { table, rows: [...rows, String(last + 1)] }
}
