import { z } from 'zod'
import { RecordReference, Translated } from '#platform/records/find-record.server.ts'
import { EntryItem } from '../entry/entry-outputs.ts'

/** What amounts and numbers add up to, exactly: one sum for each currency, never one over several; numbers have none. */
export const Sums = z.array(z.object({ currency: z.string().nullable(), amount: z.string() }))
export type Sums = z.output<typeof Sums>

export const Where = z.record(z.string(), z.array(z.string()))

/** Entries that hold one value of a field: the code, the day's year or month, the identifier; empty where nothing is said. */
export const GroupOf = z.object({
	value: z.string(),
	/** All records that the seat may not see, made one. */
	isHidden: z.boolean(),
	records: z.int(),
	sums: Sums
})
export type GroupOf = z.output<typeof GroupOf>

/** The records and seats that stand in groups and cards. */
export const Named = z.object({
	names: z.array(RecordReference),
	seats: z.array(z.object({ id: z.string(), key: z.string(), office: z.string() }))
})
export type Named = z.output<typeof Named>

export const Headline = z.object({
	key: z.string(),
	names: Translated,
	where: Where,
	sum: z.string().nullable(),
	records: z.int(),
	sums: Sums,
	/** What the sum is a part of, where that is told. */
	whole: z.object({ of: z.string(), sums: Sums }).nullable()
})
export type Headline = z.output<typeof Headline>

export const ChartOf = z.object({
	key: z.string(),
	names: Translated,
	where: Where,
	by: z.string(),
	span: z.enum(['year', 'month']).nullable(),
	sum: z.string().nullable(),
	groups: z.array(GroupOf)
})
export type ChartOf = z.output<typeof ChartOf>

/** True where invented entries are among those counted: whoever shows the numbers says so beside them. */
const Invented = { invented: z.boolean() }

export const Figures = Named.extend({ headlines: z.array(Headline), charts: z.array(ChartOf) })
export type Figures = z.output<typeof Figures>

/** The figures over all entries of a register that the seat sees. */
export const RegisterFigures = Figures.extend(Invented)
export type RegisterFigures = z.output<typeof RegisterFigures>

/** A move that is open to the seat from where an entry stands; what must be filled first is told on its page. */
const OpenMove = z.object({ move: z.string(), to: z.string() })
export const BoardCard = EntryItem.extend({ moves: z.array(OpenMove) })

export const Board = Named.extend({
	by: z.string(),
	columns: z.array(
		z.object({
			value: z.string(),
			/** Counted to a hundred where the board is narrowed, and exactly where it is not. */
			records: z.int(),
			isMore: z.boolean(),
			cards: z.array(BoardCard)
		})
	),
	/** How many columns there is no room for. */
	leftOut: z.int()
})
export type Board = z.output<typeof Board>

export const CalendarItem = EntryItem.extend({
	/** The day it stands on, and the last day of a period; a day that is not known whole stands on its first. */
	on: z.string(),
	until: z.string().nullable()
})

export const Calendar = Named.extend({
	day: z.string(),
	from: z.string(),
	until: z.string(),
	items: z.array(CalendarItem),
	total: z.int(),
	totalIsMore: z.boolean(),
	/** Where none stands on these days: the nearest days before and after them on which one does. */
	before: z.string().nullable(),
	after: z.string().nullable()
})
export type Calendar = z.output<typeof Calendar>

export const RegisterMap = z.object({
	place: z.string(),
	/** A country or the area of a place, each with the number of entries; empty where no place is named. */
	areas: z.array(z.object({ value: z.string(), records: z.int() })),
	/** How many entries have a place with degrees; null where there are too many entries to look through. */
	placed: z.int().nullable(),
	/** The latest of these. */
	points: z.array(RecordReference.extend({ latitude: z.string(), longitude: z.string(), area: z.string() })),
	records: z.int(),
	/** True where too many entries are asked for to count them while the page waits: nothing is told then. */
	isTooMany: z.boolean(),
	...Invented
})
export type RegisterMap = z.output<typeof RegisterMap>

const PivotGroup = GroupOf.extend({
	/** The values that there is no room for, put together. */
	isRest: z.boolean()
})

export const PivotTable = Named.extend({
	rows: z.array(PivotGroup),
	columns: z.array(PivotGroup),
	/** What stands in a cell, by the places of its row and column; empty cells are left out. */
	cells: z.array(z.object({ row: z.int(), column: z.int(), records: z.int(), sums: Sums })),
	records: z.int(),
	sums: Sums,
	...Invented
})
export type PivotTable = z.output<typeof PivotTable>
