import { listTokens } from '#platform/access/token-operations.ts'
import { listPart } from '../../../list-page.ts'
import { refuseUnlessAdministrator } from '../administration.server.ts'
import { tokenRow } from '../token-row.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'seat.change')
	const base = `/${workspace}/administration`
	const list = listPart(await locals.askFrom(listTokens, url), (token) => ({
		...tokenRow(token),
		office: { href: `${base}/seats/${token.seat}`, label: token.office },
		revoke: token.state === 'open' ? `${base}/tokens/${token.id}/revoke` : null
	}))
	return { list }
}
