import { exportRecommendations } from '#modules/deliberation/recommendation/export-register.ts'
import { sendFile } from '../../../../download.server.ts'
import type { RequestHandler } from './$types'

/** The register as a file, narrowed as its list is. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const narrowed = new URL(url)
	for (const name of [...narrowed.searchParams.keys()])
		if (!name.startsWith('filter[')) narrowed.searchParams.delete(name)
	return sendFile(
		await locals.askFrom(exportRecommendations, narrowed, { format: params.format, language: locals.words.language })
	)
}
