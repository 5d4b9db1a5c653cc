import type { HandoverSource } from './handover.ts'

/** What the access to a workspace itself leaves open with a seat: invitations on their way, and tokens that work. */
export const accessHandover: HandoverSource = {
	async open(here, seat) {
		const invitations = await here.tx
			.selectFrom('invitation')
			.innerJoin('seat', (on) =>
				on.onRef('seat.workspace_id', '=', 'invitation.workspace_id').onRef('seat.id', '=', 'invitation.seat_id')
			)
			.select(['invitation.id', 'invitation.seat_id', 'invitation.expires_at', 'seat.office'])
			.where('invitation.workspace_id', '=', here.workspace.id)
			.where((where) =>
				where.or([where('invitation.seat_id', '=', seat.id), where('invitation.invited_by_seat_id', '=', seat.id)])
			)
			.where('invitation.used_at', 'is', null)
			.where('invitation.revoked_at', 'is', null)
			.where('invitation.expires_at', '>', here.now)
			.orderBy('invitation.expires_at')
			.limit(200)
			.execute()
		const tokens = await here.tx
			.selectFrom('token')
			.select(['id', 'name', 'expires_at'])
			.where('workspace_id', '=', here.workspace.id)
			.where('seat_id', '=', seat.id)
			.where('revoked_at', 'is', null)
			.where('expires_at', '>', here.now)
			.orderBy('expires_at')
			.limit(200)
			.execute()
		const dayOf = (at: Date) => at.toISOString().slice(0, 10)
		return [
			...invitations.map((row) => ({
				code: row.seat_id === seat.id ? 'invitation-here' : 'invitation-sent',
				id: row.id,
				record: null,
				label: row.office,
				day: dayOf(row.expires_at)
			})),
			...tokens.map((row) => ({
				code: 'token',
				id: row.id,
				record: null,
				label: row.name,
				day: dayOf(row.expires_at)
			}))
		]
	}
}
