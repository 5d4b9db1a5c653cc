import { addMembership } from '#modules/directory/membership-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction } from '../../../../../face.server.ts'
import { backTo, formOf, optionsOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const structure = await locals.ask(getStructure, { structure: params.reference })
	refuseUnlessMay({ locals, url }, structure.may.keepMembers, 'membership.add')
	return {
		...formOf(locals, structure),
		actors: await optionsOf(locals, 'actor'),
		actor: url.searchParams.get('actor')
	}
}

export const actions: Actions = {
	default: formAction(addMembership, ({ params }) => ({ structure: params['reference'] }), backTo('structure'))
}
