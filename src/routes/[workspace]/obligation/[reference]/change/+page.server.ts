import { changeObligation } from '#modules/instruments/instrument/obligation-commands.ts'
import { getObligation } from '#modules/instruments/instrument/obligation-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { areaGroups, backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const obligation = await locals.ask(getObligation, { obligation: params.reference })
	refuseUnlessMay({ locals, url }, obligation.may.change, changeObligation.name)
	const { article, text, position, language, note } = obligation
	return {
		...formOf(locals, obligation),
		groups: await areaGroups(locals),
		areas: obligation.areas.map(({ reference }) => reference),
		saved: { article, text, position, language, note }
	}
}

export const actions: Actions = {
	default: formAction(
		changeObligation,
		({ params }, form) => ({ obligation: params['reference'], areas: form.getAll('areas').map(String) }),
		backTo('obligation')
	)
}
