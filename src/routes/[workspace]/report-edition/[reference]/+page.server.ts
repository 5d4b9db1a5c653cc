import { getEdition } from '#modules/registers/edition/edition-queries.ts'
import { editionPage } from '#modules/registers/edition/report-links.ts'
import { leadOn } from '../../lead-on.ts'
import type { PageServerLoad } from './$types'

/** The address an edition has as a record of any kind leads on to its page with its register. */
export const load: PageServerLoad = async (event) => {
	const { locals, params, url } = event
	const edition = await locals.ask(getEdition, { edition: params.reference })
	leadOn(event, `${editionPage(params.workspace, edition)}${url.search}`)
}
