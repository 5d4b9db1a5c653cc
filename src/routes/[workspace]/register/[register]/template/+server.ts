import { getRegisterTemplate } from '#modules/registers/exchange/export-operations.ts'
import { sendFile } from '../../../../download.server.ts'
import type { RequestHandler } from './$types'

/** The workbook of a register to fill in, in the reader's language. */
export const GET: RequestHandler = async ({ locals, params }) =>
	sendFile(await locals.ask(getRegisterTemplate, { register: params.register, language: locals.words.language }))
