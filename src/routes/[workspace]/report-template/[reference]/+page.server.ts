import { templatePage } from '#modules/registers/edition/report-links.ts'
import { getTemplate } from '#modules/registers/edition/template-queries.ts'
import { leadOn } from '../../lead-on.ts'
import type { PageServerLoad } from './$types'

/** The address a layout has as a record of any kind leads on to its page with its register. */
export const load: PageServerLoad = async (event) => {
	const { locals, params, url } = event
	const template = await locals.ask(getTemplate, { template: params.reference })
	leadOn(event, `${templatePage(params.workspace, template)}${url.search}`)
}
