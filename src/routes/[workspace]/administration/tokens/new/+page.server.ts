import { createToken } from '#platform/access/token-operations.ts'
import { formKeys } from '../../../../face.server.ts'
import { refuseUnlessAdministrator, seatOptions } from '../../administration.server.ts'
import { shownOnceAction } from '../../shown-once.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'token.create')
	return {
		keys: formKeys(locals),
		seats: await seatOptions(locals, 'all'),
		operations: locals.opening?.registry.operations.map((operation) => operation.name).sort() ?? [],
		scim: `${url.origin}/api/scim/v2/${locals.workspace?.key ?? ''}`
	}
}

// The field `seat` of every form names who acts, so that the one the token is for has another name here.
export const actions: Actions = {
	default: shownOnceAction(createToken, (_event, form) => ({ seat: form.get('holder') }))
}
