import { exportEntries } from '#modules/registers/exchange/export-operations.ts'
import { filterOf, readAddress } from '#modules/registers/listing/list-address.ts'
import { absent } from '#platform/operation/refusal.ts'
import { FORMATS } from '#platform/exchange/export-sheets.server.ts'
import { sendFile } from '../../../../../download.server.ts'
import { refusePage } from '../../../../../face.server.ts'
import { registerPage } from '../../list.server.ts'
import type { RequestHandler } from './$types'

/** The entries of a register as a file, narrowed and sorted as the list at the same address is. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const format = FORMATS.find((one) => one === params.format)
	if (!format) refusePage(locals, url, absent('platform.no-such-file'))
	const { register, offer } = await registerPage({ locals, params })
	const { asked } = readAddress(url.searchParams, offer)
	return sendFile(
		await locals.ask(exportEntries, {
			register: register.reference,
			format,
			language: locals.words.language,
			filter: filterOf(asked),
			...(asked.sort === undefined ? {} : { sort: asked.sort })
		})
	)
}
