import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import { keepsAccess } from '#platform/access/access-rules.ts'
import { dayIn } from '#platform/access/workspace.ts'
import { guardCsvText } from '#platform/exchange/csv-text.ts'
import { Day, Identifier, Key, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { countUpTo, RecordReference, referencesOf } from '#platform/records/find-record.server.ts'

/** How an operation can have ended. */
export const OUTCOMES = ['done', 'absent', 'forbidden', 'conflict', 'invalid'] as const

const Filter = {
	seat: Key,
	/** Whoever held the acting seat at that time. */
	person: Identifier,
	operation: AnyOf(z.string().regex(/^[A-Za-z]+\.[A-Za-z]+$/)),
	outcome: AnyOf(z.enum(OUTCOMES)),
	record: Reference,
	from: Day,
	to: Day,
	address: z.string().regex(/^[0-9A-Fa-f.:]{2,45}$/)
}
type Filter = Partial<{ [Name in keyof typeof Filter]: z.output<(typeof Filter)[Name]> | undefined }>

const AuditItem = z.object({
	id: z.string(),
	at: z.date(),
	seat: z.object({ key: z.string(), office: z.string() }).nullable(),
	role: z.string(),
	/** Who held the seat at that time, where it is known. */
	person: z.string().nullable(),
	operation: z.string(),
	outcome: z.string(),
	/** What the input named: keys, numbers and identifiers only. */
	subject: z.string().nullable(),
	/** The records a command changed. */
	records: z.array(RecordReference),
	/** Whether it changed more records than are named here. */
	hasMoreRecords: z.boolean(),
	address: z.string().nullable(),
	via: z.string().nullable()
})
type AuditItem = z.output<typeof AuditItem>

/** Who saw or changed what, when, and from where. Personal data, so that whoever reads it stands in it. */
export const listAudit = query({
	name: 'audit.list',
	input: listInput(Filter, ['at']).extend({ sort: z.enum(['at', '-at']).default('-at') }),
	output: listed(AuditItem),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	logged: true,
	async run(here, input) {
		const part = listPart(here.secret, input, { at: 'access_log.at' }, 'access_log.id')
		const found = await filtered(here, input.filter ?? {})
		const rows = await found.select(COLUMNS).where(part.where).orderBy(part.orderBy).limit(part.limit).execute()
		const total = await countUpTo(here.tx, found.select('access_log.id'))
		const items = await itemsOf(here, rows)
		return toList(here.secret, part, rows, total, input, {
			value: (row) => row.at,
			item: (row) => items.get(row.id) ?? { ...row, seat: null, person: null, records: [], hasMoreRecords: false }
		})
	}
})

const COLUMNS = [
	'access_log.id',
	'access_log.at',
	'access_log.seat_id',
	'access_log.role',
	'access_log.operation',
	'access_log.outcome',
	'access_log.subject',
	'access_log.address',
	'access_log.via'
] as const

type Row = Omit<AuditItem, 'seat' | 'person' | 'records' | 'hasMoreRecords'> & { seat_id: string | null }

async function filtered(here: Here, filter: Filter) {
	const { timeZone } = here.workspace
	let rows = here.tx.selectFrom('access_log').where('access_log.workspace_id', '=', here.workspace.id)
	if (filter.seat !== undefined)
		rows = rows.where('access_log.seat_id', '=', (await seatId(here, filter.seat)) ?? NOBODY)
	if (filter.operation) rows = rows.where('access_log.operation', 'in', filter.operation)
	if (filter.outcome) rows = rows.where('access_log.outcome', 'in', filter.outcome)
	if (filter.address !== undefined) rows = rows.where('access_log.address', '=', filter.address)
	if (filter.from !== undefined)
		rows = rows.where(sql<SqlBool>`access_log.at >= (${filter.from}::timestamp at time zone ${timeZone})`)
	if (filter.to !== undefined)
		rows = rows.where(
			sql<SqlBool>`access_log.at < ((${filter.to}::timestamp + interval '1 day') at time zone ${timeZone})`
		)
	if (filter.person !== undefined)
		rows = rows.where(sql<SqlBool>`exists (select from person_seat held
			where held.workspace_id = access_log.workspace_id and held.seat_id = access_log.seat_id
			and held.person_id = ${filter.person} and held.from_at <= access_log.at
			and (held.ended_at is null or held.ended_at > access_log.at))`)
	if (filter.record !== undefined) rows = rows.where(await concerns(here, filter.record))
	return rows
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

async function seatId(here: Here, key: string) {
	const row = await here.tx
		.selectFrom('seat')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('key', '=', key)
		.executeTakeFirst()
	return row?.id
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const FILES_MOST = 500

// The commands in whose history the record stands, and whatever named it, by key, number or identifier, or one of its files.
async function concerns(here: Here, reference: string) {
	const { workspace, tx } = here
	const records = await tx
		.selectFrom('record')
		.select(['id', 'key', 'number'])
		.where('workspace_id', '=', workspace.id)
		.where((where) =>
			UUID.test(reference)
				? where('id', '=', reference)
				: where.or([where('key', '=', reference.toLowerCase()), where('number', '=', reference)])
		)
		.execute()
	const ids = records.map((record) => record.id)
	const files =
		ids.length === 0
			? []
			: await tx
					.selectFrom('file')
					.select('id')
					.where('workspace_id', '=', workspace.id)
					.where('record_id', 'in', ids)
					.limit(FILES_MOST)
					.execute()
	const names = [
		reference,
		...records.flatMap(({ id, key, number }) => [id, key, number]).filter((name) => name !== null),
		...files.map((file) => file.id)
	]
	return sql<SqlBool>`(
		access_log.id in (select event.command_id from event
			join event_record on event_record.workspace_id = event.workspace_id and event_record.sequence = event.sequence
			where event.workspace_id = ${workspace.id} and event_record.workspace_id = ${workspace.id}
			and event_record.record_id = any (${ids}))
		or exists (select from unnest(string_to_array(access_log.subject, ' ')) as named (pair)
			where split_part(named.pair, '=', 2) = any (${names}))
	)`
}

async function itemsOf(here: Here, rows: readonly Row[]): Promise<Map<string, AuditItem>> {
	const seatIds = [...new Set(rows.map((row) => row.seat_id).filter((id) => id !== null))]
	const ids = rows.map((row) => row.id)
	if (rows.length === 0) return new Map()
	const [seats, holdings, events] = await Promise.all([
		seatIds.length === 0
			? []
			: here.tx
					.selectFrom('seat')
					.select(['id', 'key', 'office'])
					.where('workspace_id', '=', here.workspace.id)
					.where('id', 'in', seatIds)
					.execute(),
		seatIds.length === 0
			? []
			: here.tx
					.selectFrom('person_seat')
					.select(['seat_id', 'name', 'from_at', 'ended_at'])
					.where('workspace_id', '=', here.workspace.id)
					.where('seat_id', 'in', seatIds)
					.execute(),
		firstTouched(here, ids)
	])
	const references = await referencesOf(
		here,
		events.map((event) => event.record_id)
	)
	return new Map(
		rows.map(({ seat_id, ...row }) => {
			const seat = seats.find((one) => one.id === seat_id)
			const held = holdings.find(
				(one) => one.seat_id === seat_id && one.from_at <= row.at && (one.ended_at === null || one.ended_at > row.at)
			)
			const touched = events.filter((event) => event.command_id === row.id)
			const named = touched.slice(0, RECORDS_MOST)
			return [
				row.id,
				{
					...row,
					seat: seat ? { key: seat.key, office: seat.office } : null,
					// At the console anybody may act from a seat who may start Pitso there.
					person: row.via === 'console' ? null : (held?.name ?? null),
					records: named.flatMap((event) => references.get(event.record_id) ?? []),
					hasMoreRecords: touched.length > RECORDS_MOST
				}
			]
		})
	)
}

// A command may change thousands of records; its line shows some of them, its history all.
const RECORDS_MOST = 10

// Of each command by itself: one that changed thousands takes nothing from the others of the page.
async function firstTouched(here: Here, commands: readonly string[]) {
	return here.tx
		.selectFrom(
			sql<{ command_id: string; record_id: string }>`(
				select asked.id as command_id, touched.record_id
				from unnest(${commands}::uuid[]) as asked (id)
				cross join lateral (
					select distinct found.record_id from (
						select event.record_id from event
						where event.workspace_id = ${here.workspace.id} and event.command_id = asked.id and event.record_id is not null
						limit ${LOOKED_AT_MOST}
					) as found
					limit ${RECORDS_MOST + 1}
				) as touched
			)`.as('touched')
		)
		.selectAll()
		.execute()
}

// One command may leave several events on a record.
const LOOKED_AT_MOST = 200

/** The people who hold or held seats, by name: whom the audit can be narrowed to. */
export const listAuditPeople = query({
	name: 'audit.people',
	input: z.strictObject({}),
	output: z.object({ items: z.array(z.object({ person: z.string(), name: z.string() })) }),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	logged: true,
	async run(here) {
		const rows = await here.tx
			.selectFrom('person_seat')
			.select(['person_id', (select) => select.fn.max('name').as('name')])
			.where('workspace_id', '=', here.workspace.id)
			.groupBy('person_id')
			.orderBy('name')
			.limit(2_000)
			.execute()
		return { items: rows.map((row) => ({ person: row.person_id, name: row.name })) }
	}
})

const EXPORTED_MOST = 10_000
const PART = 500

const HEADER = [
	'time',
	'seat',
	'office',
	'role',
	'person',
	'operation',
	'outcome',
	'subject',
	'records',
	'address',
	'via'
]

const csvLine = (cells: readonly string[]) =>
	cells.map((cell) => `"${guardCsvText(cell).replaceAll('"', '""')}"`).join(',')

const csvOf = (item: AuditItem) =>
	csvLine([
		item.at.toISOString(),
		item.seat?.key ?? '',
		item.seat?.office ?? '',
		item.role,
		item.person ?? '',
		item.operation,
		item.outcome,
		item.subject ?? '',
		[...item.records.map((record) => record.reference), ...(item.hasMoreRecords ? ['…'] : [])].join(' '),
		item.address ?? '',
		item.via ?? ''
	])

/** The audit as a CSV file, narrowed as the list is, newest first. */
export const exportAudit = query({
	name: 'audit.export',
	input: z.strictObject({ filter: z.strictObject(Filter).partial().optional() }),
	output: z.object({
		name: z.string(),
		csv: z.string(),
		lines: z.int(),
		/** True where there are more lines than are exported at once: narrow by days, and export again. */
		isMore: z.boolean()
	}),
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	logged: true,
	async run(here, { filter }) {
		const found = await filtered(here, filter ?? {})
		const rows = await found
			.select(COLUMNS)
			.orderBy(sql`access_log.at desc nulls last, access_log.id`)
			.limit(EXPORTED_MOST + 1)
			.execute()
		const lines: string[] = [csvLine(HEADER)]
		const shown = rows.slice(0, EXPORTED_MOST)
		for (let start = 0; start < shown.length; start += PART) {
			const some = shown.slice(start, start + PART)
			const items = await itemsOf(here, some)
			for (const row of some) {
				const item = items.get(row.id)
				if (item) lines.push(csvOf(item))
			}
		}
		return {
			name: `audit-${here.workspace.key}-${dayIn(here.workspace.timeZone, here.now)}.csv`,
			csv: `${lines.join('\n')}\n`,
			lines: shown.length,
			isMore: rows.length > EXPORTED_MOST
		}
	}
})
