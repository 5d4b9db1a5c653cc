import { addObstacle } from '#modules/instruments/domestication/road-map-commands.ts'
import { formAction } from '../../../../../face.server.ts'
import { refuseUnlessMay } from '../../../../record-page.server.ts'
import { backToMap, mapForm } from '../map.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { may, steps, ...form } = await mapForm(locals, params.reference)
	refuseUnlessMay({ locals, url }, may.change, 'roadMapObstacle.add')
	return { ...form, steps: steps.map(({ id, title }) => ({ value: id, label: title })) }
}

export const actions: Actions = {
	default: formAction(addObstacle, ({ params }) => ({ instrument: params['reference'] }), backToMap)
}
