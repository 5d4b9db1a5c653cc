import { followRecommendation } from '#modules/instruments/domestication/road-map-commands.ts'
import { formAction } from '../../../../../face.server.ts'
import { refuseUnlessMay } from '../../../../record-page.server.ts'
import { backToMap, mapForm } from '../map.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { may, record, keys } = await mapForm(locals, params.reference)
	refuseUnlessMay({ locals, url }, may.change, 'roadMap.follow')
	return { record, keys }
}

export const actions: Actions = {
	default: formAction(followRecommendation, ({ params }) => ({ instrument: params['reference'] }), backToMap)
}
