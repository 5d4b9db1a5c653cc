import { createTheme } from '#modules/directory/theme-commands.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { onTo, optionsOf, refuseUnlessMay } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessMay({ locals, url }, keepsDirectory(locals.seat), 'theme.create')
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		frameworks: await optionsOf(locals, 'framework')
	}
}

export const actions: Actions = {
	default: formAction(createTheme, () => ({}), onTo('area'))
}
