import type { Here, Writing } from '#platform/operation/operation.server.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'

/** The seat whose work is handed over. */
export type SeatOfHandover = { id: string; key: string; role: string; actorId: string | null }

/** One thing on a handover page: what it is (worded by `handover.<code>`), which record it concerns, and since or until when. */
export type HandoverItem = {
	code: string
	id: string
	record: RecordReference | null
	/** Whom or what it names beside the record: an office, a person, an address. */
	label: string | null
	day: string | null
}

/** What comes again: a structure the seat serves or sits in, and how often it meets. */
export type RecurringItem = { code: string; record: RecordReference; label: string | null; timesPerYear: number | null }

/**
 * What an area tells of a seat to whoever takes it next: what is open and waits on the seat or its actor, what comes again,
 * and what names the office rather than the seat and may be moved to it.
 */
export type HandoverSource = {
	open?(here: Here, seat: SeatOfHandover): Promise<HandoverItem[]>
	recurring?(here: Here, seat: SeatOfHandover): Promise<RecurringItem[]>
	/** What names the office and an address: it stays behind unless it is moved to the seat. */
	movable?(here: Here, seat: SeatOfHandover): Promise<HandoverItem[]>
	/** Moves those of the given identifiers that are this source's to the seat, so that they follow whoever holds it. */
	move?(here: Writing, seat: SeatOfHandover, ids: readonly string[], reason: string): Promise<void>
}
