import { getMatrix, LAWS_A_PAGE, OBLIGATIONS_A_PAGE } from '#modules/instruments/domestication/matrix-queries.ts'
import { pagesAround } from '#modules/instruments/domestication/matrix-view.ts'
import { headOf } from '../../../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { instrument, laws, obligations, ...matrix } = await locals.askFrom(getMatrix, url, {
		instrument: params.reference
	})
	return {
		...matrix,
		record: headOf(instrument),
		laws: laws.items.map(({ id, kind, reference, title, acronym, counts }) => ({
			id,
			kind,
			reference,
			title,
			acronym,
			counts
		})),
		obligations: obligations.items,
		pages: {
			laws: pagesAround(laws, LAWS_A_PAGE),
			obligations: pagesAround(obligations, OBLIGATIONS_A_PAGE)
		}
	}
}
