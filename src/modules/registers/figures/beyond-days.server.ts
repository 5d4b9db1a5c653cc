import { sql } from 'kysely'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { scopeOf, type Narrowing } from '../listing/scope-entries.server.ts'

/** Of so many entries that began before, the latest, is it looked whether they still run. */
const LOOKED_BACK = 2_000

type Asked = { asked: Narrowing; day: string }

/**
 * Entries whose period began before a day and runs on to it, or whose last day stands in `until`; the latest first. A period is found by its first day: from there the
 * index is read backwards, a bounded number of entries, and of these the last day.
 */
export async function runningOn(
	here: Here,
	{ asked, day, until, on, most }: Asked & { until: string | undefined; on: string; most: number }
): Promise<{ ids: string[]; isMore: boolean }> {
	const { tables, where, alias, column } = await scopeOf(here, asked, { must: [day] })
	const first = column(day) ?? sql.ref('record.id')
	const found = sql<{ id: string; until: string | null }>`(
		select record.id, ${until === undefined ? sql`began_document.document -> ${day}::text ->> 'to'` : sql`began_document.document ->> ${until}::text`} as until
		from ${tables}
		join entry_document as began_document on began_document.workspace_id = ${sql.ref(`${alias(day)}.workspace_id`)}
			and began_document.id = ${sql.ref(`${alias(day)}.id`)}
		where ${sql.join(where, sql` and `)} and ${first} is not null and ${first} < ${on}
		order by ${first} desc, record.id desc limit ${LOOKED_BACK} ${sql.raw(PLANNED_EACH_TIME)})`
	const rows = await here.tx
		.selectFrom(found.as('began'))
		.select(['began.id'])
		.where('began.until', '>=', on)
		.limit(most + 1)
		.execute()
	return { ids: rows.slice(0, most).map(({ id }) => id), isMore: rows.length > most }
}

/** The nearest days on which an entry stands before and behind some days in which none does. */
export async function nearestDays(
	here: Here,
	{ asked, day, from, until }: Asked & { from: string; until: string }
): Promise<{ before: string | null; after: string | null }> {
	const { tables, where, column } = await scopeOf(here, asked, { must: [day] })
	const first = column(day) ?? sql.ref('record.id')
	const nearest = (isAfter: boolean) => sql`(select ${first}::text from ${tables}
		where ${sql.join(where, sql` and `)} and ${first} is not null and ${first} ${sql.raw(isAfter ? '>' : '<')} ${isAfter ? until : from}
		order by ${first} ${sql.raw(isAfter ? 'asc' : 'desc')} limit 1)`
	const days = sql<{ before: string | null; after: string | null }>`(
		select ${nearest(false)} as before, ${nearest(true)} as after ${sql.raw(PLANNED_EACH_TIME)})`
	return here.tx.selectFrom(days.as('days')).select(['days.before', 'days.after']).executeTakeFirstOrThrow()
}
