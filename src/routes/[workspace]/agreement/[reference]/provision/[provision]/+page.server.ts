import { getAgreement } from '#modules/instruments/agreement/agreement-queries.ts'
import {
	changeAgreementProvision,
	removeAgreementProvision
} from '#modules/instruments/agreement/provision-commands.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formAction, refusePage } from '../../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const agreement = await locals.ask(getAgreement, { agreement: params.reference })
	const line = agreement.provisions.find(({ id }) => id === params.provision)
	if (!line) refusePage(locals, url, absent('instruments.no-such-agreement-provision'))
	refuseUnlessMay({ locals, url }, agreement.may.change, 'agreementProvision.change')
	return { ...formOf(locals, agreement), line }
}

const named = ({ params }: { params: Readonly<Record<string, string | undefined>> }) => ({
	provision: params['provision']
})

export const actions: Actions = {
	change: formAction(changeAgreementProvision, named, backTo('agreement')),
	remove: formAction(removeAgreementProvision, named, backTo('agreement'))
}
