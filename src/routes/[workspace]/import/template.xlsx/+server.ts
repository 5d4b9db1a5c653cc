import { getTemplate } from '#platform/exchange/export-operations.ts'
import { sendFile } from '../../../download.server.ts'
import type { RequestHandler } from './$types'

/** The workbook to fill in, explained in the reader's language. */
export const GET: RequestHandler = async ({ locals }) =>
	sendFile(await locals.ask(getTemplate, { language: locals.words.language }))
