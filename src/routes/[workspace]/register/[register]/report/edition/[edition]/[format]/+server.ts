import { EDITION_FORMATS, printEdition } from '#modules/registers/edition/edition-files.ts'
import { absent } from '#platform/operation/refusal.ts'
import { sendFile } from '../../../../../../../download.server.ts'
import { refusePage } from '../../../../../../../face.server.ts'
import type { RequestHandler } from './$types'

/** An edition as a file, in one of the languages it was written in. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const format = EDITION_FORMATS.find((one) => one === params.format)
	if (!format) refusePage(locals, url, absent('platform.no-such-file'))
	const issue = url.searchParams.get('issue')
	const language = url.searchParams.get('language')
	return sendFile(
		await locals.ask(printEdition, {
			edition: params.edition,
			format,
			language: language !== null && /^[a-z]{2,3}$/.test(language) ? language : locals.words.language,
			...(issue !== null && /^[1-9]\d{0,3}$/.test(issue) ? { issue: Number(issue) } : {})
		})
	)
}
