import { separateProvision } from '#modules/instruments/policy/provision-commands.ts'
import { getProvision } from '#modules/instruments/policy/provision-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { formOf, onTo, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const provision = await locals.ask(getProvision, { provision: params.reference })
	refuseUnlessCan(
		{ locals, url },
		{ may: provision.may.separate, whyNot: provision.whyNot.separate },
		'provision.separate'
	)
	const versions = provision.texts.slice(1).map(({ version, label }) => ({ value: String(version), label }))
	return { ...formOf(locals, provision), versions }
}

export const actions: Actions = {
	default: formAction(separateProvision, ({ params }) => ({ provision: params['reference'] }), onTo('provision'))
}
