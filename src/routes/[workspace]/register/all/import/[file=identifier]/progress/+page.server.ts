import { getEntryImport } from '#modules/registers/exchange/exchange-operations.ts'
import { importProgress } from '../../../../../../import-page.server.ts'
import type { PageServerLoad } from './$types'

/** How far an import of all registers is that became a job. */
export const load: PageServerLoad = async (event) => {
	const { progress, found } = await importProgress(event, (job) => event.locals.ask(getEntryImport, { job }))
	return { progress, step: found.state === 'running' ? found.progress : null }
}
