import { exportCoverage } from '#modules/instruments/overlap/coverage/export-coverage.ts'
import { fromText } from '#platform/operation/from-text.server.ts'
import { sendFile } from '../../../download.server.ts'
import type { RequestHandler } from './$types'

/** The coverage that the address of its page asks for, as a file. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const format = url.searchParams.get('format') === 'csv' ? 'csv' : 'xlsx'
	const asked = fromText(
		exportCoverage.input,
		[...url.searchParams].filter(([name]) => name === 'framework' || name.startsWith('filter['))
	)
	return sendFile(await locals.ask(exportCoverage, { ...asked, format, language: locals.words.language }))
}
