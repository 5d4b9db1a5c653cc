import { declarationTemplate } from '#modules/registers/declaration/declaration-template.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { speak } from '#platform/languages/words.ts'
import { registry } from '#areas'
import { formKeys } from '../../../../face.server.ts'
import { refuseUnlessMay } from '../../../record-page.server.ts'
import { declaringActions } from '../../declaring.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** The address by which the template stands in the form already. */
const TEMPLATE = 'template'

export const load: PageServerLoad = ({ locals, url }) => {
	refuseUnlessMay({ locals, url }, locals.seat.role === 'administrator', declareRegister.name)
	return {
		keys: formKeys(locals),
		template: url.searchParams.has(TEMPLATE) ? declarationTemplate(locals.words, speak(registry.catalogue, 'en')) : ''
	}
}

export const actions: Actions = declaringActions
