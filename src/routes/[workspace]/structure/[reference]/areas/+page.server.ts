import { setStructureAreas } from '#modules/directory/structure-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { areaGroups, backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const structure = await locals.ask(getStructure, { structure: params.reference })
	refuseUnlessMay({ locals, url }, structure.may.change, 'structure.setAreas')
	return {
		...formOf(locals, structure),
		chosen: structure.areas.map(({ reference }) => reference),
		groups: await areaGroups(locals)
	}
}

export const actions: Actions = {
	default: formAction(
		setStructureAreas,
		// No box ticked sends no field at all, and means that the structure deals with no area.
		({ params }, form) => ({ structure: params['reference'], areas: form.getAll('areas').map(String) }),
		backTo('structure')
	)
}
