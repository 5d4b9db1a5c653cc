import type { Role } from '#platform/access/seat.ts'

type Acting = { role: Role; id: string | null }

/** Records of the workspace as such (withdrawing, merging, audience) are kept by the secretariat and administrators. */
export const keepsRecords = (seat: Acting) => seat.role === 'secretariat' || seat.role === 'administrator'

/** Whoever holds a seat may link records it sees and speak in their discussion; observers read along. */
export const takesPart = (seat: Acting) => seat.role !== 'public' && seat.role !== 'observer'

/** A comment is withdrawn by who wrote it, or by who keeps the records. */
export const mayWithdrawComment = (seat: Acting, comment: { seatId: string }) =>
	keepsRecords(seat) || (seat.id !== null && seat.id === comment.seatId)
