import { createSeat } from '#platform/access/seat-operations.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import { optionsOf } from '../../../record-page.server.ts'
import { refuseUnlessAdministrator } from '../../administration.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'seat.create')
	return { keys: formKeys(locals), actors: await optionsOf(locals, 'actor') }
}

export const actions: Actions = {
	default: formAction(
		createSeat,
		() => ({}),
		({ key }, { params }) => `/${params['workspace'] ?? ''}/administration/seats/${key}`
	)
}
