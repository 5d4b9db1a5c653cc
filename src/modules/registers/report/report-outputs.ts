import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { RecordReference, Translated } from '#platform/records/find-record.server.ts'
import { EntryItem } from '../entry/entry-outputs.ts'
import { Figures, Named, Sums } from '../figures/figure-outputs.ts'
import { COLUMNS_MOST } from '../listing/list-address.ts'
import { EntryFilter, FieldKey } from '../listing/narrowing.server.ts'

/** Of more entries than these a paper lists the first; a workbook has all of them. */
export const LISTED_MOST = 1_000
/** Of more entries than these nothing is counted or added up anew while the reader waits. */
export const COUNTED_MOST = 10_000

/** What a report is asked for by: what the address of the list holds. */
export const ReportQuestion = {
	register: Reference,
	filter: EntryFilter.optional(),
	sort: z
		.string()
		.regex(/^-?[a-z][a-z0-9_]{0,39}$/)
		.optional(),
	/** What its list of entries is told apart by: `state`, or a field that lists are grouped by. */
	group: FieldKey.optional(),
	columns: z.array(FieldKey).max(COLUMNS_MOST).optional()
}

const Counted = z.object({ field: z.string(), sums: Sums })

/** A register told as a report: its figures, and the entries that are asked for, as far as the seat sees them. */
export const RegisterReport = Named.extend({
	register: RecordReference,
	about: Translated,
	/** The day it was made on, and the office it was made for; null for the public. */
	day: z.string(),
	office: z.string().nullable(),
	isNarrowed: z.boolean(),
	total: z.int(),
	totalIsMore: z.boolean(),
	/** How many of them are invented for demonstration; null where some are, of too many to be counted. */
	invented: z.int().nullable(),
	/** Of the entries that are asked for; null where there are too many to be counted anew. */
	figures: Figures.nullable(),
	columns: z.array(z.string()),
	group: z.string().nullable(),
	groups: z.array(z.object({ value: z.string(), records: z.int(), isMore: z.boolean() })),
	items: z.array(EntryItem),
	/** What the columns add up to over all that are asked for; null where there are too many to be added up. */
	sums: z.array(Counted).nullable(),
	/** The rows of the tables of those entries, and what their columns add up to. */
	tables: z.array(z.object({ table: z.string(), rows: z.int(), sums: z.array(Counted) })).nullable()
})
export type RegisterReport = z.output<typeof RegisterReport>
