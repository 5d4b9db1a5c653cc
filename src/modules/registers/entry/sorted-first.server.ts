import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { Apart } from '../listing/scope-entries.server.ts'

// So many times as many entries as are shown are asked for who sees them: most seats see nearly all of what they are shown the list of.
const TIMES = 4

type Row = { id: string; value: string | null }

/** What of a list is asked for: the column of the part it is sorted by, none where it is by the entries themselves. */
export type Sorting = {
	column: RawBuilder<unknown> | null
	direction: RawBuilder<unknown>
	/** What must hold of the part besides what the list is narrowed by. */
	where: readonly RawBuilder<SqlBool>[]
	limit: number
}

/**
 * Rows of a list that is narrowed by the part called open alone: found by its indexes and sorted before it is asked who sees them. Joined
 * first, the record of each entry that is found would be looked up for the fifty that are shown. Gives null where the seat does not see
 * enough of those that come first: then all of them have to be asked.
 */
export async function sortedFirst(
	here: Here,
	{ ofPart, ofRecord }: Apart,
	{ column, direction, where, limit }: Sorting
): Promise<Row[] | null> {
	const most = limit * TIMES
	const id = sql.ref('open_part.entry_id')
	const value = column ?? sql`null::text`
	const order = (of: string) => {
		const byId = sql`${sql.ref(`${of}.id`)} ${direction}`
		return column ? sql`${sql.ref(`${of}.value`)} ${direction}, ${byId}` : byId
	}
	const asked = sql<{ many: number; id: string | null; value: string | null }>`(
		with found as materialized (
			select ${id} as id, ${value} as value from entry_part as open_part
			where ${sql.join([...ofPart, ...where], sql` and `)}
			order by ${column ? sql`${column} ${direction}, ` : sql``}${id} ${direction} limit ${most}
		)
		select counted.many, shown.id, shown.value::text as value
		from (select count(*)::integer as many from found) as counted
		left join (
			select in_order.id, in_order.value
			from (select found.id, found.value from found order by ${order('found')}) as in_order
			join record on record.id = in_order.id
			where ${sql.join(ofRecord, sql` and `)}
			order by ${order('in_order')} limit ${limit}
		) as shown on true
		order by ${order('shown')} ${sql.raw(PLANNED_EACH_TIME)})`
	const told = await here.tx.selectFrom(asked.as('asked')).select(['asked.many', 'asked.id', 'asked.value']).execute()
	const rows = told.flatMap((row) => (row.id === null ? [] : [{ id: row.id, value: row.value }]))
	const isWhole = rows.length >= limit || (told[0]?.many ?? 0) < most
	return isWhole ? rows : null
}
