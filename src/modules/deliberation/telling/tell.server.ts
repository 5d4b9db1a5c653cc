import { z } from 'zod'
import { mailIsOn, sendMail, type NewMail } from '#platform/mail/send-mail.server.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import type { Reach } from './reach.server.ts'

/** How many were written to, how many of these mails are kept for want of a mail server, and how many could not be found. */
export const Told = z.object({ told: z.int(), kept: z.int(), unreached: z.int() })

/** What a command that writes to people gives besides; `told` is null where nobody was to be written to. */
export const Telling = {
	told: Told.nullable(),
	/** Actors that nobody could be found for: they are told by other means. */
	cannotReach: z.array(RecordReference)
}
type Telling = { told: z.output<typeof Told> | null; cannotReach: RecordReference[] }

/** Of a command that had nobody to write to. */
export const NOBODY_TOLD: Telling = { told: null, cannotReach: [] }

type Letter = Omit<NewMail, 'to'>

/** Writes to everybody a letter reaches: seats read it as they see things when it is sent, offices by what it says now. */
export async function tell(
	here: Writing,
	reach: Reach,
	{ toSeats, toOffices }: { toSeats: Letter; toOffices: Letter }
): Promise<Telling> {
	for (const seatId of reach.seats) await sendMail(here, { ...toSeats, to: { seatId } })
	for (const { name, email } of reach.addresses)
		await sendMail(here, { ...toOffices, to: { name, email, language: here.workspace.language } })
	const told = reach.seats.length + reach.addresses.length
	return {
		told: { told, kept: mailIsOn() ? 0 : told, unreached: reach.unreached.length },
		cannotReach: await namesOf(here, reach.unreached)
	}
}

/** The actors that nobody could be found for, as far as the seat that asks sees them. */
export async function namesOf(here: Here, actors: readonly string[]): Promise<RecordReference[]> {
	const references = await referencesOf(here, actors)
	return actors.flatMap((id) => references.get(id) ?? [])
}
