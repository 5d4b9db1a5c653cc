import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { z } from 'zod'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import { readCursor, writeCursor, type Cursor } from '#platform/operation/lists.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { keepAnswersOfRecords } from '#platform/records/kept-answers.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { groupsInTurn } from '../listing/groups-in-order.server.ts'
import { entriesKept } from '../listing/kept-totals.server.ts'
import { sortOfGroup } from '../listing/say-groups.ts'
import { fieldsAsked, filteredField, scopeOf, type InGroup, type Narrowing } from '../listing/scope-entries.server.ts'
import { pageWithin } from './list-grouped.server.ts'
import { sortedFirst } from './sorted-first.server.ts'

/** Totals of a list that is narrowed are counted up to here; beyond it a list says *more than*. */
export const ENTRIES_COUNTED = 1_000
/** Those of whole registers are kept, and told up to where all lists tell theirs. */
const ENTRIES_TOLD = 10_000

export type { FieldFilter } from '../listing/scope-entries.server.ts'

export type Listing = Narrowing & {
	sort: string
	/** What the entries are put together by, and sorted within; a list where each may stand in several groups has none. */
	group?: string | undefined
	limit: number
	after?: string | undefined
	before?: string | undefined
}

const SORTED: ReadonlyMap<string, string> = new Map([
	['title', 'record.title_sort'],
	['changed', 'record.changed_at'],
	['since', 'entry.state_day'],
	['standing', 'open_part.state']
])

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
	const { group, compiled, sort } = listing
	const byGroup = group === undefined || !compiled ? null : sortOfGroup(compiled, group)
	if (group !== undefined && compiled && byGroup !== null) {
		const isDay = compiled.fields.get(group)?.column?.kind === 'day'
		const isByGroup = plain(byGroup) === plain(sort)
		// The days of a year stand in their order: sorted by them, years are too.
		if (!(isByGroup && isDay)) return pageInGroups(here, { ...listing, group, compiled }, { byGroup, isByGroup })
	}
	const isBackwards = listing.before !== undefined && listing.after === undefined
	const cursorText = isBackwards ? listing.before : listing.after
	const cursor =
		cursorText === undefined ? undefined : readCursor(here.secret, cursorText, sort, isBackwards ? 'before' : 'after')
	const rows = await rowsFrom(here, listing, { cursor, isBackwards, wanted: listing.limit + 1 })
	return pageOf(listing, { rows, isBackwards }, (row) =>
		writeCursor(here.secret, { sort, value: plain(sort) === 'number' ? row.id : row.value, id: row.id })
	)
}

/** A page of rows of which one more than it shows was asked for, with the cursors around it. */
function pageOf<Row extends Found>(
	{ limit, after }: Listing,
	{ rows, isBackwards }: { rows: readonly Row[]; isBackwards: boolean },
	cursorOf: (row: Row) => string
) {
	const isMore = rows.length > limit
	const cut = rows.slice(0, limit)
	const shown = isBackwards ? cut.toReversed() : cut
	const cursorAt = (row: Row | undefined) => (row ? cursorOf(row) : null)
	return {
		ids: shown.map((row) => row.id),
		next: (isBackwards ? true : isMore) ? cursorAt(shown.at(-1)) : null,
		previous: (isBackwards ? isMore : after !== undefined) ? cursorAt(shown[0]) : null
	}
}

type From = { cursor: Pick<Cursor, 'value' | 'id'> | undefined; isBackwards: boolean; wanted: number }

/** The rows of a list beyond a place in it, in the order in which they are gone through, as many as are wanted. */
async function rowsFrom(here: Here, listing: Listing, { cursor, isBackwards, wanted }: From): Promise<Found[]> {
	const { sort } = listing
	const isDescending = sort.startsWith('-')
	const sorted = isDescending ? sort.slice(1) : sort
	const isOfRecord = SORTED.has(sorted) || sorted === 'number'
	const field = isOfRecord ? undefined : filteredField(here, listing.compiled, sorted, ['sort'])
	if (field && !field.column)
		throw invalid([{ path: ['sort'], code: 'registers.not-filtered', params: { field: sorted } }])
	const scope = await scopeOf(here, listing, { also: field ? [sorted] : [], since: sorted === 'since' })
	const { tables, where } = scope
	const column = (field ? scope.column(sorted) : null) ?? sql.ref(SORTED.get(sorted) ?? 'record.id')
	const isById = sorted === 'number'

	// A list by what every record has, such as its title, is sorted by that and not by what stands in a part.
	let { apart } = field || isById || sorted === 'standing' ? scope : { apart: null }

	/** Rows of one half in their order: those that are filled, by the index of the column; or those that are empty. */
	async function half(which: 'filled' | 'empty', from: From['cursor'], most: number): Promise<Found[]> {
		const goesDown = isDescending !== isBackwards
		const further = sql.raw(goesDown ? '<' : '>')
		// The empty ones stand by their identifiers upward, whatever the order of the others.
		const byId = sql.raw(isBackwards ? '<' : '>')
		const idDirection = sql.raw(isBackwards ? 'desc' : 'asc')
		const direction = sql.raw(goesDown ? 'desc' : 'asc')
		const suits = (value: RawBuilder<unknown>, id: RawBuilder<unknown>): RawBuilder<SqlBool>[] => [
			isById ? sql`true` : which === 'filled' ? sql`${value} is not null` : sql`${value} is null`,
			from === undefined
				? sql`true`
				: isById
					? sql`${id} ${further} ${from.id}`
					: which === 'empty'
						? sql`${id} ${byId} ${from.id}`
						: // The bound alone is what the index begins at; a choice between two conditions would be read from its start.
							sql`${value} ${further}= ${from.value} and (${value} ${further} ${from.value} or ${id} ${further} ${from.id})`
		]
		if (apart) {
			const found = await sortedFirst(here, apart, {
				column: isById ? null : column,
				direction: which === 'empty' ? idDirection : direction,
				where: suits(column, sql.ref('open_part.entry_id')),
				limit: most
			})
			if (found) return found
			apart = null
		}
		const order = isById
			? sql`record.id ${direction}`
			: which === 'empty'
				? sql`record.id ${idDirection}`
				: // In one direction, so that the index serves both: of few values each has thousands of rows.
					sql`${column} ${direction}, record.id ${direction}`
		const found = sql<Found>`(select record.id, ${sorted === 'changed' ? sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` : sql`${column}::text`} as value
			from ${tables} where ${sql.join([...where, ...suits(column, sql.ref('record.id'))], sql` and `)}
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
	return rows
}

const plain = (sort: string) => sort.replace(/^-/, '')

type Grouped = Listing & { group: string; compiled: CompiledRegister }

/** A page of a list whose groups stand together, each sorted in itself. */
async function pageInGroups(
	here: Here,
	listing: Grouped,
	{ byGroup, isByGroup }: { byGroup: string; isByGroup: boolean }
) {
	const { compiled, group, sort } = listing
	for (const key of [plain(byGroup), plain(sort)].filter((one) => !SORTED.has(one) && one !== 'number')) {
		const one = filteredField(here, compiled, key, [key === plain(sort) ? 'sort' : 'group'])
		if (!one.column) throw invalid([{ path: ['sort'], code: 'registers.not-filtered', params: { field: key } }])
	}
	// Sorted by what it is grouped by, from the last to the first: so go the groups, and the entries of one by their numbers.
	const isDescending = isByGroup && sort.startsWith('-')
	const within = { ...listing, sort: isByGroup ? (isDescending ? '-number' : 'number') : sort }
	const { values, inTurn } = await groupsInTurn(here, compiled, { by: group, asked: listing, isDescending })
	return inTurn ? pageInTurn(here, within, inTurn) : pageSortedTogether(here, within, { byGroup, values, isDescending })
}

const keyOf = (group: InGroup) =>
	'besides' in group ? 'besides' : group.value === null ? 'none' : `value ${group.value}`

const PlaceInGroup = z.object({ group: z.string(), value: z.string().nullable() })

/** Gone through group by group, so that the entries of each are found by the indexes that serve its list alone. */
async function pageInTurn(here: Here, listing: Grouped, groups: readonly InGroup[]) {
	const label = `${listing.group}/${listing.sort}`
	const isBackwards = listing.before !== undefined && listing.after === undefined
	const text = isBackwards ? listing.before : listing.after
	const at = text === undefined ? undefined : readCursor(here.secret, text, label, isBackwards ? 'before' : 'after')
	const place = at && PlaceInGroup.parse(JSON.parse(String(at.value)))
	const turned = isBackwards ? groups.toReversed() : groups
	const begun = place ? turned.findIndex((group) => keyOf(group) === place.group) : 0
	// A group that held one entry, which stands in another now, is gone: nobody can say what comes behind it.
	if (begun < 0) throw invalid([{ path: [isBackwards ? 'before' : 'after'], code: 'platform.field.cursor' }])
	const wanted = listing.limit + 1
	const rows: (Found & { inGroup: InGroup })[] = []
	for (const [index, inGroup] of turned.entries()) {
		if (index < begun || rows.length >= wanted) continue
		const cursor = at && place && index === begun ? { id: at.id, value: place.value } : undefined
		const from = { cursor, isBackwards, wanted: wanted - rows.length }
		rows.push(...(await rowsFrom(here, { ...listing, inGroup }, from)).map((row) => ({ ...row, inGroup })))
	}
	return pageOf(listing, { rows, isBackwards }, ({ id, value, inGroup }) =>
		writeCursor(here.secret, { sort: label, value: JSON.stringify({ group: keyOf(inGroup), value }), id })
	)
}

/** The same of so many groups that they are sorted together: in the order of their values, where that is known, else in that of their columns. */
async function pageSortedTogether(
	here: Here,
	listing: Grouped,
	{ byGroup, values, isDescending }: { byGroup: string; values: readonly string[] | null; isDescending: boolean }
) {
	const { compiled, sort } = listing
	const keys = [plain(byGroup), plain(sort)]
	const fields = keys.filter((key) => !SORTED.has(key) && key !== 'number')
	const scope = await scopeOf(here, listing, { also: fields, since: keys.includes('since') })
	const columnOf = (key: string) =>
		(fields.includes(key) ? scope.column(key) : null) ?? sql.ref(SORTED.get(key) ?? 'record.id')
	const isDay = compiled.fields.get(plain(byGroup))?.column?.kind === 'day'
	const group = columnOf(plain(byGroup))
	// The entries of one year stand together.
	const inGroup = isDay
		? sql`extract(year from ${group})::integer`
		: values
			? sql`array_position(${[...values]}::text[], ${group}::text)`
			: group
	const own = columnOf(plain(sort))
	const text =
		plain(sort) === 'changed' ? sql`to_char(${own} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` : own
	return pageWithin(here, {
		...listing,
		tables: scope.tables,
		where: scope.where,
		orders: [
			{
				column: inGroup,
				text: inGroup,
				isDescending: values && !isDay ? false : isDescending || byGroup.startsWith('-')
			},
			{ column: own, text, isDescending: sort.startsWith('-') }
		],
		sort: `${byGroup}/${sort}`
	})
}

/** How many entries are asked for, no further than is told; where nothing narrows them, as is kept. */
export async function countEntries(here: Here, asked: Narrowing): Promise<{ total: number; isMore: boolean }> {
	const isNarrowed =
		fieldsAsked(asked).length > 0 || asked.standing !== undefined || asked.words !== null || asked.numbers !== undefined
	const total = isNarrowed ? await countFound(here, asked) : await entriesKept(here, asked.registerId, asked)
	const most = isNarrowed ? ENTRIES_COUNTED : ENTRIES_TOLD
	return { total: Math.min(total, most), isMore: total > most }
}

type Counted = { total: number }
const keptCounts = keepAnswersOfRecords<Counted>()

/** Counted once for all pages of a list and all who see the same, until something changes. */
async function countFound(here: Here, asked: Narrowing): Promise<number> {
	// What is out of the seat's sight is refused here, before anything that is kept is told.
	const { tables, where } = await scopeOf(here, asked)
	const count = () => {
		const counting = sql<{
			id: string
		}>`(select record.id from ${tables} where ${sql.join(where, sql` and `)} limit ${ENTRIES_COUNTED + 1} ${sql.raw(PLANNED_EACH_TIME)})`
		return here.tx
			.selectFrom(counting.as('counted'))
			.select((select) => select.fn.countAll<number>().as('total'))
			.executeTakeFirstOrThrow()
	}
	const { registerId, fields, empty, filled, numbers, standing, state, origin, words } = asked
	const { total } =
		words === null
			? await keptCounts(
					here,
					[registerId, JSON.stringify([fields, empty, filled, numbers, standing, state, origin])],
					count
				)
			: await count()
	return total
}
