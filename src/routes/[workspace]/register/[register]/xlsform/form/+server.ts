import { exportXlsForm } from '#modules/registers/xlsform/xlsform-queries.ts'
import { sendFile } from '../../../../../download.server.ts'
import type { RequestHandler } from './$types'

/** The form of a register for survey tools; it opens in the reader's language. */
export const GET: RequestHandler = async ({ locals, params }) =>
	sendFile(await locals.ask(exportXlsForm, { register: params.register, language: locals.words.language }))
