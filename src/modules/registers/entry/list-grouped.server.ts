import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { z } from 'zod'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import { readCursor, writeCursor } from '#platform/operation/lists.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'

/** What a list is put in order by: the value it stands at, as text where it is handed on in a cursor, and the way it goes. */
export type OrderedBy = { column: RawBuilder<unknown>; text: RawBuilder<unknown>; isDescending: boolean }

/** The value of an entry in each of the orders; null where it has none. */
const Place = z.array(z.string().nullable())
type Row = { id: string; places: (string | null)[] }

type Paging = {
	tables: RawBuilder<unknown>
	where: readonly RawBuilder<SqlBool>[]
	/** Orders within each other: the group first, then what the list is sorted by. */
	orders: readonly OrderedBy[]
	/** What the cursors of this order are known by. */
	sort: string
	limit: number
	after?: string | undefined
	before?: string | undefined
}

/**
 * A page of a list that is sorted within groups: what is empty comes last in each order, whichever way the order goes, and the
 * identifier tells apart what is alike in all of them.
 */
export async function pageWithin(here: Here, { tables, where, orders, sort, limit, after, before }: Paging) {
	const isBackwards = before !== undefined && after === undefined
	const text = isBackwards ? before : after
	const cursor = text === undefined ? undefined : readCursor(here.secret, text, sort, isBackwards ? 'before' : 'after')
	const from = cursor && { id: cursor.id, places: Place.parse(JSON.parse(String(cursor.value))) }
	const goesDown = ({ isDescending }: OrderedBy) => isDescending !== isBackwards
	const idDown = orders.some(({ isDescending }) => isDescending) !== isBackwards
	const order = [
		...orders.map(
			(one) =>
				sql`${one.column} ${sql.raw(goesDown(one) ? 'desc' : 'asc')} nulls ${sql.raw(isBackwards ? 'first' : 'last')}`
		),
		sql`record.id ${sql.raw(idDown ? 'desc' : 'asc')}`
	]
	const beyond = from ? [beyondPlace(orders, from, { goesDown, isBackwards, idDown })] : []
	const found = sql<Row>`(select record.id, array[${sql.join(orders.map((one) => sql`${one.text}::text`))}] as places
		from ${tables} where ${sql.join([...where, ...beyond], sql` and `)}
		order by ${sql.join(order)} limit ${limit + 1} ${sql.raw(PLANNED_EACH_TIME)})`
	const rows = await here.tx.selectFrom(found.as('found')).select(['found.id', 'found.places']).execute()
	const isMore = rows.length > limit
	const cut = rows.slice(0, limit)
	const shown = isBackwards ? cut.toReversed() : cut
	const cursorAt = (row: Row | undefined) =>
		row ? writeCursor(here.secret, { sort, value: JSON.stringify(row.places), id: row.id }) : null
	return {
		ids: shown.map(({ id }) => id),
		next: isBackwards || isMore ? cursorAt(shown.at(-1)) : null,
		previous: (isBackwards ? isMore : after !== undefined) ? cursorAt(shown[0]) : null
	}
}

type Direction = { goesDown: (one: OrderedBy) => boolean; isBackwards: boolean; idDown: boolean }

/** What stands behind a place: further in the first order, or alike in it and further in the next. */
function beyondPlace(orders: readonly OrderedBy[], from: Row, { goesDown, isBackwards, idDown }: Direction) {
	let rest: RawBuilder<SqlBool> = sql<SqlBool>`record.id ${sql.raw(idDown ? '<' : '>')} ${from.id}`
	for (const [index, one] of [...orders.entries()].toReversed()) {
		const { column } = one
		const value = from.places[index] ?? null
		const sign = sql.raw(goesDown(one) ? '<' : '>')
		// The empty ones come last: forwards nothing is beyond them, and they are beyond all that is filled.
		const further =
			value === null
				? isBackwards
					? sql<SqlBool>`${column} is not null`
					: sql<SqlBool>`false`
				: isBackwards
					? sql<SqlBool>`${column} ${sign} ${value}`
					: sql<SqlBool>`(${column} ${sign} ${value} or ${column} is null)`
		const alike = value === null ? sql<SqlBool>`${column} is null` : sql<SqlBool>`${column} = ${value}`
		rest = sql<SqlBool>`(${further} or (${alike} and ${rest}))`
	}
	return rest
}
