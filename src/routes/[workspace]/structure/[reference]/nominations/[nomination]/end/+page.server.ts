import { absent } from '#platform/operation/refusal.ts'
import { endNomination } from '#modules/directory/membership-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const structure = await locals.ask(getStructure, { structure: params.reference })
	const nomination = structure.nominations.find(({ id }) => id === params.nomination)
	if (!nomination) refusePage(locals, url, absent('directory.no-such-nomination'))
	refuseUnlessMay({ locals, url }, structure.may.keepMembers, 'nomination.end')
	return { ...formOf(locals, structure), office: nomination.office }
}

export const actions: Actions = {
	default: formAction(endNomination, ({ params }) => ({ nomination: params['nomination'] }), backTo('structure'))
}
