import { entryReport } from '#modules/registers/report/report-files.ts'
import { absent } from '#platform/operation/refusal.ts'
import { sendFile } from '../../../../../../download.server.ts'
import { refusePage } from '../../../../../../face.server.ts'
import type { RequestHandler } from './$types'

/** One entry as a document, in the reader's language. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const { format } = params
	if (format !== 'docx' && format !== 'pdf') refusePage(locals, url, absent('platform.no-such-file'))
	return sendFile(
		await locals.ask(entryReport, {
			register: params.register,
			entry: params.reference,
			format,
			language: locals.words.language
		})
	)
}
