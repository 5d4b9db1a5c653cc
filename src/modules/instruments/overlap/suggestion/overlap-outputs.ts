import { z } from 'zod'
import { RecordReference } from '#platform/records/find-record.server.ts'

/** One of two provisions that seem to speak of the same matter, its text cut where the wording is that of the other. */
export const OverlapSide = z.object({
	provision: RecordReference,
	policy: RecordReference,
	number: z.string(),
	heading: z.string().nullable(),
	language: z.string(),
	pieces: z.array(z.object({ text: z.string(), isShared: z.boolean() }))
})
export type OverlapSide = z.output<typeof OverlapSide>

export const OverlapPair = z.object({
	first: OverlapSide,
	second: OverlapSide,
	/** How alike they are, from 0 to 1. */
	score: z.number(),
	may: z.object({ judge: z.boolean() })
})

export const OverlapSuggestions = z.object({
	policy: RecordReference,
	against: z.enum(['in-force', 'chosen']),
	/** What was compared: texts, and their provisions. */
	compared: z.object({ texts: z.int(), provisions: z.int() }),
	pairs: z.array(OverlapPair),
	/** True where more pairs were found than are shown. */
	isMore: z.boolean(),
	/** Pairs with a provision of this text that were rejected. */
	rejected: z.int(),
	may: z.object({ judge: z.boolean() })
})

/** A pair that somebody judged; its first provision is one of the text that was asked about. */
export const JudgedPair = z.object({
	id: z.string(),
	/** Whether the seat may accept after all what was rejected. */
	may: z.object({ accept: z.boolean() }),
	first: RecordReference,
	firstPolicy: RecordReference,
	second: RecordReference,
	secondPolicy: RecordReference,
	verdict: z.enum(['accepted', 'rejected']),
	/** What an accepted pair became, while that stands. */
	relation: z.object({ id: z.string(), type: z.string() }).nullable(),
	reason: z.string().nullable(),
	at: z.date()
})
