import type { z } from 'zod'
import { inputSchema } from './from-text.server.ts'

const fieldsOf = (schema: unknown): [string, unknown][] => {
	if (typeof schema !== 'object' || schema === null) return []
	const own: unknown = Reflect.get(schema, 'properties')
	const choices: unknown = Reflect.get(schema, 'anyOf') ?? Reflect.get(schema, 'oneOf')
	return [
		...(typeof own === 'object' && own !== null ? Object.entries(own) : []),
		...(Array.isArray(choices) ? choices.flatMap(fieldsOf) : [])
	]
}

// What is bound to a form (a key, a number, an identifier, one of a closed set) names a thing; free text may say anything.
function isBound(schema: unknown): boolean {
	if (typeof schema !== 'object' || schema === null) return false
	const { format, pattern, enum: set, const: one, anyOf } = Object.fromEntries(Object.entries(schema))
	if (format === 'email' || format === 'uri') return false
	if (Array.isArray(anyOf)) return anyOf.some(isBound)
	return typeof pattern === 'string' || format === 'uuid' || Array.isArray(set) || one !== undefined
}

const known = new WeakMap<z.ZodType, ReadonlySet<string>>()

function boundFields(schema: z.ZodType): ReadonlySet<string> {
	const found = known.get(schema)
	if (found) return found
	const made = new Set(
		fieldsOf(inputSchema(schema))
			.filter(([, field]) => isBound(field))
			.map(([name]) => name)
	)
	known.set(schema, made)
	return made
}

const SUBJECT_MOST = 200
const NAMING = /^[A-Za-z0-9-]{1,120}$/

/**
 * What an input named, for the access log: the fields that its schema binds to a form, where they hold one. Text that somebody
 * typed never enters, whatever it is.
 */
export function subjectOf(schema: z.ZodType, input: unknown): string | null {
	if (typeof input !== 'object' || input === null) return null
	const bound = boundFields(schema)
	return (
		Object.entries(input)
			.flatMap(([name, value]) =>
				bound.has(name) && typeof value === 'string' && NAMING.test(value) ? [`${name}=${value}`] : []
			)
			.join(' ')
			.slice(0, SUBJECT_MOST) || null
	)
}
