import { setRhythm } from '#modules/deliberation/cadence/rhythm-commands.ts'
import { getRhythm } from '#modules/deliberation/cadence/rhythm-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { structure, current, may } = await locals.ask(getRhythm, { structure: params.reference })
	refuseUnlessMay({ locals, url }, may.set, 'rhythm.set')
	return { ...formOf(locals, structure), current }
}

export const actions: Actions = {
	default: formAction(setRhythm, ({ params }) => ({ structure: params['reference'] }), backTo('structure'))
}
