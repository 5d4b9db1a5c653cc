import { addPolicy } from '#modules/instruments/policy/policy-commands.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { onTo, refuseUnlessMay } from '../../record-page.server.ts'
import { choicesOfPolicy, tickedIn } from '../policy-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessMay({ locals, url }, keepsInstruments(locals.seat), 'policy.add')
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		country: locals.workspace?.country ?? null,
		...(await choicesOfPolicy(locals))
	}
}

export const actions: Actions = {
	default: formAction(addPolicy, (_event, form) => tickedIn(form), onTo('policy'))
}
