import type { AnyField, Declaration } from '../../declaration/declaration.ts'
import { readFormula, type Expression } from '../../formula/syntax.ts'
import { isCodes, type Value, type Values } from '../values.ts'

/** A field that is asked for, or must be filled, as others stand: by the names of its inputs, `#` for the number of a row. */
export type Condition = {
	name: string
	asked: Expression | null
	required: Expression | boolean
}

/** What the script of a form judges while it is filled in: the conditions, and the kinds of the fields they read. */
export type Conditions = {
	conditions: readonly Condition[]
	/** The types of fields, by the names of their inputs. */
	types: Readonly<Record<string, string>>
	/** What stands in fields that the form does not ask for. */
	held: Readonly<Record<string, string | boolean | readonly string[]>>
	today: string
}

type Asked = { declaration: Declaration; asks: readonly string[]; values: Values; today: string }

const PLAIN = new Set<AnyField['type']>([
	'text',
	'long-text',
	'address',
	'email',
	'telephone',
	'whole-number',
	'decimal',
	'date',
	'yes-no',
	'one-of',
	'many-of',
	'actor',
	'structure',
	'seat',
	'record',
	'entry',
	'country'
])

const isHeld = (value: Value | undefined): value is string | boolean | readonly string[] =>
	typeof value === 'string' || typeof value === 'boolean' || isCodes(value)

const dependsOnOthers = ({ asked, required }: AnyField) => asked !== undefined || typeof required === 'string'

const conditionOf = (name: string, { asked, required }: AnyField): Condition => ({
	name,
	asked: asked === undefined ? null : readFormula(asked),
	required: typeof required === 'string' ? readFormula(required) : required
})

/** The conditions of a form, with all that is needed to judge them; null where no field of it depends on others. */
export function conditionsOf({ declaration, asks, values, today }: Asked): Conditions | null {
	const own = declaration.fields.filter(({ key }) => asks.includes(key))
	const tables = declaration.tables.filter(({ key }) => asks.includes(key))
	const named = [
		...own.map((field) => ({ field, name: `values:${field.key}` })),
		...tables.flatMap(({ key, fields }) => fields.map((field) => ({ field, name: `tables:${key}:#:${field.key}` })))
	]
	const conditions = named.flatMap(({ field, name }) => (dependsOnOthers(field) ? [conditionOf(name, field)] : []))
	if (conditions.length === 0) return null
	const unasked = declaration.fields.filter(({ key }) => !asks.includes(key))
	return {
		conditions,
		types: Object.fromEntries(named.flatMap(({ field: { type }, name }) => (PLAIN.has(type) ? [[name, type]] : []))),
		held: Object.fromEntries(
			unasked.flatMap(({ key }) => {
				const value = values[key]
				return isHeld(value) ? [[`values:${key}`, value] as const] : []
			})
		),
		today
	}
}
