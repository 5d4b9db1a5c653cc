import { z } from 'zod'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { RecordReference } from './find-record.server.ts'

const Matter = z.object({
	/** Worded by `attention.<code>`. */
	code: z.string(),
	whose: z.enum(['mine', 'actor', 'structure']),
	total: z.int(),
	/** True where more wait than are counted. */
	totalIsMore: z.boolean(),
	path: z.string(),
	first: z.array(z.object({ record: RecordReference, day: z.string().nullable() }))
})

/** What waits for the seat that asks, of every area: its own matters, its actor's, those of its structures. */
export const listAttention = query({
	name: 'attention.list',
	input: z.strictObject({}),
	output: z.object({ items: z.array(Matter) }),
	about: nothing,
	allow: everyone,
	async run(here) {
		if (here.seat.id === null) return { items: [] }
		const items = []
		for (const source of here.registry.attention) items.push(...(await source.matters(here)))
		return {
			items: items
				.filter(({ total }) => total > 0)
				.map(({ totalIsMore = false, ...matter }) => ({ ...matter, totalIsMore }))
		}
	}
})
