import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { anyOf, headColumns, RecordHead, toHead } from './find-record.server.ts'
import { searchConfiguration } from './search-index.server.ts'
import { searchTerms } from './search-words.server.ts'

/** Of each kind so many matches are looked at, counted and ranked, which say little before those that say much; none is read further. */
export const FOUND_MOST = 500

/**
 * Full-text search over all kinds of record, best first: every word must be there, each may go on. Gives only what the
 * seat may see, and counts nothing else.
 */
export const searchRecords = query({
	name: 'record.search',
	input: z.strictObject({
		words: z.string().max(400),
		kinds: z.array(z.string().max(60)).max(60).optional(),
		/** No more than so many of one kind, so that a kind of many records leaves room for the others. */
		each: z.int().min(1).max(100).optional(),
		limit: z.int().min(1).max(100).default(25),
		/** How many results to leave out: results have no stable order to put a cursor in. */
		skip: z.int().min(0).max(1_000).default(0)
	}),
	output: z.object({
		items: z.array(RecordHead),
		total: z.int(),
		totalIsMore: z.boolean(),
		/** With how many there are of each kind, and whether there are more than that. */
		byKind: z.array(z.object({ kind: z.string(), total: z.int(), isMore: z.boolean() }))
	}),
	about: nothing,
	allow: everyone,
	async run(here, { words, kinds, each, limit, skip }) {
		const terms = searchTerms(words)
		if (terms === null) return { items: [], total: 0, totalIsMore: false, byKind: [] }
		const configuration = searchConfiguration(here.workspace.language)
		const every = here.registry.kinds.map((kind) => kind.name)
		const wanted = kinds && kinds.length > 0 ? every.filter((kind) => kinds.includes(kind)) : every
		// One search gives both: how many of each kind, and the best of the kinds asked for.
		const found = await here.tx
			.with(
				(name) => name('found').materialized(),
				(query) => query.selectFrom(matchesOf({ configuration, terms, kinds: every })).selectAll()
			)
			.selectFrom('found')
			.select(['kind', (select) => select.fn.countAll<number>().as('total')])
			.select([sql<string | null>`null::uuid`.as('record_id'), sql<number | null>`null::real`.as('rank')])
			.groupBy('kind')
			.unionAll((union) =>
				union.parens(
					union
						.selectFrom('found')
						.select(['kind', sql<number>`0`.as('total'), 'record_id', 'rank'])
						.where('kind', 'in', wanted.length > 0 ? wanted : [''])
						.where(each === undefined ? sql<SqlBool>`true` : amongFirst(each))
						.orderBy('rank', 'desc')
						.orderBy('record_id')
						.limit(limit)
						.offset(skip)
				)
			)
			.execute()
		const counted = found.filter((one) => one.record_id === null)
		const shown = found.flatMap(({ record_id: id, rank }) => (id === null ? [] : [{ id, rank: rank ?? 0 }]))
		shown.sort((one, other) => other.rank - one.rank || one.id.localeCompare(other.id))
		const byKind = counted.map(({ kind, total }) => ({
			kind,
			total: Math.min(total, FOUND_MOST),
			isMore: total > FOUND_MOST
		}))
		const asked = byKind.filter(({ kind }) => wanted.includes(kind))
		const rows =
			shown.length === 0
				? []
				: await here.tx
						.selectFrom('record')
						.select(headColumns)
						.where('record.workspace_id', '=', here.workspace.id)
						.where('record.id', '=', anyOf(shown.map((one) => one.id)))
						.execute()
		const heads = new Map(rows.map((row) => [row.id, toHead(row)]))
		return {
			items: shown.flatMap(({ id }) => heads.get(id) ?? []),
			total: asked.reduce((sum, one) => sum + one.total, 0),
			totalIsMore: asked.some((one) => one.isMore),
			byKind: byKind.sort((one, other) => other.total - one.total || one.kind.localeCompare(other.kind))
		}
	}
})

type Match = { record_id: string; kind: string; rank: number }

const matchesOf = ({
	configuration,
	terms,
	kinds
}: {
	configuration: string
	terms: string
	kinds: readonly string[]
}) =>
	sql<Match>`search_records(${configuration}::regconfig, ${terms}, ${[...kinds]}::text[], ${FOUND_MOST + 1})`.as<'matches'>(
		'matches'
	)

const amongFirst = (each: number) => sql<SqlBool>`record_id in (
	select record_id
	from (select record_id, row_number() over (partition by kind order by rank desc, record_id) as place from found) as placed
	where place <= ${each})`
