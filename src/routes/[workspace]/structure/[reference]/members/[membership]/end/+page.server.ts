import { absent } from '#platform/operation/refusal.ts'
import { endMembership } from '#modules/directory/membership-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const structure = await locals.ask(getStructure, { structure: params.reference })
	const membership = structure.memberships.find(({ id }) => id === params.membership)
	if (!membership) refusePage(locals, url, absent('directory.no-such-membership'))
	refuseUnlessMay({ locals, url }, structure.may.keepMembers, 'membership.end')
	return { ...formOf(locals, structure), actor: membership.actor }
}

export const actions: Actions = {
	default: formAction(endMembership, ({ params }) => ({ membership: params['membership'] }), backTo('structure'))
}
