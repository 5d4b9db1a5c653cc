import { previewImport } from '#platform/exchange/import-operation.ts'
import { refusedCells } from '../../../../import-page.server.ts'
import type { RequestHandler } from './$types'

/** The cells of a file that are refused, as a list to work through beside it. */
export const GET: RequestHandler = async ({ locals, params }) =>
	refusedCells(locals, (await locals.ask(previewImport, { file: params.file })).faults)
