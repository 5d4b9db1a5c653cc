import { z } from 'zod'
import { listed } from '#platform/operation/lists.server.ts'
import { RecordHead, RecordReference } from '#platform/records/find-record.server.ts'

const OrNull = z.string().nullable()

/** A value as an entry keeps it: numbers are decimal text, references are identifiers that `names` tells of. */
export const KeptValue = z.union([
	z.string(),
	z.boolean(),
	z.array(z.string()).readonly(),
	z.object({ amount: z.string(), currency: z.string() }),
	z.object({ from: z.string(), to: OrNull }),
	z.object({ country: OrNull, area: OrNull, locality: OrNull, latitude: OrNull, longitude: OrNull })
])
export const KeptValues = z.record(z.string(), KeptValue)

export const EntryItem = RecordHead.extend({
	register: z.string(),
	standing: z.string(),
	since: z.string(),
	/** Of the fields asked for, those the seat sees that are filled. */
	values: KeptValues
})

const Seats = z.array(z.object({ id: z.string(), key: z.string(), office: z.string() }))

/** A page of a list of entries, with the records and seats that stand in what is told of them. */
export const EntryList = listed(EntryItem).extend({ names: z.array(RecordReference), seats: Seats })

export const EntryPage = EntryItem.extend({
	/** The day on which it came by the public form of its register; nobody without a seat is told. */
	submitted: z.string().nullable(),
	/** The rows of the tables the seat sees. */
	tables: z.record(z.string(), z.array(KeptValues)),
	/** The identifiers of these rows, in their order: a change names by them which row it means. */
	rows: z.record(z.string(), z.array(z.string())),
	/** Counts and sums over the entries of registers that name this one, as the seat sees them; null where there is no one sum. */
	linked: z.record(z.string(), z.string().nullable()),
	names: z.array(RecordReference),
	seats: Seats,
	files: z.array(z.object({ id: z.string(), name: z.string(), mediaType: z.string(), size: z.int() })),
	moves: z.array(
		z.object({
			move: z.string(),
			to: z.string(),
			/** Why it cannot be made now: worded by `registers.move-<code>`; null where it can. */
			whyNot: z.string().nullable(),
			/** The fields that must be filled first. */
			fields: z.array(z.string())
		})
	),
	/** The fields and tables that the seat sees, filled or not. */
	sees: z.array(z.string()),
	/** `changeIn`: the states in which the seat could change the entry, where it cannot in the one it stands in. */
	may: z.object({ change: z.boolean(), fill: z.array(z.string()), changeIn: z.array(z.string()) })
})

export const EntryPartPage = RecordHead.extend({ entry: RecordReference, part: z.string() })
