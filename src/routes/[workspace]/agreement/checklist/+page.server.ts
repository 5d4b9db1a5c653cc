import { listChecklists } from '#modules/instruments/agreement/agreement-queries.ts'
import { listPart } from '../../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => ({
	list: listPart(await locals.askFrom(listChecklists, url), (agreement) => agreement)
})
