import { setStructureChair } from '#modules/directory/structure-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, optionsOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const structure = await locals.ask(getStructure, { structure: params.reference })
	refuseUnlessMay({ locals, url }, structure.may.change, 'structure.setChair')
	return { ...formOf(locals, structure), chair: structure.chair, actors: await optionsOf(locals, 'actor') }
}

export const actions: Actions = {
	default: formAction(setStructureChair, ({ params }) => ({ structure: params['reference'] }), backTo('structure'))
}
