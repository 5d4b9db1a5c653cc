import { z } from 'zod'

export type JsonSchema = { [keyword: string]: unknown }

/**
 * The JSON Schema (2020-12) of what a schema takes in or gives out, as it stands inside another document. Instants are
 * written as text; what has no JSON form (a file that came in) is left open.
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
	const { $schema: _dialect, ...made } = z.toJSONSchema(schema, {
		io,
		target: 'draft-2020-12',
		unrepresentable: 'any',
		override({ zodSchema, jsonSchema }) {
			if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
			// A version 4 UUID is one of many kinds; the format says all that a reader needs, in a tenth of the length.
			if (jsonSchema.format === 'uuid') delete jsonSchema.pattern
		}
	})
	return { ...made }
}

const isSchema = (value: unknown): value is JsonSchema =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

/** The fields of an object's schema, in their order, with whether each is needed. */
export function fieldsOf(schema: JsonSchema): { name: string; schema: JsonSchema; isRequired: boolean }[] {
	const required = Array.isArray(schema['required']) ? schema['required'] : []
	const properties = isSchema(schema['properties']) ? schema['properties'] : {}
	return Object.entries(properties).flatMap(([name, field]) =>
		isSchema(field) ? [{ name, schema: field, isRequired: required.includes(name) }] : []
	)
}

/** The schemas a value may have, where there is a choice of several. */
function choicesOf(schema: JsonSchema): JsonSchema[] {
	const choices = [schema['anyOf'], schema['oneOf']].flatMap((list): unknown[] => (Array.isArray(list) ? list : []))
	return choices.length === 0 ? [schema] : choices.filter(isSchema).flatMap(choicesOf)
}

/** The JSON types a value may have, in the order they are named. */
export const typesOf = (schema: JsonSchema): string[] => [
	...new Set(choicesOf(schema).flatMap((choice) => (typeof choice['type'] === 'string' ? [choice['type']] : [])))
]

/** Whether an address can carry the value as text: a single value, or a list of such joined by commas. */
export function fitsAddress(schema: JsonSchema): boolean {
	return choicesOf(schema).every((choice) => {
		if (choice['type'] === 'object') return false
		return (
			choice['type'] !== 'array' ||
			(isSchema(choice['items']) &&
				choicesOf(choice['items']).every((item) => !['object', 'array'].includes(String(item['type']))))
		)
	})
}
