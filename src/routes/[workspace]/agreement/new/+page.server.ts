import { addAgreement } from '#modules/instruments/agreement/agreement-commands.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { onTo, refuseUnlessMay } from '../../record-page.server.ts'
import { agreementChoices, saidIn, withParties } from '../agreement-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessMay({ locals, url }, keepsInstruments(locals.seat), 'agreement.add')
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		...(await agreementChoices(locals))
	}
}

export const actions: Actions = {
	default: withParties(formAction(addAgreement, (_event, form) => saidIn(form), onTo('agreement')))
}
