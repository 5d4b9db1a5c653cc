import { refuseUnlessAllowed } from '#platform/operation/steps.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { refusePage } from '../../face.server.ts'
import { ADMINISTRATION_PLACES } from './places.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, params, url }) => {
	const { words, seat } = locals
	try {
		refuseUnlessAllowed(seat.role === 'administrator', 'workspace.change')
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		refusePage(locals, url, refusal)
	}
	return {
		places: ADMINISTRATION_PLACES.filter(({ allow }) => allow(seat)).map((place) => ({
			href: `/${params.workspace}/administration/${place.path}`,
			label: words.t(place.words),
			what: words.t(`${place.words}.what`)
		}))
	}
}
