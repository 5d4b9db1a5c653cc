import { withdrawSeatRule } from '#platform/access/seat-rule-operations.ts'
import { formAction, formKeys } from '../../../../../face.server.ts'
import { refuseUnlessAdministrator } from '../../../administration.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'seatRule.withdraw')
	return { keys: formKeys(locals) }
}

export const actions: Actions = {
	default: formAction(
		withdrawSeatRule,
		({ params }) => ({ rule: params['rule'] }),
		(_result, { params }) => `/${params['workspace'] ?? ''}/administration/rules`
	)
}
