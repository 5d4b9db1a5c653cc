import { getEntryImport } from '#modules/registers/exchange/exchange-operations.ts'
import { importProgress } from '../../../../../../import-page.server.ts'
import { registerPage } from '../../../list.server.ts'
import { saidAgain } from '../said-columns.ts'
import type { PageServerLoad } from './$types'

/** How far an import is that became a job. */
export const load: PageServerLoad = async (event) => {
	const { locals, params } = event
	const [{ register, home }, { progress, found }] = await Promise.all([
		registerPage({ locals, params }),
		importProgress(event, (job) => locals.ask(getEntryImport, { job }))
	])
	const title = locals.words.name(register.title)
	const said = saidAgain(event.url.searchParams)
	return { title, home, said, progress, step: found.state === 'running' ? found.progress : null }
}
