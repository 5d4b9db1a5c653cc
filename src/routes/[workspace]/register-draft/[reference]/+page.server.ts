import { readDraft } from '#modules/registers/drafting/draft-queries.ts'
import { leadOn } from '../../lead-on.ts'
import type { PageServerLoad } from './$types'

/** The address a draft has as a record of any kind leads on to its page. */
export const load: PageServerLoad = async (event) => {
	const { locals, params, url } = event
	const { reference } = await locals.ask(readDraft, { draft: params.reference })
	leadOn(event, `/${params.workspace}/register/draft/${reference}${url.search}`)
}
