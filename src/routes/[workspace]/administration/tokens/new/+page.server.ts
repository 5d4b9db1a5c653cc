import { createToken } from '#platform/access/token-operations.ts'
import { formKeys } from '../../../../face.server.ts'
import { refuseUnlessAdministrator, seatOptions } from '../../administration.server.ts'
import { aboutChosenSeat } from '../../chosen-seat.server.ts'
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

export const actions: Actions = { default: aboutChosenSeat(createToken) }
