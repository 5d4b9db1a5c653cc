import { filterOf, readAddress } from '#modules/registers/listing/list-address.ts'
import { printReport, REPORT_FORMATS } from '#modules/registers/report/report-files.ts'
import { absent } from '#platform/operation/refusal.ts'
import { sendFile } from '../../../../../download.server.ts'
import { refusePage } from '../../../../../face.server.ts'
import { registerPage } from '../../list.server.ts'
import type { RequestHandler } from './$types'

/** The report of a register as a file: what the address of its page asks, in the reader's language. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const format = REPORT_FORMATS.find((one) => one === params.format)
	if (!format) refusePage(locals, url, absent('platform.no-such-file'))
	const { register, offer } = await registerPage({ locals, params })
	const { asked } = readAddress(url.searchParams, offer)
	return sendFile(
		await locals.ask(printReport, {
			register: register.reference,
			format,
			language: locals.words.language,
			filter: filterOf(asked),
			...(asked.sort === undefined ? {} : { sort: asked.sort }),
			...(asked.group === undefined ? {} : { group: asked.group }),
			...(asked.columns.length > 0 ? { columns: [...asked.columns] } : {})
		})
	)
}
