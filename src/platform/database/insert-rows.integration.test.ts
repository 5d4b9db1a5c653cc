import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { COLUMN_TYPES } from './column-types.ts'
import { insertRows } from './insert-rows.server.ts'

// PostgreSQL's own names of what is written shorter here.
const SHORT: Readonly<Record<string, string>> = { 'timestamp with time zone': 'timestamptz' }

test('the columns that travel packed are typed as those of the tables are', async () => {
	const { database } = (await (await aWorkspace()).as('secretariat')).opening
	for (const [table, types] of Object.entries(COLUMN_TYPES)) {
		const { rows } = await sql<{ name: string; type: string }>`
			select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
			where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`.execute(database.owner)
		const columns = Object.fromEntries(rows.map(({ name, type }) => [name, SHORT[type] ?? type]))
		expect({ table, columns }).toEqual({ table, columns: types })
	}
})

test.each([1, 19, 20, 300])('%i rows are stored as they were given, whatever their values are', async (count) => {
	const made = await aWorkspace()
	const { database, workspace } = (await made.as('secretariat')).opening
	const rows = Array.from({ length: count }, (_, index) => ({
		workspace_id: workspace.id,
		id: uuid(),
		kind: 'tried',
		key: index % 2 === 0 ? `tried-${String(index)}` : null,
		number: index % 2 === 0 ? null : `TRIED-${String(index)}`,
		title: { en: `Quotes " and ' and \\ of ${String(index)}`, fr: 'é\u{1f600}' },
		title_sort: `{"${String(index)}",}`,
		acronym: null,
		audience: index % 3 === 0 ? ['public'] : ['workspace', `a "quoted", \\ one of ${String(index)}`],
		origin: 'entered',
		origin_source: index === 0 ? 'x'.repeat(5_000) : undefined,
		origin_year: index === 1 ? null : 2_000 + index,
		state: 'active',
		version: 1,
		created_at: new Date('2026-03-02T09:00:00.123Z'),
		changed_at: new Date(Date.UTC(2026, 2, 2, 9, 0, index))
	}))
	const scope = { workspaceId: workspace.id, audience: ['system'] }
	expect(await database.write(scope, (tx) => insertRows(tx, 'record', rows))).toBe(count)
	const { rows: stored } = await sql<Record<string, unknown>>`
		select * from record where workspace_id = ${workspace.id} and kind = 'tried' order by id`.execute(database.owner)
	expect(stored).toEqual(
		rows.map((row) => ({
			...row,
			origin_source: row.origin_source ?? null,
			origin_note: null,
			state_reason: null,
			merged_into_id: null
		}))
	)
})

test('what is no identifier is refused by the database', async () => {
	const { database, workspace } = (await (await aWorkspace()).as('secretariat')).opening
	const rows = Array.from({ length: 30 }, (_, index) => ({
		workspace_id: workspace.id,
		record_id: `no-${String(index)}`,
		sequence: index
	}))
	const scope = { workspaceId: workspace.id, audience: ['system'] }
	await expect(database.write(scope, (tx) => insertRows(tx, 'event_record', rows))).rejects.toThrow(/uuid/)
})

test('of rows that are sent one behind the other, the first that are refused are told of', async () => {
	const { database, workspace } = (await (await aWorkspace()).as('secretariat')).opening
	const payloads = (from: number) =>
		Array.from({ length: 30 }, (_, index) => ({
			workspace_id: workspace.id,
			sequence: from + index,
			audience: ['public'],
			salt: '',
			payload: '{}'
		}))
	const scope = { workspaceId: workspace.id, audience: ['system'] }
	const work = database.write(scope, (tx) =>
		Promise.all([
			insertRows(tx, 'event_payload', payloads(900_000)),
			insertRows(tx, 'event_payload', payloads(910_000))
		])
	)
	await expect(work).rejects.toThrow(/event_payload_event/)
})
