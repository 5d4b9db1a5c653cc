import type { Role } from './seat.ts'

type Acting = { id: string | null; role: Role }

/** Seats, people, invitations, rules, tokens and settings are kept by the administrators of the workspace. */
export const keepsAccess = ({ role }: Pick<Acting, 'role'>): boolean => role === 'administrator'

/** Whom the list of seats concerns: those who hold one, but observers, who take no part in the work. */
export const knowsSeats = ({ role }: Pick<Acting, 'role'>): boolean => role !== 'public' && role !== 'observer'

/** What concerns one seat is for the administrators and for whoever acts from it. */
export const keepsSeat = (acting: Acting, seatId: string | undefined): boolean =>
	keepsAccess(acting) || (acting.id !== null && acting.id === seatId)

type Leaving = { role: string; isHeld: boolean; othersHeld: number; othersOpen: number }

/**
 * Why a seat cannot be left or ended, or null when it can: a workspace keeps one administrator's seat, and one that somebody
 * holds where this one is held, or nobody could let anybody in again.
 */
export function whyNotGiveUp({ role, isHeld, othersHeld, othersOpen }: Leaving) {
	if (role !== 'administrator') return null
	return (isHeld ? othersHeld : othersOpen) === 0 ? 'access.last-administrator' : null
}

/** Why a seat cannot end on a day, or null when it can. */
export function whyNotEndSeat(seat: { from: string | null; to: string | null }, day: string, today: string) {
	if (seat.to !== null) return 'access.seat-ended'
	if (day > today) return 'access.day-in-future'
	return seat.from !== null && day < seat.from ? 'access.ends-before-it-starts' : null
}
