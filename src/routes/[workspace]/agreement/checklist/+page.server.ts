import { listChecklists } from '#modules/instruments/agreement/agreement-queries.ts'
import { listPart } from '../../../list-page.ts'
import { countryOptions } from '../../instrument/instrument-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const found = await locals.askFrom(listChecklists, url)
	return { list: listPart(found, (agreement) => agreement), countries: countryOptions(locals, found.countries) }
}
