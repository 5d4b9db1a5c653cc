import type { Words } from '#platform/languages/words.ts'
import type { JsonSchema } from './json-schema.server.ts'
import { PROBLEM_STATUS, PROBLEM_TYPE } from './problem.server.ts'

type Part = 'parameters' | 'schemas' | 'responses' | 'headers'

export const reference = (part: Part, name: string) => ({ $ref: `#/components/${part}/${name}` })

/** What the operations of the API share: who asks, in which workspace, once only, and how a refusal reads. */
export function apiComponents(words: Words, schemas: Readonly<Record<string, JsonSchema>>) {
	return {
		securitySchemes: { token: { type: 'http', scheme: 'bearer', description: words.t('api.token') } },
		parameters: {
			workspace: {
				name: 'workspace',
				in: 'path',
				required: true,
				description: words.t('api.workspace'),
				schema: { type: 'string', pattern: '^[a-z][a-z0-9-]{1,39}$' },
				example: 'zwe'
			},
			once: {
				name: 'Idempotency-Key',
				in: 'header',
				description: words.t('api.once'),
				schema: { type: 'string', minLength: 1, maxLength: 200 }
			},
			version: {
				name: 'If-Match',
				in: 'header',
				description: words.t('api.if-match'),
				schema: { type: 'string', pattern: '^(W/)?"[0-9]{1,10}(-[A-Za-z0-9_-]{1,64})?"$' },
				example: '"7"'
			},
			known: {
				name: 'If-None-Match',
				in: 'header',
				description: words.t('api.if-none-match'),
				schema: { type: 'string' },
				example: '"7-x3ZkQ0bTn1rWm8aE"'
			}
		},
		headers: {
			ETag: { description: words.t('api.etag'), schema: { type: 'string' } },
			Link: { description: words.t('api.link'), schema: { type: 'string' } }
		},
		responses: {
			'304': { description: words.t('api.not-modified'), headers: { ETag: reference('headers', 'ETag') } },
			...problemResponses(words)
		},
		schemas: { problem: problemSchema(words), ...schemas }
	}
}

const problemResponses = (words: Words) =>
	Object.fromEntries(
		Object.entries(PROBLEM_STATUS)
			.filter(([kind]) => kind !== 'method' && kind !== 'defect' && kind !== 'unavailable')
			.map(([kind, status]) => [
				String(status),
				{
					description: words.t(`problem.${kind}`),
					content: { [PROBLEM_TYPE]: { schema: reference('schemas', 'problem') } }
				}
			])
	)

const problemSchema = (words: Words) => ({
	type: 'object',
	description: words.t('api.problem'),
	properties: {
		type: { type: 'string', format: 'uri-reference' },
		title: { type: 'string' },
		status: { type: 'integer' },
		detail: { type: 'string' },
		code: { type: 'string' },
		instance: { type: 'string', format: 'uri' },
		rule: { type: 'string', description: words.t('api.problem-rule') },
		errors: {
			type: 'array',
			items: {
				type: 'object',
				properties: {
					pointer: { type: 'string', description: words.t('api.problem-pointer') },
					code: { type: 'string' },
					detail: { type: 'string' }
				},
				required: ['pointer', 'code', 'detail'],
				additionalProperties: false
			}
		},
		version: { type: 'integer', description: words.t('api.problem-version') },
		current: { type: 'integer', description: words.t('api.problem-current') },
		changes: {
			type: 'array',
			description: words.t('api.problem-changes'),
			items: {
				type: 'object',
				properties: {
					table: { type: 'string' },
					row: { type: 'string' },
					field: { type: 'string' },
					before: {},
					after: {}
				},
				required: ['table', 'row', 'field', 'before', 'after'],
				additionalProperties: false
			}
		}
	},
	required: ['type', 'title', 'status', 'detail', 'code'],
	additionalProperties: false
})
