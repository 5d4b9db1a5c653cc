import { changeStep, moveStep, placeStep, setStepTarget } from '#modules/instruments/domestication/road-map-commands.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { refuseUnlessMay } from '../../../../../record-page.server.ts'
import { backToMap, mapForm } from '../../map.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { steps, obstacles: _obstacles, ...form } = await mapForm(locals, params.reference)
	const step = steps.find(({ id }) => id === params.step)
	if (!step) refusePage(locals, url, absent('instruments.no-such-step'))
	refuseUnlessMay({ locals, url }, step.may.move, 'roadMapStep.move')
	return { ...form, step, place: steps.indexOf(step) + 1, places: steps.length }
}

const named = ({ params }: { params: Readonly<Record<string, string | undefined>> }) => ({ step: params['step'] })

export const actions: Actions = {
	move: formAction(moveStep, named, backToMap),
	target: formAction(setStepTarget, named, backToMap),
	place: formAction(placeStep, named, backToMap),
	change: formAction(changeStep, named, backToMap)
}
