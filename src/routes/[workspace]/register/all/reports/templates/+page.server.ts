import { templatePage } from '#modules/registers/edition/report-links.ts'
import { listTemplates } from '#modules/registers/edition/template-queries.ts'
import { listPart, originInColumn } from '../../../../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const found = await locals.askFrom(listTemplates, url)
	return {
		list: listPart(found, (template) => ({
			href: templatePage(workspace, template),
			name: words.name(template.title),
			number: template.reference,
			register: template.register && words.name(template.register.title),
			period: template.period,
			readers: template.readers,
			made: template.made,
			state: template.state,
			origin: originInColumn(template)
		}))
	}
}
