import { previewEntryImport } from '#modules/registers/exchange/preview-entries.ts'
import { refusedCells } from '../../../../../../import-page.server.ts'
import { saidColumns, saidDays } from '../said-columns.ts'
import type { RequestHandler } from './$types'

/** The cells of a file that are refused, as a list to work through beside it. */
export const GET: RequestHandler = async ({ locals, params: { register, file }, url }) => {
	const columns = saidColumns(url.searchParams)
	const days = saidDays(url.searchParams)
	return refusedCells(locals, (await locals.ask(previewEntryImport, { register, file, columns, days })).faults)
}
