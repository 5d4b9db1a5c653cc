import { addSeatRule } from '#platform/access/seat-rule-operations.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import { optionsOf } from '../../../record-page.server.ts'
import { refuseUnlessAdministrator } from '../../administration.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'seatRule.add')
	return { keys: formKeys(locals), actors: await optionsOf(locals, 'actor') }
}

export const actions: Actions = {
	default: formAction(
		addSeatRule,
		() => ({}),
		(_result, { params }) => `/${params['workspace'] ?? ''}/administration/rules`
	)
}
