import type { Words } from '#platform/languages/words.ts'
import { fieldsOf, jsonSchemaOf, typesOf, type JsonSchema } from '#platform/operation/json-schema.server.ts'
import { nounOf, summaryOf, whoMay } from '#platform/operation/openapi.server.ts'
import type { Operation } from '#platform/operation/operation.server.ts'
import { PROBLEM_STATUS } from '#platform/operation/problem.server.ts'

type Field = { name: string; type: string; isRequired: boolean }
type Described = {
	name: string
	methods: string
	summary: string
	who: string
	fields: Field[]
}

// A closed set longer than this is told in the description for programs alone.
const CHOICES_MOST = 12

const isSchema = (value: unknown): value is JsonSchema =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

/** The kind of value a field takes, in words. */
export function typeWords(schema: JsonSchema, words: Words): string {
	if (Array.isArray(schema['enum']) && schema['enum'].length <= CHOICES_MOST)
		return words.t('api.type.choice', { choices: schema['enum'].map(String).join(', ') })
	if (schema['type'] === 'array' && isSchema(schema['items']))
		return words.t('api.type.list-of', { type: typeWords(schema['items'], words) })
	const types = typesOf(schema)
	return types.length === 0 ? words.t('api.type.any') : words.list(types.map((type) => words.t(`api.type.${type}`)))
}

function fieldsIn(operation: Operation, words: Words): Field[] {
	if (operation.only === 'upload')
		return [
			{ name: 'file', type: words.t('api.type.file'), isRequired: true },
			{ name: 'name', type: words.t('api.type.string'), isRequired: false }
		]
	return fieldsOf(jsonSchemaOf(operation.input, 'input')).flatMap(({ name, schema, isRequired }) => {
		const inner = schema['type'] === 'object' ? fieldsOf(schema) : []
		if (inner.length === 0) return [{ name, type: typeWords(schema, words), isRequired }]
		return inner.map((field) => ({
			name: `${name}[${field.name}]`,
			type: typeWords(field.schema, words),
			isRequired: false
		}))
	})
}

/** All operations by noun, as the page for people lists them. */
export function describeForPeople(
	operations: readonly Operation[],
	words: Words
): { noun: string; operations: Described[] }[] {
	const nouns = new Map<string, Described[]>()
	for (const operation of operations) {
		const described = {
			name: operation.name,
			methods: operation.type === 'query' ? 'GET, POST' : 'POST',
			summary: summaryOf(operation, words),
			who: whoMay(operation, words),
			fields: fieldsIn(operation, words)
		}
		nouns.set(nounOf(operation), [...(nouns.get(nounOf(operation)) ?? []), described])
	}
	return [...nouns].map(([noun, listed]) => ({ noun, operations: listed }))
}

/** What each kind of problem document means; its type leads to the place on the page. */
export const describeProblems = (words: Words) =>
	Object.entries(PROBLEM_STATUS).map(([kind, status]) => ({
		id: `problem-${kind}`,
		status,
		title: words.t(`problem.${kind}`),
		means: words.t(`api.means.${kind}`)
	}))
