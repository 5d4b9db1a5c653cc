import { checkedIn } from '#modules/instruments/agreement/agreement-form.ts'
import { getAgreement } from '#modules/instruments/agreement/agreement-queries.ts'
import { checkAgreement } from '#modules/instruments/agreement/provision-commands.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const agreement = await locals.ask(getAgreement, { agreement: params.reference })
	refuseUnlessMay({ locals, url }, agreement.may.change, 'agreement.check')
	return { ...formOf(locals, agreement), provisions: agreement.provisions }
}

export const actions: Actions = {
	default: formAction(
		checkAgreement,
		({ params }, form) => ({ agreement: params['reference'], items: checkedIn(form) }),
		backTo('agreement')
	)
}
