import { exportPivot } from '#modules/registers/figures/export-pivot.ts'
import { sendFile } from '../../../../../download.server.ts'
import { pivotPage } from '../pivot.server.ts'
import type { RequestHandler } from './$types'

/** A pivot as a file: what the address of its page asks, or what was counted before. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const format = url.searchParams.get('format') === 'csv' ? 'csv' : 'xlsx'
	const { language } = locals.words
	const pivot = url.searchParams.get('pivot')
	if (pivot !== null) return sendFile(await locals.ask(exportPivot, { pivot, format, language }))
	const { question } = await pivotPage({ locals, params, url })
	return sendFile(await locals.ask(exportPivot, { question, format, language }))
}
