import { createStructure } from '#modules/directory/structure-commands.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { onTo, optionsOf, refuseUnlessMay } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessMay({ locals, url }, keepsDirectory(locals.seat), 'structure.create')
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		actors: await optionsOf(locals, 'actor'),
		structures: await optionsOf(locals, 'structure')
	}
}

export const actions: Actions = {
	default: formAction(createStructure, () => ({}), onTo('structure'))
}
