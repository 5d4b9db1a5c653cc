import { absent } from '#platform/operation/refusal.ts'
import { withdrawMandate } from '#modules/directory/membership-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const structure = await locals.ask(getStructure, { structure: params.reference })
	const mandate = structure.mandates.find(({ id }) => id === params.mandate)
	if (!mandate) refusePage(locals, url, absent('directory.no-such-mandate'))
	refuseUnlessMay({ locals, url }, structure.may.keepMembers, 'mandate.withdraw')
	return { ...formOf(locals, structure), text: mandate.text }
}

export const actions: Actions = {
	default: formAction(withdrawMandate, ({ params }) => ({ mandate: params['mandate'] }), backTo('structure'))
}
