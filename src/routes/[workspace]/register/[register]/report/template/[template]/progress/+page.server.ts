import { getEntryImport } from '#modules/registers/exchange/exchange-operations.ts'
import { getTemplate } from '#modules/registers/edition/template-queries.ts'
import { importProgress } from '../../../../../../../import-page.server.ts'
import { registerPage } from '../../../../list.server.ts'
import type { PageServerLoad } from './$types'

/** How far an edition is that became a job, since very many entries are counted. */
export const load: PageServerLoad = async (event) => {
	const { locals, params } = event
	const [{ register, home }, template, { progress, found }] = await Promise.all([
		registerPage({ locals, params }),
		locals.ask(getTemplate, { template: params.template }),
		importProgress(event, (job) => locals.ask(getEntryImport, { job }))
	])
	return {
		title: locals.words.name(register.title),
		name: locals.words.name(template.title),
		home,
		page: `${home}/report/template/${template.reference}`,
		progress,
		step: found.state === 'running' ? found.progress : null
	}
}
