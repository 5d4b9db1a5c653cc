import { getEntry, getEntryPart } from '#modules/registers/entry/entry-queries.ts'
import { leadOn } from '../../lead-on.ts'
import type { PageServerLoad } from './$types'

/** A part of an entry, as the search finds it, is read on the page of the entry. */
export const load: PageServerLoad = async (event) => {
	const { locals, params } = event
	const part = await locals.ask(getEntryPart, { entryPart: params.reference })
	const { register, reference } = await locals.ask(getEntry, { entry: part.entry.id })
	leadOn(event, `/${params.workspace}/register/${register}/${reference}`)
}
