import Big from 'big.js'
import type { CompiledField, CompiledRegister, Part } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { COLUMNS, type ColumnKind } from '../declaration/field-types.ts'
import { digitsOfCurrency, isCodes, type Value, type Values } from './values.ts'

/** A column of a row: text, a whole number of the field's smallest unit, a day, or an identifier. */
export type ColumnValue = string | bigint | null

// Sorted and compared as text, a longer value is told apart by the document: an index takes no more than 2 700 bytes.
const MOST_INDEXED = 200

const DECIMAL = /^-?\d{1,20}(?:\.\d{1,20})?$/

function scaled(text: string, digits: number): bigint {
	const point = text.indexOf('.')
	const further = digits - (point === -1 ? 0 : text.length - point - 1)
	// Nothing of it is rounded away, which is nearly always so: its digits are those of the column.
	if (further >= 0 && DECIMAL.test(text)) return BigInt(text.replace('.', '')) * 10n ** BigInt(further)
	return BigInt(Big(text).times(Big(10).pow(digits)).round(0, Big.roundHalfEven).toFixed())
}

/** The first day of a date, a partial date or a period: what it is sorted and filtered by. */
function firstDay(value: Value): string | null {
	if (typeof value === 'string') return `${value}-01-01`.slice(0, 10)
	return typeof value === 'object' && 'from' in value ? value.from : null
}

/** What the column of a field holds for a value; the same work makes the bounds of a filter. */
export function columnValueOf({ field, column }: CompiledField<AnyField>, value: Value | undefined): ColumnValue {
	if (!column || value === undefined) return null
	switch (column.kind) {
		case 'text':
			if (typeof value === 'object' && 'locality' in value) {
				return value.area ?? value.country
			}
			return typeof value === 'string' ? value.slice(0, MOST_INDEXED) : null
		case 'number': {
			if (typeof value === 'boolean') return value ? 1n : 0n
			// Amounts of two currencies stand in no order: they are compared by their number alone, in the smallest unit of theirs.
			if (typeof value === 'object' && 'amount' in value) return scaled(value.amount, digitsOfCurrency(value.currency))
			const digits = field.type === 'decimal' || field.type === 'formula' ? field.digits : 0
			return typeof value === 'string' ? scaled(value, digits) : null
		}
		case 'day':
			return firstDay(value)
		case 'reference':
			return typeof value === 'string' ? value : null
		default:
			return column.kind satisfies never
	}
}

/** The name of a column, as in `text_3`. */
export const columnName = (kind: ColumnKind, position: number) => `${kind}_${String(position + 1)}`

/** All columns there are, by name. */
export const COLUMN_NAMES: readonly string[] = (['text', 'number', 'day', 'reference'] as const).flatMap((kind) =>
	Array.from({ length: COLUMNS[kind] }, (_, position) => columnName(kind, position))
)

type Kept = {
	/** The fields of a part that have columns, with the names of these. */
	columns: readonly { key: string; compiled: CompiledField; name: string }[]
	/** Its fields that take many codes, by which lists are filtered. */
	choices: readonly string[]
}

const keptOf = new WeakMap<CompiledRegister, Map<Part, Kept>>()

// Looked through once a register, and not once an entry: an import asks a hundred thousand times.
function keptIn(register: CompiledRegister, part: Part): Kept {
	const parts = keptOf.get(register) ?? new Map<Part, Kept>()
	keptOf.set(register, parts)
	const known = parts.get(part)
	if (known) return known
	const own = [...register.fields].filter(([, one]) => one.part === part)
	const made: Kept = {
		columns: own.flatMap(([key, compiled]) => {
			const { column } = compiled
			return column ? [{ key, compiled, name: columnName(column.kind, column.position) }] : []
		}),
		choices: own.flatMap(([key, { field }]) => (field.type === 'many-of' && field.filtered ? [key] : []))
	}
	parts.set(part, made)
	return made
}

/** The columns of one part of an entry; those that no field of the part takes are left out. */
export function columnsOf(register: CompiledRegister, part: Part, values: Values): Record<string, ColumnValue> {
	const columns: Record<string, ColumnValue> = {}
	for (const { key, compiled, name } of keptIn(register, part).columns)
		columns[name] = columnValueOf(compiled, values[key])
	return columns
}

/** The document of one part of an entry: its fields, by key. */
export function documentOf(register: CompiledRegister, part: Part, values: Values): Record<string, Value> {
	const document: Record<string, Value> = {}
	for (const [key, value] of Object.entries(values)) if (register.fields.get(key)?.part === part) document[key] = value
	return document
}

/** The codes that lists filter one part of an entry by: of its fields that take many. */
export const choicesOf = (register: CompiledRegister, part: Part, values: Values): { field: string; code: string }[] =>
	keptIn(register, part).choices.flatMap((field) => {
		const value = values[field]
		return isCodes(value) ? value.map((code) => ({ field, code })) : []
	})
