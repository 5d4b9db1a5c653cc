import { keepsRegister } from '#modules/registers/edition/audience.ts'
import { listEditions } from '#modules/registers/edition/edition-queries.ts'
import { editionPage, templatePage } from '#modules/registers/edition/report-links.ts'
import { sayPeriod } from '#modules/registers/edition/periods.ts'
import { listTemplates } from '#modules/registers/edition/template-queries.ts'
import { registerPage } from '../../list.server.ts'
import type { PageServerLoad } from './$types'

const SHOWN = 100

export const load: PageServerLoad = async ({ locals, params }) => {
	const { words } = locals
	const { register, compiled, home } = await registerPage({ locals, params })
	const filter = { register: register.reference }
	const [editions, templates] = await Promise.all([
		locals.ask(listEditions, { filter, limit: SHOWN }),
		locals.ask(listTemplates, { filter, limit: SHOWN })
	])
	return {
		title: words.name(register.title),
		home,
		mayAdd: register.state === 'active' && keepsRegister(compiled, locals.seat),
		total: editions.total,
		editions: editions.items.map((edition) => ({
			name: words.name(edition.title),
			href: editionPage(params.workspace, edition),
			reference: edition.reference,
			period: sayPeriod(words, edition.period, edition),
			progress: edition.progress,
			completed: edition.completed,
			issue: edition.issue
		})),
		templates: templates.items.map((template) => ({
			name: words.name(template.title),
			href: templatePage(params.workspace, template),
			period: template.period,
			readers: template.readers,
			made: template.made
		}))
	}
}
