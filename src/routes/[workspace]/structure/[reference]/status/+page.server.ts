import { setStructureStatus } from '#modules/directory/structure-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const structure = await locals.ask(getStructure, { structure: params.reference })
	refuseUnlessMay({ locals, url }, structure.may.setStatus, 'structure.setStatus')
	return { ...formOf(locals, structure), status: structure.status, nextStatuses: structure.nextStatuses }
}

export const actions: Actions = {
	default: formAction(setStructureStatus, ({ params }) => ({ structure: params['reference'] }), backTo('structure'))
}
