import { sql } from 'kysely'
import { z } from 'zod'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { COUNTED_MOST } from '#platform/operation/lists.server.ts'
import { headColumns, RecordHead, toHead } from './find-record.server.ts'
import { searchConfiguration } from './search-index.server.ts'
import { searchTerms } from './search-words.server.ts'

/**
 * Full-text search over all kinds of record, best first: every word must be there, each may go on. Gives only what the
 * seat may see, and counts nothing else.
 */
export const searchRecords = query({
	name: 'record.search',
	input: z.strictObject({
		words: z.string().max(400),
		kinds: z.array(z.string().max(60)).max(60).optional(),
		limit: z.int().min(1).max(100).default(25),
		/** How many results to leave out: results have no stable order to put a cursor in. */
		skip: z.int().min(0).max(1_000).default(0)
	}),
	output: z.object({
		items: z.array(RecordHead),
		total: z.int(),
		totalIsMore: z.boolean(),
		byKind: z.array(z.object({ kind: z.string(), total: z.int() }))
	}),
	about: nothing,
	allow: everyone,
	async run(here, { words, kinds, limit, skip }) {
		const terms = searchTerms(words)
		if (terms === null) return { items: [], total: 0, totalIsMore: false, byKind: [] }
		const configuration = searchConfiguration(here.workspace.language)
		const found = await here.tx
			.selectFrom(
				sql<{
					record_id: string
					kind: string
					rank: number
				}>`search_records(${configuration}::regconfig, ${terms}, null::text[], ${COUNTED_MOST + 1})`.as('found')
			)
			.select(['record_id', 'kind', 'rank'])
			.execute()
		const counts = new Map<string, number>()
		for (const one of found) counts.set(one.kind, (counts.get(one.kind) ?? 0) + 1)
		const wanted = kinds && kinds.length > 0 ? found.filter((one) => kinds.includes(one.kind)) : found
		const shown = wanted.slice(skip, skip + limit).map((one) => one.record_id)
		const rows =
			shown.length === 0
				? []
				: await here.tx
						.selectFrom('record')
						.select(headColumns)
						.where('record.workspace_id', '=', here.workspace.id)
						.where('record.id', 'in', shown)
						.execute()
		const heads = new Map(rows.map((row) => [row.id, toHead(row)]))
		return {
			items: shown.flatMap((id) => heads.get(id) ?? []),
			total: Math.min(wanted.length, COUNTED_MOST),
			totalIsMore: found.length > COUNTED_MOST,
			byKind: [...counts]
				.map(([kind, total]) => ({ kind, total }))
				.sort((one, other) => other.total - one.total || one.kind.localeCompare(other.kind))
		}
	}
})
