import { absent } from '#platform/operation/refusal.ts'
import { listDocuments } from '#platform/records/documents.ts'
import { addNomination } from '#modules/directory/membership-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const structure = await locals.ask(getStructure, { structure: params.reference })
	const membership = structure.memberships.find(({ id }) => id === params.membership)
	if (!membership) refusePage(locals, url, absent('directory.no-such-membership'))
	refuseUnlessMay({ locals, url }, structure.may.keepMembers, 'nomination.add')
	return {
		...formOf(locals, structure),
		actor: membership.actor,
		hasPrincipal: structure.nominations.some(
			(one) => one.membership === membership.id && one.capacity === 'principal' && one.to === null
		),
		letters: (await locals.ask(listDocuments, { record: structure.reference, kind: 'structure' })).items.map(
			({ id, title }) => ({ value: id, label: title })
		)
	}
}

export const actions: Actions = {
	default: formAction(addNomination, ({ params }) => ({ membership: params['membership'] }), backTo('structure'))
}
