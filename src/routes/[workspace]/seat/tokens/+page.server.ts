import { createToken, listTokens, revokeToken } from '#platform/access/token-operations.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { refuseUnlessMay } from '../../record-page.server.ts'
import { shownOnceAction } from '../../administration/shown-once.server.ts'
import { tokenRow } from '../../administration/token-row.ts'
import type { Actions, PageServerLoad } from './$types'

const SHOWN = 200

export const load: PageServerLoad = async ({ locals, url }) => {
	const { key } = locals.seat
	refuseUnlessMay({ locals, url }, key !== null, 'token.list')
	const { items } = await locals.ask(listTokens, { filter: { seat: [key ?? ''] }, limit: SHOWN })
	return {
		tokens: items.map(tokenRow),
		office: locals.seat.office,
		keys: formKeys(locals),
		operations: locals.opening?.registry.operations.map((operation) => operation.name).sort() ?? []
	}
}

const tokenOf = (form: FormData) => ({ token: form.get('token') })

export const actions: Actions = {
	make: shownOnceAction(createToken),
	revoke: formAction(revokeToken, (_event, form) => tokenOf(form))
}
