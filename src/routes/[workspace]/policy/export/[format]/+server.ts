import { exportPolicies } from '#modules/instruments/policy/export-policies.ts'
import { sendFile } from '../../../../download.server.ts'
import type { RequestHandler } from './$types'

/** The list of laws and policies as a file, narrowed as it is. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const narrowed = new URL(url)
	for (const name of [...narrowed.searchParams.keys()])
		if (!name.startsWith('filter[')) narrowed.searchParams.delete(name)
	return sendFile(
		await locals.askFrom(exportPolicies, narrowed, { format: params.format, language: locals.words.language })
	)
}
