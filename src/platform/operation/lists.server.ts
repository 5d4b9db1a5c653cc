import { createHmac, timingSafeEqual } from 'node:crypto'
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { z } from 'zod'
import { PLANNED_EACH_TIME } from '#platform/database/planned-client.server.ts'
import { invalid } from './refusal.ts'

export const LIST_DEFAULT = 25
export const LIST_MOST = 200
/** Totals are counted up to here; beyond it a list says *more than*. */
export const COUNTED_MOST = 10_000

/** The input every list takes: filters, a sort field with `-` for descending, a limit and a cursor. */
export function listInput<F extends z.ZodRawShape, const S extends readonly [string, ...string[]]>(
	filters: F,
	sorts: S
) {
	const directions = [...sorts, ...sorts.map((sort) => `-${sort}`)]
	return z.strictObject({
		filter: z.strictObject(filters).partial().optional(),
		sort: z.enum(directions).default(sorts[0]),
		limit: z.int().min(1).max(LIST_MOST).default(LIST_DEFAULT),
		after: z.string().max(600).optional(),
		before: z.string().max(600).optional()
	})
}

/** A filter that takes any of several values; in an address they are joined by commas. */
export const AnyOf = <T extends z.ZodType>(schema: T) => z.array(schema).min(1).max(60)

export type Listed<T> = {
	items: T[]
	next: string | null
	previous: string | null
	total: number
	totalIsMore: boolean
}

export const listed = <T extends z.ZodType>(item: T) =>
	z.object({
		items: z.array(item),
		next: z.string().nullable(),
		previous: z.string().nullable(),
		total: z.int(),
		totalIsMore: z.boolean()
	})

/** The place in a list between two rows: the sort value and the identifier of a row. */
export type Cursor = { sort: string; value: string | number | null; id: string }

const CursorText = z.object({ sort: z.string(), value: z.union([z.string(), z.number(), z.null()]), id: z.uuid() })

const signature = (secret: Buffer, body: string) =>
	createHmac('sha256', secret).update(`cursor\n${body}`).digest('base64url').slice(0, 22)

/** A cursor as text that nobody can make up: it is signed with the installation's secret. */
export function writeCursor(secret: Buffer, cursor: Cursor): string {
	const body = Buffer.from(JSON.stringify(cursor)).toString('base64url')
	return `${body}.${signature(secret, body)}`
}

/** Reads a cursor back; one that was changed, or belongs to another sort, is refused as invalid. */
export function readCursor(secret: Buffer, text: string, sort: string, field: 'after' | 'before'): Cursor {
	const refused = invalid([{ path: [field], code: 'platform.field.cursor' }])
	const [body = '', signed = ''] = text.split('.')
	const expected = Buffer.from(signature(secret, body))
	const given = Buffer.from(signed)
	if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused
	const parsed = CursorText.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
	if (!parsed.success || parsed.data.sort !== sort) throw refused
	return parsed.data
}

type Cursored = { sort: string; limit: number; after?: string | undefined; before?: string | undefined }

/** A part of a list in SQL: what follows the cursor, in which order, one row more than is shown. */
export type Part = {
	where: RawBuilder<SqlBool>
	orderBy: RawBuilder<unknown>
	limit: number
	isBackwards: boolean
	sort: string
}

/**
 * Reads the sort and the cursors of a list input into SQL. Every sort ends in the identifier, empty values come last both
 * ways, and only `=`, `<` and `>` are used: under row level security no other operator is served by an index.
 */
export function listPart(
	secret: Buffer,
	input: Cursored,
	columns: Readonly<Record<string, string>>,
	idColumn: string
): Part {
	const isDescending = input.sort.startsWith('-')
	const name = isDescending ? input.sort.slice(1) : input.sort
	const column = sql.ref(columns[name] ?? idColumn)
	const id = sql.ref(idColumn)
	const isBackwards = input.before !== undefined && input.after === undefined
	const text = isBackwards ? input.before : input.after
	const cursor = text === undefined ? undefined : readCursor(secret, text, input.sort, isBackwards ? 'before' : 'after')
	const direction = isDescending !== isBackwards ? sql.raw('desc') : sql.raw('asc')
	const nulls = sql.raw(isBackwards ? 'nulls first' : 'nulls last')
	const idDirection = sql.raw(isBackwards ? 'desc' : 'asc')
	return {
		where: cursor ? beyond(cursor, { column, id, isDescending, isBackwards }) : sql<SqlBool>`true`,
		orderBy: sql`${column} ${direction} ${nulls}, ${id} ${idDirection} ${sql.raw(PLANNED_EACH_TIME)}`,
		limit: input.limit + 1,
		isBackwards,
		sort: input.sort
	}
}

function beyond(
	cursor: Cursor,
	place: { column: RawBuilder<unknown>; id: RawBuilder<unknown>; isDescending: boolean; isBackwards: boolean }
) {
	const { column, id, isDescending, isBackwards } = place
	const idBeyond = isBackwards ? sql`${id} < ${cursor.id}` : sql`${id} > ${cursor.id}`
	if (cursor.value === null)
		return isBackwards
			? sql<SqlBool>`(${column} is not null or ${idBeyond})`
			: sql<SqlBool>`(${column} is null and ${idBeyond})`
	const further = isDescending !== isBackwards ? sql`${column} < ${cursor.value}` : sql`${column} > ${cursor.value}`
	const emptyAfter = isBackwards ? sql`` : sql` or ${column} is null`
	return sql<SqlBool>`(${further} or (${column} = ${cursor.value} and ${idBeyond})${emptyAfter})`
}

/** The answer of a list from the rows a part gave: cut to the limit, in reading order, with the cursors around it. */
export function toList<Row extends { id: string }, Item>(
	secret: Buffer,
	part: Part,
	found: readonly Row[],
	total: number,
	input: Cursored,
	see: { value: (row: Row) => string | number | Date | null; item: (row: Row) => Item }
): Listed<Item> {
	const cut = found.slice(0, part.limit - 1)
	const rows = part.isBackwards ? cut.toReversed() : cut
	const isMore = found.length >= part.limit
	const cursorAt = (row: Row | undefined) => {
		if (!row) return null
		const value = see.value(row)
		return writeCursor(secret, {
			sort: part.sort,
			value: value instanceof Date ? value.toISOString() : value,
			id: row.id
		})
	}
	const hasNext = part.isBackwards ? true : isMore
	const hasPrevious = part.isBackwards ? isMore : input.after !== undefined
	return {
		items: rows.map((row) => see.item(row)),
		next: hasNext ? cursorAt(rows.at(-1)) : null,
		previous: hasPrevious ? cursorAt(rows[0]) : null,
		total: Math.min(total, COUNTED_MOST),
		totalIsMore: total > COUNTED_MOST
	}
}
