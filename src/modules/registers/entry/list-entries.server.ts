import { sql } from 'kysely'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import { readCursor, writeCursor, type Cursor } from '#platform/operation/lists.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { entriesKept } from '../listing/kept-totals.server.ts'
import { filteredField, scopeOf, type Narrowing } from '../listing/scope-entries.server.ts'

/** Totals are counted up to here; beyond it a list says *more than*. */
export const ENTRIES_COUNTED = 1_000

export type { FieldFilter } from '../listing/scope-entries.server.ts'

export type Listing = Narrowing & {
	sort: string
	limit: number
	after?: string | undefined
	before?: string | undefined
}

const SORTED: Readonly<Record<string, string>> = {
	title: 'record.title_sort',
	changed: 'record.changed_at',
	since: 'entry.state_day',
	standing: 'open_part.state'
}

type Found = { id: string; value: string | null }

/** A page of a list of entries: identifiers in their order, the cursors around them, and how many there are. */
export async function findEntries(here: Here, listing: Listing) {
	const [page, { total, isMore: totalIsMore }] = await Promise.all([
		pageOfEntries(here, listing),
		countEntries(here, listing)
	])
	return { ...page, total, totalIsMore }
}

/** The same without how many there are, for who goes through all pages. */
export async function pageOfEntries(here: Here, listing: Listing) {
	const { sort } = listing
	const isDescending = sort.startsWith('-')
	const sorted = isDescending ? sort.slice(1) : sort
	const isOfRecord = sorted in SORTED || sorted === 'number'
	const field = isOfRecord ? undefined : filteredField(here, listing.compiled, sorted, ['sort'])
	if (field && !field.column)
		throw invalid([{ path: ['sort'], code: 'registers.not-filtered', params: { field: sorted } }])
	const scope = await scopeOf(here, listing, { also: field ? [sorted] : [], since: sorted === 'since' })
	const { tables, where } = scope
	const column = (field ? scope.column(sorted) : null) ?? sql.ref(SORTED[sorted] ?? 'record.id')
	const isById = sorted === 'number'

	const isBackwards = listing.before !== undefined && listing.after === undefined
	const cursorText = isBackwards ? listing.before : listing.after
	const cursor =
		cursorText === undefined ? undefined : readCursor(here.secret, cursorText, sort, isBackwards ? 'before' : 'after')
	const wanted = listing.limit + 1

	/** Rows of one half in their order: those that are filled, by the index of the column; or those that are empty. */
	async function half(which: 'filled' | 'empty', from: Cursor | undefined, most: number): Promise<Found[]> {
		const goesDown = isDescending !== isBackwards
		const further = sql.raw(goesDown ? '<' : '>')
		// The empty ones stand by their identifiers upward, whatever the order of the others.
		const byId = sql.raw(isBackwards ? '<' : '>')
		const idDirection = sql.raw(isBackwards ? 'desc' : 'asc')
		const direction = sql.raw(goesDown ? 'desc' : 'asc')
		const beyond =
			from === undefined
				? sql`true`
				: isById
					? sql`record.id ${further} ${from.id}`
					: which === 'empty'
						? sql`record.id ${byId} ${from.id}`
						: // The bound alone is what the index begins at; a choice between two conditions would be read from its start.
							sql`${column} ${further}= ${from.value} and (${column} ${further} ${from.value} or record.id ${further} ${from.id})`
		const filled = isById ? sql`true` : which === 'filled' ? sql`${column} is not null` : sql`${column} is null`
		const order = isById
			? sql`record.id ${direction}`
			: which === 'empty'
				? sql`record.id ${idDirection}`
				: // In one direction, so that the index serves both: of few values each has thousands of rows.
					sql`${column} ${direction}, record.id ${direction}`
		const found = sql<Found>`(select record.id, ${sorted === 'changed' ? sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` : sql`${column}::text`} as value
			from ${tables} where ${sql.join(where, sql` and `)} and ${filled} and ${beyond}
			order by ${order} limit ${most} ${sql.raw(PLANNED_EACH_TIME)})`
		return here.tx.selectFrom(found.as('found')).select(['found.id', 'found.value']).execute()
	}

	// What every record has is empty in none.
	const halves: ('filled' | 'empty')[] = isOfRecord ? ['filled'] : ['filled', 'empty']
	const turned = isBackwards ? halves.toReversed() : halves
	// A cursor among the empty ones leaves the filled ones behind it, or all of them before it.
	const begun = cursor && !isOfRecord ? turned.indexOf(cursor.value === null ? 'empty' : 'filled') : 0
	const rows: Found[] = []
	for (const [index, which] of turned.entries()) {
		if (index < begun || rows.length >= wanted) continue
		rows.push(...(await half(which, index === begun ? cursor : undefined, wanted - rows.length)))
	}
	const isMore = rows.length >= wanted
	const cut = rows.slice(0, listing.limit)
	const shown = isBackwards ? cut.toReversed() : cut
	const cursorAt = (row: Found | undefined) =>
		row ? writeCursor(here.secret, { sort, value: isById ? row.id : row.value, id: row.id }) : null
	return {
		ids: shown.map((row) => row.id),
		next: (isBackwards ? true : isMore) ? cursorAt(shown.at(-1)) : null,
		previous: (isBackwards ? isMore : listing.after !== undefined) ? cursorAt(shown[0]) : null
	}
}

/** How many entries are asked for, no further than is told; where nothing narrows them, as is kept. */
export async function countEntries(here: Here, asked: Narrowing): Promise<{ total: number; isMore: boolean }> {
	const isNarrowed =
		Object.keys(asked.fields).length > 0 ||
		asked.standing !== undefined ||
		asked.words !== null ||
		asked.numbers !== undefined
	const total = isNarrowed ? await countFound(here, asked) : await entriesKept(here, asked.registerId, asked)
	return { total: Math.min(total, ENTRIES_COUNTED), isMore: total > ENTRIES_COUNTED }
}

async function countFound(here: Here, asked: Narrowing): Promise<number> {
	const { tables, where } = await scopeOf(here, asked)
	const counting = sql<{
		id: string
	}>`(select record.id from ${tables} where ${sql.join(where, sql` and `)} limit ${ENTRIES_COUNTED + 1} ${sql.raw(PLANNED_EACH_TIME)})`
	const { total } = await here.tx
		.selectFrom(counting.as('counted'))
		.select((select) => select.fn.countAll<number>().as('total'))
		.executeTakeFirstOrThrow()
	return total
}
