import type { PartialDate, Period } from './partial-days.ts'
import type { InstrumentStatusTable } from './schema.ts'

/** What a State did with an instrument, or what a source states of it: `not-signed` and `not-ratified` are statements, never acts. */
export type StatusKind = InstrumentStatusTable['event']

/** The acts by which a State consents to be bound (Vienna Convention on the Law of Treaties 1969, articles 11 to 16). */
export const JOINING_ACTS = ['ratified', 'accepted', 'approved', 'acceded', 'succeeded', 'signed-definitively'] as const
export type JoiningAct = (typeof JOINING_ACTS)[number]

/** One line of the status of a State in an instrument. */
export type StatusEvent = {
	readonly id: string
	readonly event: StatusKind
	/** When it was done: for an act of consent the day of signature or deposit. Null where the source gives no date. */
	readonly on: PartialDate | null
	/** The year of the source that states it: an undated fact holds as stated then, and what was before is not known. */
	readonly statedYear: number | null
	/** Of a denunciation: the first day of its effect, where that is recorded. */
	readonly effectDay?: string | null
	/** Of a reservation or a declaration, as it was made. */
	readonly text?: string | null
	/** Of a withdrawal: the reservation or declaration that it takes back. */
	readonly withdraws?: string | null
}

/** What an instrument itself says of its times. */
export type StatusTerms = {
	readonly adoptedOn: PartialDate | null
	/** The last day on which it could be signed; null where it stays open, or nobody wrote it down. */
	readonly signableUntil?: PartialDate | null
	/** When it came into force at all, a partial date; `not-yet` where it has not, `not-known` where nobody wrote it down. */
	readonly inForceOn: string
	/** How long after its deposit it is in force for a State that joins; null where nobody wrote it down. */
	readonly inForceAfter: Period | null
	/** How long after its notice a denunciation has effect; null: twelve months (article 56, paragraph 2, of the Vienna Convention). */
	readonly leftAfter?: Period | null
}

/** Where a State stands. `not-ratified`: it has not joined, and whether it signed is not said. */
export type Standing = 'not-known' | 'not-signed' | 'not-ratified' | 'signed' | JoiningAct | 'in-force' | 'denounced'

export type Certainty = 'yes' | 'no' | 'not-known'

/** A reservation or declaration that stands on a day; `not-known` where a date known in part leaves it open. */
export type Statement = { readonly event: StatusEvent; readonly stands: 'yes' | 'not-known' }

/** The position of a State on a day. */
export type Position = {
	readonly standing: Standing
	/** How it consented to be bound, while it is bound. */
	readonly joinedBy: JoiningAct | null
	readonly inForce: Certainty
	/** The day from which it binds, where it does and that is known to the day; null else. */
	readonly bindsSince: string | null
	/** What the standing rests on; null where it is not known, or rests on nothing. */
	readonly restsOn: StatusEvent | null
	/** The first day of effect of a denunciation that was notified already. */
	readonly leavesOn: string | null
	readonly reservations: readonly Statement[]
	readonly declarations: readonly Statement[]
}

/** Why a history cannot have been. */
export type StatusFaultCode =
	| 'status.before-adoption'
	| 'status.no-date'
	| 'status.signed-twice'
	| 'status.signed-after-joining'
	| 'status.joined-twice'
	| 'status.in-force-before-joining'
	| 'status.in-force-twice'
	| 'status.denounced-not-joined'
	| 'status.effect-before-notice'
	| 'status.nothing-reserved'
	| 'status.nothing-to-withdraw'
	| 'status.stated-otherwise'

/** What can have been, and is worth a second look. */
export type StatusRemarkCode = 'status.acceded-after-signing' | 'status.signed-after-close'

/** A fault or a remark, with the line that it is about. */
export type StatusFault = { readonly code: StatusFaultCode; readonly event: StatusEvent }
export type StatusRemark = { readonly code: StatusRemarkCode; readonly event: StatusEvent }
