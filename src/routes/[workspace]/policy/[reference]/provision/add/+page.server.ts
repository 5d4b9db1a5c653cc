import { getPolicy } from '#modules/instruments/policy/policy-queries.ts'
import { addProvision } from '#modules/instruments/policy/provision-commands.ts'
import { formAction } from '../../../../../face.server.ts'
import { formOf, onTo, refuseUnlessCan } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const policy = await locals.ask(getPolicy, { policy: params.reference })
	refuseUnlessCan(
		{ locals, url },
		{ may: policy.may.addProvision, whyNot: policy.whyNot.addProvision },
		'provision.add'
	)
	return { ...formOf(locals, policy), language: policy.language }
}

export const actions: Actions = {
	default: formAction(
		addProvision,
		({ params }, form) => ({ policy: params['reference'], number: form.get('number') ?? '' }),
		onTo('provision')
	)
}
