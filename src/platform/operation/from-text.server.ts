import { z } from 'zod'

type Shape = { [name: string]: unknown }
const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value)

const known = new WeakMap<z.ZodType, Shape>()

/** The JSON Schema (2020-12) of what a schema takes in; made once a schema. */
export function inputSchema(schema: z.ZodType): Shape {
	const made = known.get(schema)
	if (made) return made
	const json: Shape = { ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) }
	known.set(schema, json)
	return json
}

const NUMBER = /^-?\d+(\.\d+)?$/

function typesOf(schema: unknown): string[] {
	if (!isShape(schema)) return []
	const own = schema['type']
	const several = [schema['anyOf'], schema['oneOf']].flatMap((list) =>
		Array.isArray(list) ? list.flatMap(typesOf) : []
	)
	return [...(Array.isArray(own) ? own.map(String) : typeof own === 'string' ? [own] : []), ...several]
}

function part(schema: unknown, name: 'items' | 'properties'): unknown {
	if (!isShape(schema)) return undefined
	if (schema[name] !== undefined) return schema[name]
	const choices = [schema['anyOf'], schema['oneOf']].flatMap((list): unknown[] => (Array.isArray(list) ? list : []))
	return choices.map((choice) => part(choice, name)).find((found) => found !== undefined)
}

function one(schema: unknown, text: string): unknown {
	const types = typesOf(schema)
	if ((types.includes('integer') || types.includes('number')) && NUMBER.test(text)) return Number(text)
	if (types.includes('boolean')) {
		if (text === 'true' || text === 'on' || text === 'yes') return true
		if (text === 'false' || text === 'no') return false
	}
	return text
}

function value(schema: unknown, texts: readonly string[]): unknown {
	if (!typesOf(schema).includes('array')) return one(schema, texts.at(-1) ?? '')
	const items = part(schema, 'items')
	return texts
		.flatMap((text) => text.split(','))
		.filter((text) => text !== '')
		.map((text) => one(items, text))
}

/**
 * Reads the fields of a form or an address as the input of an operation: `filter[status]=a,b` goes into the object `filter`,
 * lists are joined by commas or repeated, numbers and yes/no are read as such. An emptied field is null where the schema
 * takes null, and left out otherwise. Text that does not fit stays text, so that the schema can say what is wrong with it.
 */
export function fromText(schema: z.ZodType, pairs: Iterable<readonly [string, string]>): Record<string, unknown> {
	const json = inputSchema(schema)
	const groups = new Map<string, string[]>()
	for (const [name, text] of pairs) groups.set(name, [...(groups.get(name) ?? []), text])
	const result: Record<string, unknown> = {}
	for (const [name, texts] of groups) {
		const nested = /^([A-Za-z]+)\[([A-Za-z]+(?:-[A-Za-z]+)?)\]$/.exec(name)
		if (nested?.[1] && nested[2]) {
			const inner = field(part(json, 'properties'), nested[1])
			const read = fieldValue(field(part(inner, 'properties'), nested[2]), texts)
			const before = result[nested[1]]
			if (read !== undefined) result[nested[1]] = { ...(isShape(before) ? before : {}), [nested[2]]: read }
		} else {
			const read = fieldValue(field(part(json, 'properties'), name), texts)
			if (read !== undefined) result[name] = read
		}
	}
	return result
}

/**
 * The first field that takes one value and was given several, as `sort=title&sort=-title`: two readers of such an address
 * could each take another one for meant. Undefined where there is none.
 */
export function doubledField(schema: z.ZodType, pairs: Iterable<readonly [string, string]>): string | undefined {
	const json = inputSchema(schema)
	const seen = new Set<string>()
	for (const [name] of pairs) {
		const nested = /^([A-Za-z]+)\[([A-Za-z]+)\]$/.exec(name)
		const outer = field(part(json, 'properties'), nested?.[1] ?? name)
		const given = nested?.[2] === undefined ? outer : field(part(outer, 'properties'), nested[2])
		if (seen.has(name) && !typesOf(given).includes('array')) return name
		seen.add(name)
	}
	return undefined
}

const field = (properties: unknown, name: string) =>
	isShape(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined

function fieldValue(schema: unknown, texts: readonly string[]) {
	if (texts.every((text) => text === '')) return typesOf(schema).includes('null') ? null : undefined
	return value(schema, texts)
}
