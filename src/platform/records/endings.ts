import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { RecordReference } from './find-record.server.ts'

/** A record of a lower area that is about to end: a structure dissolved, an actor abolished, one merged into another. */
export type Ended = { kind: string; id: string }

/** What an area above has open on such a record, as whoever ends it chooses where it goes. */
export type OpenThing = { id: string; record: RecordReference | null; label: string }

/**
 * What an area has open on records of lower areas. A command that ends one asks every area: it is refused while something
 * would be left with nobody, or moves it to whoever takes over.
 */
export type EndingSource = {
	/** What the things are called among choices: `open-item.<name>`. */
	name: string
	/** The code of the refusal where nobody takes them over; its sentence is given `count`. */
	refusal: string
	/** How many there are, whether the seat sees them or not. */
	count(here: Here, ended: Ended): Promise<number>
	open(here: Here, ended: Ended): Promise<OpenThing[]>
	/** Moves the given ones, or all, to a record of the same kind; where there is none they end, with the reason. */
	move(here: Writing, ended: Ended, change: Change): Promise<void>
}
type Change = { ids: readonly string[] | 'all'; to: string | null; reason: string | null }

/** Refuses to end a record on which something of an area above is still open. */
export async function refuseWhileOpen(here: Here, ended: Ended): Promise<void> {
	for (const source of here.registry.endings) {
		const count = await source.count(here, ended)
		if (count > 0) throw conflict(source.refusal, { count })
	}
}

/** Moves all that areas above have open on a record to the one it is merged into. */
export async function moveAllOpen(here: Writing, ended: Ended, into: string): Promise<void> {
	for (const source of here.registry.endings) await source.move(here, ended, { ids: 'all', to: into, reason: null })
}
