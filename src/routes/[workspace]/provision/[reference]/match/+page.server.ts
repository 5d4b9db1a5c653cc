import { matchProvision } from '#modules/instruments/policy/provision-commands.ts'
import { getProvision } from '#modules/instruments/policy/provision-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { formOf, onTo, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const provision = await locals.ask(getProvision, { provision: params.reference })
	refuseUnlessCan({ locals, url }, { may: provision.may.match, whyNot: provision.whyNot.match }, 'provision.match')
	return {
		...formOf(locals, provision),
		text: provision.text,
		language: provision.language,
		mayBe: provision.mayBe.map(({ reference, title }) => ({ value: reference, label: locals.words.name(title) }))
	}
}

export const actions: Actions = {
	default: formAction(matchProvision, ({ params }) => ({ provision: params['reference'] }), onTo('provision'))
}
