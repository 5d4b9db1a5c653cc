import { changeProvision } from '#modules/instruments/policy/provision-commands.ts'
import { getProvision } from '#modules/instruments/policy/provision-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const provision = await locals.ask(getProvision, { provision: params.reference })
	refuseUnlessCan({ locals, url }, { may: provision.may.change, whyNot: provision.whyNot.change }, 'provision.change')
	const { number, heading, text, language } = provision
	return { ...formOf(locals, provision), saved: { number, heading, text, language } }
}

export const actions: Actions = {
	default: formAction(
		changeProvision,
		({ params }, form) => ({ provision: params['reference'], number: form.get('number') ?? '' }),
		backTo('provision')
	)
}
