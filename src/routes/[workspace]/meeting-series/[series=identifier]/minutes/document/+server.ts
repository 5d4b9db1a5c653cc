import { printSeriesMinutes } from '#modules/deliberation/minutes/series-queries.ts'
import { sendFile } from '../../../../../download.server.ts'
import type { RequestHandler } from './$types'

/** The minutes that the page shows, as one document, in the language of the page. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const [from, to] = [url.searchParams.get('from') ?? '', url.searchParams.get('to') ?? '']
	return sendFile(
		await locals.ask(printSeriesMinutes, {
			series: params.series,
			format: url.searchParams.get('format') === 'docx' ? 'docx' : 'pdf',
			language: locals.words.language,
			...(from === '' ? {} : { from }),
			...(to === '' ? {} : { to })
		})
	)
}
