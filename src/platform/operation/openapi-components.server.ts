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
				schema: { type: 'string', pattern: '^"[0-9]{1,10}"$' },
				example: '"7"'
			}
		},
		headers: {
			ETag: { description: words.t('api.etag'), schema: { type: 'string' } },
			Link: { description: words.t('api.link'), schema: { type: 'string' } }
		},
		responses: Object.fromEntries(
			Object.entries(PROBLEM_STATUS)
				.filter(([kind]) => kind !== 'method' && kind !== 'defect')
				.map(([kind, status]) => [
					String(status),
					{
						description: words.t(`problem.${kind}`),
						content: { [PROBLEM_TYPE]: { schema: reference('schemas', 'problem') } }
					}
				])
		),
		schemas: { problem: problemSchema(words), ...schemas }
	}
}

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
		}
	},
	required: ['type', 'title', 'status', 'detail', 'code'],
	additionalProperties: false
})
