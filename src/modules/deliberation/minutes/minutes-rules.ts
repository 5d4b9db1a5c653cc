import type { Role } from '#platform/access/seat.ts'
import type { AgendaItemTable, MeetingTable } from '../meeting/schema.ts'

type State = MeetingTable['state']

/**
 * Why nothing can be written into the minutes of a meeting now, or null when it can. They are written from the day it is called,
 * so that a secretary can prepare them, until they are circulated; after that they are drafted anew first.
 */
export function whyNotWriteMinutes(state: State) {
	switch (state) {
		case 'called':
		case 'held':
		case 'drafted':
			return null
		case 'planned':
		case 'postponed':
			return 'deliberation.minutes-before-call'
		case 'circulated':
			return 'deliberation.minutes-circulated'
		case 'adopted':
			return 'deliberation.minutes-sealed'
		case 'cancelled':
			return 'deliberation.minutes-of-cancelled'
		default:
			return state satisfies never
	}
}

/** Why there are no minutes of an item, or null when there are: what was only proposed was not dealt with. */
export const whyNoMinutesOf = (state: AgendaItemTable['state']) =>
	state === 'accepted' ? null : 'deliberation.minutes-item-not-on-agenda'

export const PAPER_KINDS = ['notice', 'agenda', 'attendance', 'minutes', 'decisions'] as const
export type PaperKind = (typeof PAPER_KINDS)[number]

/** Why a paper of a meeting cannot be made now, or null when it can; `sealed` are the kinds that were sealed already. */
export function whyNotMakePaper(kind: PaperKind, state: State, sealed: ReadonlySet<string> = new Set()) {
	if (kind === 'notice')
		return state === 'planned' || state === 'postponed' || state === 'cancelled'
			? 'deliberation.paper-not-called'
			: null
	if (kind === 'agenda') return null
	const isHeld = state === 'held' || state === 'drafted' || state === 'circulated' || state === 'adopted'
	// Before the meeting the attendance sheet is the list that is signed.
	if (kind === 'attendance') return state === 'cancelled' ? 'deliberation.minutes-of-cancelled' : null
	if (!isHeld) return 'deliberation.paper-not-held'
	// What was sealed is what holds; it is not made anew beside it. Of minutes adopted elsewhere no paper was written: that is
	// made up for.
	return state === 'adopted' && sealed.has(kind) ? 'deliberation.paper-sealed' : null
}

/** Why the minutes of a meeting cannot be said to be drafted, or null when they can: minutes are written of an agenda. */
export const whyNotDraftOf = (agenda: readonly { status: AgendaItemTable['state'] }[]) =>
	agenda.some(({ status }) => status === 'accepted') ? null : 'deliberation.nothing-on-agenda'

const KEEPERS = ['role:administrator', 'role:secretariat']

/** True where everybody who sees an item reads the minutes of its meeting before they are adopted: nobody else finds it by their words. */
export const isOfReaders = (audience: readonly string[], structureId: string): boolean => {
	const readers = [...KEEPERS, `structure:${structureId}`, `members:${structureId}`]
	return audience.every((token) => readers.includes(token))
}

/**
 * Who reads the minutes of a meeting: whoever sits in the structure or runs its meetings, as they are written; everybody else who
 * sees the item, once they are adopted.
 */
export const readsMinutes = (
	seat: { role: Role; audience: readonly string[] },
	{ state, structureId }: { state: string; structureId: string }
) =>
	state === 'adopted' ||
	seat.role === 'secretariat' ||
	seat.role === 'administrator' ||
	seat.audience.includes(`structure:${structureId}`)
