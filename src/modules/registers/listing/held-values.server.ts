import { sql, type RawBuilder } from 'kysely'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { scopeOf, type Narrowing } from './scope-entries.server.ts'

/** Nothing of what an entry holds is asked: values are then gone through by the index of their own column alone. */
export const WHOLE = { fields: {}, empty: [], filled: [], standing: undefined, words: null } as const

/**
 * The values that entries hold in fields, as the seat sees them: from one to the next by the index, so that it costs by how
 * many values there are and not by how many entries.
 */
export async function valuesHeld(
	here: Here,
	asked: Narrowing,
	keys: readonly string[],
	most: number
): Promise<ReadonlyMap<string, string[]>> {
	if (keys.length === 0) return new Map()
	const each = await Promise.all(
		keys.map(async (key) => {
			const { tables, where, column } = await scopeOf(here, asked, { must: [key] })
			const ref = column(key) ?? sql.ref('record.id')
			const next = (beyond: RawBuilder<unknown>) =>
				sql`select ${ref} as value from ${tables} where ${sql.join(where, sql` and `)} and ${beyond} order by ${ref} limit 1`
			return sql<Held>`(with recursive held as (
				(${next(sql`${ref} is not null`)})
				union all
				select (${next(sql`${ref} > held.value`)}) from held where held.value is not null
			) select ${key}::text as key, held.value::text as value from held where held.value is not null limit ${most})`
		})
	)
	const all = sql<Held>`(${sql.join(each, sql` union all `)} ${sql.raw(PLANNED_EACH_TIME)})`
	const rows = await here.tx.selectFrom(all.as('every')).select(['every.key', 'every.value']).execute()
	return new Map(keys.map((key) => [key, rows.flatMap((row) => (row.key === key ? [row.value] : []))]))
}

type Held = { key: string; value: string }

/** The years in which a day lies, the latest first. */
export async function yearsIn(here: Here, asked: Narrowing, key: string): Promise<string[]> {
	const { tables, where, column } = await scopeOf(here, { ...asked, ...WHOLE }, { must: [key] })
	const ref = column(key) ?? sql.ref('record.id')
	const end = (direction: 'asc' | 'desc') => sql`(select extract(year from ${ref})::integer from ${tables}
		where ${sql.join(where, sql` and `)} and ${ref} is not null order by ${ref} ${sql.raw(direction)} limit 1)`
	const ends = sql<{
		first: number | null
		last: number | null
	}>`(select ${end('asc')} as first, ${end('desc')} as last ${sql.raw(PLANNED_EACH_TIME)})`
	const { first, last } = await here.tx
		.selectFrom(ends.as('ends'))
		.select(['ends.first', 'ends.last'])
		.executeTakeFirstOrThrow()
	if (first === null || last === null) return []
	return Array.from({ length: Math.min(last - first, YEARS_MOST) + 1 }, (_, index) =>
		String(last - index).padStart(4, '0')
	)
}

// A mistyped year lies a thousand years off: the years between are not each counted.
const YEARS_MOST = 120
