import { getSchema } from '#platform/exchange/export-operations.ts'
import { asAttachment } from '#platform/files/file-name.ts'
import type { RequestHandler } from './$types'

/** The JSON Schema of an export as JSON. */
export const GET: RequestHandler = async ({ locals }) =>
	new Response(JSON.stringify(await locals.ask(getSchema, { language: locals.words.language }), null, '\t'), {
		headers: {
			'content-type': 'application/schema+json',
			'content-disposition': asAttachment('pitso-workspace.schema.json'),
			'cache-control': 'private, no-cache'
		}
	})
