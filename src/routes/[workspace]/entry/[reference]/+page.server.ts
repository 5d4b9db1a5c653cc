import { getEntry } from '#modules/registers/entry/entry-queries.ts'
import { leadOn } from '../../lead-on.ts'
import type { PageServerLoad } from './$types'

/** The address an entry has as a record of any kind leads on to its page in its register. */
export const load: PageServerLoad = async (event) => {
	const { locals, params, url } = event
	const { register, reference } = await locals.ask(getEntry, { entry: params.reference })
	leadOn(event, `/${params.workspace}/register/${register}/${reference}${url.search}`)
}
