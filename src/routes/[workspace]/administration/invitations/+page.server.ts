import { listInvitations } from '#platform/access/invitation-operations.ts'
import { listPart } from '../../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const base = `/${workspace}/administration`
	const list = listPart(await locals.askFrom(listInvitations, url), (invitation) => ({
		name: { href: `${base}/invitations/${invitation.id}`, label: invitation.name },
		email: invitation.email,
		office: { href: `${base}/seats/${invitation.seat.key}`, label: invitation.seat.office },
		role: invitation.seat.role,
		state: invitation.state,
		createdAt: invitation.createdAt,
		expiresAt: invitation.expiresAt
	}))
	return { list }
}
