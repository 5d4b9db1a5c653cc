import { z } from 'zod'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { RecordReference } from './find-record.server.ts'
import { keepAnswers, keepAnswersOfRecords } from './kept-answers.server.ts'
import type { AttentionSource } from './registers.ts'

/** Something that waits for a seat, as its first page and its reminders tell it. */
export const Matter = z.object({
	/** Worded by `attention.<code>`. */
	code: z.string(),
	/** What it is called, where it is declared and no word of the product. */
	names: z.record(z.string(), z.string()).readonly().nullable(),
	whose: z.enum(['mine', 'actor', 'structure']),
	total: z.int(),
	/** True where more wait than are counted. */
	totalIsMore: z.boolean(),
	path: z.string(),
	first: z.array(z.object({ record: RecordReference, day: z.string().nullable() }))
})

type Attention = { items: z.output<typeof Matter>[] }

const HOUR = 3_600_000

// Of the moment, sources may look at the hour alone.
const hourOf = (now: Date) => Math.floor(now.getTime() / HOUR)

// The same page is opened far more often than anything changes.
const kept = keepAnswers<Attention>()
const keptOfRecords = keepAnswersOfRecords<Attention>()

// Side by side: what is asked in one turn leaves in one piece.
async function mattersOf(here: Here, sources: readonly AttentionSource[]): Promise<Attention> {
	const found = await Promise.all(sources.map((source) => source.matters(here)))
	return {
		items: found
			.flat()
			.filter(({ total }) => total > 0)
			.map(({ totalIsMore = false, names = null, ...matter }) => ({ ...matter, names, totalIsMore }))
	}
}

/** What waits for the seat that asks, of every area: its own matters, its actor's, those of its structures. */
export const listAttention = query({
	name: 'attention.list',
	input: z.strictObject({}),
	output: z.object({ items: z.array(Matter) }),
	about: nothing,
	allow: everyone,
	async run(here) {
		if (here.seat.id === null) return { items: [] }
		// The workspace is remembered for some seconds past a change of its settings.
		const { secretariatActorId, timeZone } = here.workspace
		const of = [secretariatActorId, timeZone, hourOf(here.now)]
		const { attention: sources } = here.registry
		const [lasting, others] = await Promise.all([
			keptOfRecords(here, of, () =>
				mattersOf(
					here,
					sources.filter(({ ofRecords }) => ofRecords)
				)
			),
			kept(here, of, () =>
				mattersOf(
					here,
					sources.filter(({ ofRecords }) => !ofRecords)
				)
			)
		])
		return { items: [...lasting.items, ...others.items] }
	}
})
