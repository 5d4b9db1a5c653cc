import { addParticipation } from '#modules/deliberation/cadence/participation-commands.ts'
import { listParticipation } from '#modules/deliberation/cadence/participation-queries.ts'
import { formAction } from '../../../../../face.server.ts'
import { areaOptions, backTo, formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { structure, may } = await locals.ask(listParticipation, { structure: params.reference })
	refuseUnlessMay({ locals, url }, may.keep, 'participation.add')
	return { ...formOf(locals, structure), areas: await areaOptions(locals, 'themes') }
}

export const actions: Actions = {
	default: formAction(addParticipation, ({ params }) => ({ structure: params['reference'] }), backTo('structure'))
}
