import { getEntryImport } from '#modules/registers/exchange/exchange-operations.ts'
import { importProgress } from '../../../../../import-page.server.ts'
import { registerPage } from '../../list.server.ts'
import type { PageServerLoad } from './$types'

/** How far a declaration is that became a job, since very many entries are concerned. */
export const load: PageServerLoad = async (event) => {
	const { locals, params } = event
	const [{ register, home }, { progress, found }] = await Promise.all([
		registerPage({ locals, params }),
		importProgress(event, (job) => locals.ask(getEntryImport, { job }))
	])
	const title = locals.words.name(register.title)
	return { title, home, progress, step: found.state === 'running' ? found.progress : null }
}
