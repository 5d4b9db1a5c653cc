import { previewEntryImport } from '#modules/registers/exchange/preview-entries.ts'
import { refusedCells } from '../../../../../../import-page.server.ts'
import type { RequestHandler } from './$types'

/** The cells of a file that are refused, as a list to work through beside it. */
export const GET: RequestHandler = async ({ locals, params: { register, file } }) =>
	refusedCells(locals, (await locals.ask(previewEntryImport, { register, file })).faults)
