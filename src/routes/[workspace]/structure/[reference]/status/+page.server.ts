import { setStructureStatus } from '#modules/directory/structure-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const structure = await locals.ask(getStructure, { structure: params.reference })
	refuseUnlessMay({ locals, url }, structure.may.setStatus, 'structure.setStatus')
	// A proposal leads here with the status it would declare: chosen already, and still to be given its day and reason.
	const proposed = structure.nextStatuses.find((one) => one === url.searchParams.get('status')) ?? null
	return { ...formOf(locals, structure), status: structure.status, nextStatuses: structure.nextStatuses, proposed }
}

export const actions: Actions = {
	default: formAction(setStructureStatus, ({ params }) => ({ structure: params['reference'] }), backTo('structure'))
}
