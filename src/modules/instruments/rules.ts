import type { Role } from '#platform/access/seat.ts'

type Acting = { role: Role; actorId: string | null }

/** Instruments, laws, judgements and relations are kept by the secretariat of the workspace, its administrators and its analysts. */
export const keepsInstruments = (seat: Acting) =>
	seat.role === 'secretariat' || seat.role === 'administrator' || seat.role === 'analyst'

/** What an actor leads (a law, a step of a road map, a report) is also told of by the seats of that actor; observers read along. */
export const leads = (seat: Acting, actorId: string | null) =>
	actorId !== null && seat.actorId === actorId && seat.role !== 'public' && seat.role !== 'observer'
