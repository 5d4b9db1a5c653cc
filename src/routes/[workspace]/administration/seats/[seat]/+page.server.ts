import { linkIfAny } from '#modules/directory/page-links.ts'
import { getSeat } from '#platform/access/seat-operations.ts'
import { listTokens } from '#platform/access/token-operations.ts'
import { refuseUnlessAdministrator } from '../../administration.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'seat.change')
	const seat = await locals.ask(getSeat, { seat: params.seat })
	const tokens = await locals.ask(listTokens, { filter: { seat: [seat.key], state: ['open'] }, limit: 1 })
	return {
		seat: {
			key: seat.key,
			office: seat.office,
			role: seat.role,
			actor: linkIfAny(locals.words, params.workspace, seat.actor),
			from: seat.from,
			to: seat.to,
			endReason: seat.endReason,
			isOpen: seat.isOpen,
			isHeld: seat.isHeld,
			isInvited: seat.isInvited
		},
		holders: seat.holders,
		tokens: tokens.total
	}
}
