import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { anyOf, headColumns, RecordHead, toHead, Translated } from './find-record.server.ts'
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
		/** With what the part is called by which something was found that does not itself hold the words. */
		items: z.array(RecordHead.extend({ foundIn: Translated.nullable() })),
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
				(query) => query.selectFrom(matchesOf(here, { configuration, terms, kinds: every })).selectAll()
			)
			.selectFrom('found')
			.select(['kind', (select) => select.fn.countAll<number>().as('total')])
			.select([
				sql<string | null>`null::uuid`.as('record_id'),
				sql<number | null>`null::real`.as('rank'),
				sql<string | null>`null::uuid`.as('part_id'),
				sql<string | null>`null::text`.as('part_kind')
			])
			.groupBy('kind')
			.unionAll((union) =>
				union.parens(
					union
						.selectFrom('found')
						.select(['kind', sql<number>`0`.as('total'), 'record_id', 'rank', 'part_id', 'part_kind'])
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
		const called = await calledIn(here, found)
		return {
			items: shown.flatMap(({ id }) => {
				const head = heads.get(id)
				return head ? [{ ...head, foundIn: called.get(id) ?? null }] : []
			}),
			total: asked.reduce((sum, one) => sum + one.total, 0),
			totalIsMore: asked.some((one) => one.isMore),
			byKind: byKind.sort((one, other) => other.total - one.total || one.kind.localeCompare(other.kind))
		}
	}
})

type Match = { record_id: string; kind: string; rank: number; part_id: string | null; part_kind: string | null }
type Found = { record_id: string | null; part_id: string | null; part_kind: string | null }

/** What is found, each once: a part that is found as its whole stands for that, by whichever says most. */
function matchesOf(
	here: Here,
	{ configuration, terms, kinds }: { configuration: string; terms: string; kinds: readonly string[] }
) {
	const found = sql`search_records(${configuration}::regconfig, ${terms}, ${[...kinds]}::text[], ${FOUND_MOST + 1})`
	const folded = here.registry.kinds.flatMap(({ name, foundAs }, index) =>
		foundAs ? [{ name, ...foundAs, alias: `whole_${String(index)}` }] : []
	)
	const joins = folded.map(
		({ name, table, alias }) => sql`left join ${sql.table(table)} as ${sql.ref(alias)}
			on ${sql.ref(`${alias}.workspace_id`)} = ${here.workspace.id} and ${sql.ref(`${alias}.id`)} = match.record_id and match.kind = ${name}`
	)
	const wholes = folded.map(({ alias, column }) => sql.ref(`${alias}.${column}`))
	const kind = sql`case ${sql.join(
		folded.map((one) => sql`when ${sql.ref(`${one.alias}.id`)} is not null then ${one.kind}`),
		sql` `
	)} else match.kind end`
	if (folded.length === 0)
		return sql<Match>`(select match.*, null::uuid as part_id, null::text as part_kind from ${found} as match)`.as<'matches'>(
			'matches'
		)
	return sql<Match>`(
		select each.record_id, each.kind, max(each.rank) as rank,
			case when bool_and(each.is_part) then (array_agg(each.found_id order by each.rank desc, each.found_id))[1] end as part_id,
			case when bool_and(each.is_part) then (array_agg(each.found_kind order by each.rank desc, each.found_id))[1] end as part_kind
		from (
			select coalesce(${sql.join(wholes)}, match.record_id) as record_id, ${kind} as kind, match.rank,
				match.record_id as found_id, match.kind as found_kind, coalesce(${sql.join(wholes)}) is not null as is_part
			from ${found} as match ${sql.join(joins, sql` `)}
		) as each
		group by each.record_id, each.kind
	)`.as<'matches'>('matches')
}

/** What the parts are called by which records were found, by the record. */
async function calledIn(
	here: Here,
	found: readonly Found[]
): Promise<ReadonlyMap<string, z.output<typeof Translated>>> {
	const called = new Map<string, z.output<typeof Translated>>()
	for (const { name, foundAs } of here.registry.kinds) {
		const mine = found.filter(({ part_kind: kind }) => foundAs !== undefined && kind === name)
		if (!foundAs || mine.length === 0) continue
		const names = await foundAs.called(
			here,
			mine.flatMap(({ part_id: id }) => id ?? [])
		)
		for (const { record_id: id, part_id: part } of mine) {
			const own = part === null ? undefined : names.get(part)
			if (id !== null && own) called.set(id, own)
		}
	}
	return called
}

const amongFirst = (each: number) => sql<SqlBool>`record_id in (
	select record_id
	from (select record_id, row_number() over (partition by kind order by rank desc, record_id) as place from found) as placed
	where place <= ${each})`
