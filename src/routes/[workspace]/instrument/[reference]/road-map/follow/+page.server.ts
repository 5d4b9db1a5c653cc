import { listRecommendations, OPEN_STATES } from '#modules/deliberation/recommendation/recommendation-queries.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import { followedIn } from '#modules/instruments/domestication/follow-fields.ts'
import { followRecommendation } from '#modules/instruments/domestication/road-map-commands.ts'
import { formAction } from '../../../../../face.server.ts'
import { refuseUnlessMay } from '../../../../record-page.server.ts'
import { backToMap, mapForm } from '../map.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** More than this nobody picks from a list; any other is named by its number. */
const OFFERED_MOST = 200

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const [{ may, record, keys, recommendations }, { items }] = await Promise.all([
		mapForm(locals, params.reference),
		locals.ask(listRecommendations, { filter: { status: OPEN_STATES }, sort: '-created', limit: OFFERED_MOST })
	])
	refuseUnlessMay({ locals, url }, may.change, 'roadMap.follow')
	const named = new Set(recommendations.map(({ id }) => id))
	const open = items
		.filter(({ id }) => !named.has(id))
		.map((one) => ({ value: one.reference, label: `${one.reference} · ${nameOf(locals.words, one)}` }))
	return { record, keys, open }
}

export const actions: Actions = {
	default: formAction(
		followRecommendation,
		({ params }, form) => ({ instrument: params['reference'], ...followedIn(form) }),
		backToMap
	)
}
