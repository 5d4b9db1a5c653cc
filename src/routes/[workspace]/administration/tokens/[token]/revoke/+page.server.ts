import { listTokens, revokeToken } from '#platform/access/token-operations.ts'
import { absent } from '#platform/operation/refusal.ts'
import { z } from 'zod'
import { formAction, formKeys, refusePage } from '../../../../../face.server.ts'
import { refuseUnlessAdministrator } from '../../../administration.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'seat.change')
	const known = z.uuid().safeParse(params.token).success
	const { items } = known ? await locals.ask(listTokens, { filter: { token: params.token } }) : { items: [] }
	const [token] = items
	if (!token) refusePage(locals, url, absent('platform.no-such-token'))
	return { token: { name: token.name, office: token.office }, keys: formKeys(locals) }
}

export const actions: Actions = {
	default: formAction(
		revokeToken,
		({ params }) => ({ token: params['token'] }),
		(_result, { params }) => `/${params['workspace'] ?? ''}/administration/tokens`
	)
}
