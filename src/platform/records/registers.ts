import type { DayEvent } from '#platform/calendar/write-calendar.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { RecordReference } from './find-record.server.ts'

/** Something that waits for the seat that asks: what (worded by `attention.<code>`), how many, where all are listed, the first of them. */
export type Matter = {
	code: string
	/** What it is called, where that is declared and no word of the product: said in place of `attention.<code>`. */
	names?: Readonly<Record<string, string>>
	/** Whose matter it is: the seat's own, its actor's, or that of a structure it serves or sits in. */
	whose: 'mine' | 'actor' | 'structure'
	total: number
	/** True where more wait than were counted: `total` is then the most that is counted. */
	totalIsMore?: boolean
	/** The page that lists all of them, as a path below the workspace: `/action?filter[state]=open`. */
	path: string
	/** The first few, longest waiting first, each with the day since or until when. */
	first: { record: RecordReference; day: string | null }[]
}

/** What an area tells a seat on its first page. It is kept until something changes, so of the moment it may look at the hour alone. */
export type AttentionSource = {
	name: string
	/** True where it is worked out from records and what belongs to them alone (see `keepAnswersOfRecords`). */
	ofRecords?: true
	matters(here: Here): Promise<Matter[]>
}

/** Something that falls due on a day. Worded by `due.<code>`, or called by its names where it is declared. */
export type Due = {
	code: string
	names?: Readonly<Record<string, string>>
	day: string
	record: RecordReference
	structureId: string | null
	actorId: string | null
	/** What of the record it is, where several things of one code fall due in it: calendars tell them apart by it. */
	part?: string
}

/** What falls due between two days, both of them included, oldest first; narrowed to a structure or an actor where one is named. */
export type DueSource = {
	name: string
	dues(
		here: Here,
		asked: { from: string | null; until: string; structureId?: string; actorId?: string; limit: number }
	): Promise<Due[]>
}

/** Something that waits for a structure to settle it, whether a day is set for that or not. Worded by `waits.<code>`. */
export type AgendaMatter = {
	code: string
	record: RecordReference
	/** The day since when it waits, or null where that is not known. */
	since: string | null
}

/** What an area has that belongs on the agenda of a structure: longest waiting first, as far as the seat sees it. */
export type AgendaSource = {
	name: string
	matters(here: Here, asked: { structureId: string; limit: number }): Promise<AgendaMatter[]>
}

/**
 * What stands in the calendar of one record of a kind that has one: events of whole days, as the seat may see them between two
 * days. `uid` makes the identifier by which programs know an event, `page` the address of a record where there is one.
 */
export type CalendarSource = {
	kind: string
	events(
		here: Here,
		asked: {
			id: string
			from: string
			until: string
			words: Words
			uid: (id: string) => string
			page: (record: RecordReference) => string | null
		}
	): Promise<DayEvent[]>
}
