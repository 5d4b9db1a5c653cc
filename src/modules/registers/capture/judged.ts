import type { AnyField } from '../declaration/declaration.ts'
import { readFormula, type Expression } from '../formula/syntax.ts'
import type { SeenDeclaration } from '../listing/seen-declaration.ts'

type Texts = Readonly<Record<string, string>>

/** What a device judges a form by, beside its conditions: checks, formulas, and the kinds of the fields they read. */
export type Judged = {
	/** The types of fields as the script reads them (`typedAs`), by the names of their inputs, `#` for the number of a row. */
	types: Readonly<Record<string, string>>
	/** The inputs of days of which a year or a month will do, named as those of `types`. */
	partial: readonly string[]
	checks: readonly { key: string; at: string; states: readonly string[] | null; message: string; must: Expression }[]
	formulas: readonly { key: string; label: string; digits: number; expression: Expression }[]
}

// Kinds that the script reads as they are typed; money of one currency is a number to it. Of all others it knows nothing, and the server decides.
const AS_TYPED: Partial<Record<AnyField['type'], string>> = {
	text: 'text',
	'long-text': 'long-text',
	address: 'address',
	email: 'email',
	telephone: 'telephone',
	'whole-number': 'whole-number',
	decimal: 'decimal',
	date: 'date',
	'yes-no': 'yes-no',
	'one-of': 'one-of',
	'many-of': 'many-of',
	country: 'country'
}

function typeOf(field: SeenDeclaration['fields'][number]): string | undefined {
	if (field.type === 'money') return 'currency' in field && field.currency !== undefined ? 'decimal' : undefined
	return field.type === 'formula' ? undefined : AS_TYPED[field.type]
}

/** What a device takes along of what a register checks and works out, as far as the seat is told of it. */
export function packed(
	{ fields, tables, checks }: SeenDeclaration,
	{ asks, nameOf }: { asks: readonly string[]; nameOf: (names: Texts) => string }
): Judged {
	const own = fields.filter(({ key }) => asks.includes(key))
	const all = [
		...own.map((field) => [`values:${field.key}`, field] as const),
		...tables
			.filter(({ key }) => asks.includes(key))
			.flatMap((table) => table.fields.map((field) => [`tables:${table.key}:#:${field.key}`, field] as const))
	]
	const named = all.map(([name, field]) => [name, typeOf(field)] as const)
	return {
		types: Object.fromEntries(named.flatMap(([name, type]) => (type === undefined ? [] : [[name, type]]))),
		partial: all.flatMap(([name, { type }]) => (type === 'partial-date' ? [name] : [])),
		checks: checks.map(({ key, at, must, message, in: states }) => ({
			key,
			at,
			states: states ?? null,
			message: nameOf(message),
			must: readFormula(must)
		})),
		formulas: fields.flatMap((field) =>
			field.type === 'formula' && 'formula' in field
				? [{ key: field.key, label: nameOf(field.names), digits: field.digits, expression: readFormula(field.formula) }]
				: []
		)
	}
}
