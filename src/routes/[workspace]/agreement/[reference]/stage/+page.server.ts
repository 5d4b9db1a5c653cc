import { setAgreementStage } from '#modules/instruments/agreement/agreement-commands.ts'
import { getAgreement } from '#modules/instruments/agreement/agreement-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const agreement = await locals.ask(getAgreement, { agreement: params.reference })
	refuseUnlessMay({ locals, url }, agreement.may.change, 'agreement.setStage')
	return { ...formOf(locals, agreement), stage: agreement.stage, next: agreement.next }
}

export const actions: Actions = {
	default: formAction(setAgreementStage, ({ params }) => ({ agreement: params['reference'] }), backTo('agreement'))
}
