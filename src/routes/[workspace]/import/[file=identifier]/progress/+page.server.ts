import { getImportState } from '#platform/exchange/import-operation.ts'
import { importProgress } from '../../../../import-page.server.ts'
import type { PageServerLoad } from './$types'

/** How an import stands that became a job. */
export const load: PageServerLoad = async (event) => {
	const { locals, url } = event
	const { progress } = await importProgress(event, (job) => locals.ask(getImportState, { job }))
	// What it does once it is done: the page of the file says it then.
	return { progress, done: url.searchParams.get('done') ?? '' }
}
