import type { Words } from '#platform/languages/words.ts'
import { apiComponents, reference } from './openapi-components.server.ts'
import { fieldsOf, fitsAddress, jsonSchemaOf, typesOf, type JsonSchema } from './json-schema.server.ts'
import type { Operation, Query } from './operation.server.ts'

type Json = { [name: string]: unknown }

/** What the API is told of: its operations, in one language, of one version of Pitso. */
export type Described = { operations: readonly Operation[]; words: Words; version: string }

/** The noun an operation's name begins with: what the description is sorted by. */
export const nounOf = (operation: { name: string }) => operation.name.split('.')[0] ?? operation.name

/** What an operation does, in a few words; its name where it has no words. */
export function summaryOf(operation: { name: string }, words: Words): string {
	const key = [`api.summary.${operation.name}`, `operation.${operation.name}`].find((one) => words.has(one))
	return key === undefined ? operation.name : words.t(key)
}

/** Who may do an operation, as its refusal says it. */
export const whoMay = (operation: { name: string }, words: Words): string => {
	const key = `allow.${operation.name}`
	return words.has(key) ? words.t(key) : ''
}

/** The whole API as an OpenAPI 3.1 document, made from the registry: what is registered is described. */
export function describeApi({ operations, words, version }: Described): Json {
	const nouns = [...new Set(operations.map(nounOf))].sort()
	return {
		openapi: '3.1.1',
		jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
		info: {
			title: words.t('api.title'),
			version,
			description: words.t('api.what'),
			license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' }
		},
		servers: [{ url: '/api/v1', description: words.t('api.server') }],
		tags: nouns.map((noun) => ({ name: noun, description: words.t('api.tag', { noun }) })),
		paths: Object.fromEntries(
			operations.map((operation) => [`/{workspace}/${operation.name}`, pathItem(operation, words)])
		),
		components: apiComponents(words, Object.fromEntries(operations.flatMap(schemasOf)))
	}
}

function schemasOf(operation: Operation): [string, JsonSchema][] {
	const input: [string, JsonSchema][] =
		operation.only === 'upload' ? [] : [[`${operation.name}.input`, jsonSchemaOf(operation.input, 'input')]]
	return operation.only === 'download'
		? input
		: [...input, [`${operation.name}.output`, jsonSchemaOf(operation.output, 'output')]]
}

function pathItem(operation: Operation, words: Words): Json {
	const shared = { parameters: [reference('parameters', 'workspace')] }
	if (operation.type === 'command') return { ...shared, post: post(operation, words) }
	return { ...shared, get: get(operation, words), post: post(operation, words) }
}

function common(operation: Operation, words: Words): Json {
	const logged = operation.isLogged ? words.t('api.logged') : ''
	return {
		tags: [nounOf(operation)],
		summary: summaryOf(operation, words),
		description: [whoMay(operation, words), logged].filter((text) => text !== '').join(' '),
		security: operation.type === 'query' ? [{}, { token: [] }] : [{ token: [] }]
	}
}

function get(operation: Query, words: Words): Json {
	return {
		operationId: operation.name,
		...common(operation, words),
		parameters: [
			...(operation.only === 'download' ? [] : [reference('parameters', 'known')]),
			...addressParameters(operation, words)
		],
		responses: {
			...responses(operation, words, ['400', '401', '403', '404', '422']),
			...(operation.only === 'download' ? {} : { '304': reference('responses', '304') })
		}
	}
}

function post(operation: Operation, words: Words): Json {
	const isCommand = operation.type === 'command'
	const takesVersion =
		isCommand && fieldsOf(jsonSchemaOf(operation.input, 'input')).some(({ name }) => name === 'version')
	const parameters = [
		...(isCommand ? [reference('parameters', 'once')] : []),
		...(takesVersion ? [reference('parameters', 'version')] : [])
	]
	const conflicts = isCommand ? ['409'] : []
	return {
		operationId: isCommand ? operation.name : `${operation.name}.post`,
		...common(operation, words),
		...(parameters.length === 0 ? {} : { parameters }),
		requestBody: requestBody(operation, words),
		responses: responses(operation, words, ['400', '401', '403', '404', ...conflicts, '413', '415', '422'])
	}
}

function requestBody(operation: Operation, words: Words): Json {
	if (operation.only !== 'upload')
		return {
			required: true,
			content: { 'application/json': { schema: reference('schemas', `${operation.name}.input`) } }
		}
	const file = { type: 'string', contentMediaType: 'application/octet-stream', description: words.t('api.file') }
	const name = { type: 'string', maxLength: 200, description: words.t('api.file-name') }
	return {
		required: true,
		content: { 'multipart/form-data': { schema: { type: 'object', properties: { file, name }, required: ['file'] } } }
	}
}

function responses(operation: Operation, words: Words, problems: readonly string[]): Json {
	const done: Json =
		operation.only === 'download'
			? { description: words.t('api.answer-file'), content: { 'application/octet-stream': { schema: {} } } }
			: {
					description: words.t('api.answer'),
					headers: answerHeaders(operation),
					content: { 'application/json': { schema: reference('schemas', `${operation.name}.output`) } }
				}
	return { '200': done, ...Object.fromEntries(problems.map((status) => [status, reference('responses', status)])) }
}

function answerHeaders(operation: Operation): Json {
	const names = fieldsOf(jsonSchemaOf(operation.output, 'output')).map(({ name }) => name)
	return {
		...(names.includes('version') ? { ETag: reference('headers', 'ETag') } : {}),
		...(names.includes('next') ? { Link: reference('headers', 'Link') } : {})
	}
}

// Fields of an object stand in an address as `filter[status]`; what lies deeper goes in `input`, as JSON.
function addressParameters(operation: Query, words: Words): Json[] {
	const fields = fieldsOf(jsonSchemaOf(operation.input, 'input')).flatMap((field) => {
		const inner = typesOf(field.schema).includes('object') ? fieldsOf(field.schema) : []
		return inner.length === 0
			? [field]
			: inner.map(({ name, schema }) => ({ name: `${field.name}[${name}]`, schema, isRequired: false }))
	})
	const isWhole = fields.every(({ schema }) => fitsAddress(schema))
	const parameters = fields
		.filter(({ schema }) => fitsAddress(schema))
		.map(({ name, schema, isRequired }) => parameter(name, schema, isRequired && isWhole))
	if (isWhole) return parameters
	const whole = { 'application/json': { schema: reference('schemas', `${operation.name}.input`) } }
	return [...parameters, { name: 'input', in: 'query', description: words.t('api.nested'), content: whole }]
}

const parameter = (name: string, schema: JsonSchema, isRequired: boolean): Json => ({
	name,
	in: 'query',
	...(isRequired ? { required: true } : {}),
	...(typesOf(schema).includes('array') ? { style: 'form', explode: false } : {}),
	schema
})
