import { endParticipation } from '#modules/deliberation/cadence/participation-commands.ts'
import { listParticipation } from '#modules/deliberation/cadence/participation-queries.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { structure, items, may } = await locals.ask(listParticipation, { structure: params.reference })
	const found = items.find(({ id }) => id === params.participation)
	if (!found) refusePage(locals, url, absent('deliberation.no-such-participation'))
	refuseUnlessMay({ locals, url }, may.keep, 'participation.end')
	return { ...formOf(locals, structure), actorKind: found.actorKind, basis: found.basis }
}

export const actions: Actions = {
	default: formAction(
		endParticipation,
		({ params }) => ({ participation: params['participation'] }),
		backTo('structure')
	)
}
