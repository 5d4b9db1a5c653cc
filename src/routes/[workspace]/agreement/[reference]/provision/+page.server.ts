import { getAgreement } from '#modules/instruments/agreement/agreement-queries.ts'
import { addAgreementProvision } from '#modules/instruments/agreement/provision-commands.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const agreement = await locals.ask(getAgreement, { agreement: params.reference })
	refuseUnlessMay({ locals, url }, agreement.may.change, 'agreementProvision.add')
	return formOf(locals, agreement)
}

export const actions: Actions = {
	default: formAction(addAgreementProvision, ({ params }) => ({ agreement: params['reference'] }), backTo('agreement'))
}
