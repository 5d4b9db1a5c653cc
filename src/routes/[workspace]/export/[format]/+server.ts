import { exportWorkspace } from '#platform/exchange/export-operations.ts'
import { FORMATS } from '#platform/exchange/export-sheets.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { sendFile } from '../../../download.server.ts'
import { refusePage } from '../../../face.server.ts'
import type { RequestHandler } from './$types'

/** The workspace as a file, explained in the reader's language. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const format = FORMATS.find((one) => one === params.format)
	if (!format) refusePage(locals, url, absent('platform.no-such-page'))
	return sendFile(await locals.ask(exportWorkspace, { format, language: locals.words.language }))
}
