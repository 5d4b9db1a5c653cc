import { listInvitations, resendInvitation, revokeInvitation } from '#platform/access/invitation-operations.ts'
import { absent } from '#platform/operation/refusal.ts'
import { z } from 'zod'
import { formAction, formKeys, refusePage } from '../../../../face.server.ts'
import { wholeLink } from '../../administration.server.ts'
import { shownOnceAction } from '../../shown-once.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const known = z.uuid().safeParse(params.invitation).success
	const { items } = known
		? await locals.ask(listInvitations, { filter: { invitation: params.invitation } })
		: { items: [] }
	const [invitation] = items
	if (!invitation) refusePage(locals, url, absent('access.no-such-invitation'))
	const { actor: _actor, ...shown } = invitation
	return { invitation: shown, keys: formKeys(locals) }
}

const about = ({ params }: { params: Partial<Record<string, string>> }) => ({ invitation: params['invitation'] })
const resend = shownOnceAction(resendInvitation, about)

export const actions: Actions = {
	revoke: formAction(revokeInvitation, about),
	resend: async (event) => {
		const done = await resend(event)
		return 'shown' in done ? { shown: { ...done.shown, link: wholeLink(event.url, done.shown.link) } } : done
	}
}
