import { addStep } from '#modules/instruments/domestication/road-map-commands.ts'
import { formAction } from '../../../../../face.server.ts'
import { refuseUnlessMay } from '../../../../record-page.server.ts'
import { backToMap, mapForm } from '../map.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { may, ...form } = await mapForm(locals, params.reference)
	refuseUnlessMay({ locals, url }, may.change, 'roadMapStep.add')
	return form
}

export const actions: Actions = {
	default: formAction(addStep, ({ params }) => ({ instrument: params['reference'] }), backToMap)
}
