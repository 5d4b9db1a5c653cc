import { z } from 'zod'
import { Identifier, Key, Text } from '#platform/operation/fields.ts'
import { command, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { keepsAccess, keepsSeat } from './access-rules.ts'
import { getSeatRow } from './find-seats.server.ts'
import { knownSeat } from './seat-operations.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

/** The seat, for whoever keeps it: an administrator, or who acts from it. For all others nothing is looked for. */
export const ownSeat = (here: Here, { seat = here.seat.key ?? undefined }: { seat?: string | undefined }) =>
	seat !== undefined && (keepsAccess(here.seat) || here.seat.key === seat)
		? getSeatRow(here, seat)
		: Promise.resolve(undefined)

/** Leaves a note with a seat for whoever holds it next: who to call, what was promised, where the papers lie. */
export const addSeatNote = command({
	name: 'seat.addNote',
	input: z.strictObject({ seat: Key.optional(), text: Text(10_000), language: Language.optional() }),
	output: z.object({ id: z.string() }),
	about: ownSeat,
	allow: ({ seat }, found) => keepsSeat(seat, found?.id),
	async run(here, { text, language = here.workspace.language }, found) {
		const id = await here.write.add('seat_note', {
			seat_id: knownSeat(found).id,
			text,
			language,
			by_seat_id: here.seat.id ?? '',
			created_at: here.now,
			withdrawn_at: null
		})
		return { id }
	}
})

async function findNote(here: Here, { note }: { note: string }) {
	const row = await here.tx
		.selectFrom('seat_note')
		.select(['id', 'seat_id', 'withdrawn_at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', note)
		.executeTakeFirst()
	if (!row && keepsAccess(here.seat)) throw absent('access.no-such-note')
	return row
}

/** Takes a note back that no longer holds; the history keeps what it said. */
export const withdrawSeatNote = command({
	name: 'seat.withdrawNote',
	input: z.strictObject({ note: Identifier, reason: Text(2_000).optional() }),
	output: z.object({ id: z.string() }),
	about: findNote,
	allow: ({ seat }, found) => keepsSeat(seat, found?.seat_id),
	async run(here, _input, found) {
		const note = knownSeat(found)
		if (note.withdrawn_at !== null) throw conflict('platform.already-withdrawn')
		await here.write.change('seat_note', note.id, { withdrawn_at: here.now })
		return { id: note.id }
	}
})
