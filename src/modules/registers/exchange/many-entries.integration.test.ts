import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { registry } from '#areas'
import { verifyHistory } from '#platform/events/verify.server.ts'
import { measuresCountedWrong } from '#platform/records/kept-results.server.ts'
import { kindsCountedWrong } from '#platform/records/tally.server.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { declareRegister } from '../register-commands.ts'
import { importEntries } from './exchange-operations.ts'
import { previewEntryImport } from './preview-entries.ts'

const declaration = `register: pump
version: 1
code: PMP
names: { en: { one: Pump, many: Pumps } }
about: { en: Pumps }
title: name
seen: everyone
added: [keepers, members]
changed: [keepers]
groups:
  - { key: keepers, names: { en: K }, roles: [administrator, secretariat] }
  - { key: members, names: { en: M }, roles: [member] }
lists:
  - { key: sort, names: { en: Sort }, codes: [{ key: hand, names: { en: Hand } }, { key: solar, names: { en: Solar } }] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: sorts, type: many-of, codes: { list: sort }, filtered: true, names: { en: Sorts } }
  - { key: litres, type: whole-number, filtered: true, names: { en: Litres } }
  - { key: judged, type: text, seen: keepers, names: { en: Judged } }
states:
  - { key: open, names: { en: Open } }
  - { key: closed, end: true, names: { en: Closed } }
moves: [{ key: close, names: { en: Close }, from: [open], to: closed, by: [keepers] }]
headlines:
  - { key: open, names: { en: Open }, where: { state: [open] } }
  - { key: litres, names: { en: Litres }, sum: litres }
charts: [{ key: by-sort, names: { en: By sort }, by: sorts }]
`

// More than are written at once, and a rest that is too small to travel packed.
const MANY = 1_010

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration })
})

async function bringIn(seat: SeatKey, rows: readonly string[]) {
	const acting = await made.as(seat)
	const bytes = Buffer.from(['name,sorts,litres', ...rows].join('\n'))
	const file = await sendFile(acting, { name: 'entries.csv', bytes })
	return acting.run(importEntries, { register: 'pump', file })
}
const rowsOf = (count: number) =>
	Array.from(
		{ length: count },
		(_, index) => `Pump ${String(index)},${index % 3 === 0 ? 'hand; solar' : 'hand'},${String(index)}`
	)

test.each(['secretariat', 'member'] as const)(
	'what a file of %s brings by the thousand is numbered, counted and told whole',
	{ timeout: 120_000 },
	async (seat) => {
		expect(await bringIn(seat, rowsOf(MANY))).toMatchObject({ added: MANY })
		const { reference } = await (
			await made.as('secretariat')
		).run(addEntry, { register: 'pump', values: { name: 'One more' } })
		expect(reference).toMatch(/-PMP-2026-1011$/)
		const { workspace, database } = made
		const { rows } = await sql<{ number: string; parts: number; documents: number; choices: number }>`
			select record.number,
				(select count(*) from entry_part where workspace_id = ${workspace.id} and entry_id = record.id)::integer as parts,
				(select count(*) from entry_document where workspace_id = ${workspace.id} and entry_id = record.id)::integer as documents,
				(select count(*) from entry_choice where workspace_id = ${workspace.id} and part_id = record.id)::integer as choices
			from record where workspace_id = ${workspace.id} and kind = 'entry' and state = 'active'
			order by length(number), number limit ${MANY}`.execute(database.owner)
		const numberOf = (index: number) => `-PMP-2026-${String(index + 1).padStart(3, '0')}`
		expect(rows.map(({ number }) => number.slice(number.indexOf('-PMP-')))).toEqual(
			rows.map((_, index) => numberOf(index))
		)
		expect(new Set(rows.map(({ parts, documents }) => `${String(parts)} ${String(documents)}`))).toEqual(
			new Set(['2 2'])
		)
		expect(rows.slice(0, 4).map(({ choices }) => choices)).toEqual([2, 1, 1, 2])
		const everything = { workspaceId: workspace.id, audience: ['system'] }
		await database.read(everything, async (tx) => {
			expect(await kindsCountedWrong(tx, workspace.id, registry.divisions)).toEqual([])
			expect(await measuresCountedWrong(tx, workspace.id, registry.results)).toEqual([])
		})
		const { secret } = (await made.as(seat)).opening
		const { faults } = await verifyHistory(database, workspace, { dataFolder: made.dataFolder, secret })
		expect(faults).toEqual([])
	}
)

test('each of many entries tells in its history what was done to it, as one that is entered by hand does', async () => {
	await bringIn('secretariat', rowsOf(MANY))
	const keeper = await made.as('secretariat')
	await keeper.run(addEntry, { register: 'pump', values: { name: 'One more', sorts: ['hand'], litres: '5' } })
	const { rows } = await sql<{ events: number; told: string }>`
		select count(*)::integer as events, string_agg(told, ' | ' order by told) as told from (
			select part.entry_id, (
				select string_agg(change ->> 'table', ' ' order by change ->> 'table')
				from jsonb_array_elements(payload.payload::jsonb -> 'changes') as change
			) as told
			from entry_part as part
			join event on event.workspace_id = part.workspace_id and event.record_id = part.id
			join event_payload as payload on payload.workspace_id = event.workspace_id and payload.sequence = event.sequence
			where part.workspace_id = ${made.workspace.id}
		) as each group by entry_id`.execute(made.database.owner)
	expect(rows).toHaveLength(MANY + 1)
	expect(new Set(rows.map(({ events, told }) => `${String(events)}: ${told}`)).size).toBe(1)
	expect(rows[0]).toMatchObject({ events: 2 })
})

test('where one of many is refused by the database, nothing of them is there, and the refusal is the one of that row', async () => {
	const rows = rowsOf(MANY).map((row) => `,${row}`)
	const acting = await made.as('secretariat')
	const number = `${made.workspace.numberPrefix}-PMP-2026-900`
	await sql`insert into record (workspace_id, id, kind, number, title, title_sort, audience, origin, state, version, created_at, changed_at)
		values (${made.workspace.id}, '01900000-0000-7000-8000-0000000000aa', 'tried', ${number}, '{}', '', array['public'], 'entered', 'active', 1, now(), now())`.execute(
		made.database.owner
	)
	const bytes = Buffer.from(['number,name,sorts,litres', `${number},Pump,hand,1`, ...rows].join('\n'))
	const file = await sendFile(acting, { name: 'entries.csv', bytes })
	await expect(acting.run(importEntries, { register: 'pump', file })).rejects.toMatchObject({
		code: 'platform.already-there'
	})
	const { rows: left } =
		await sql`select from record where workspace_id = ${made.workspace.id} and kind = 'entry'`.execute(
			made.database.owner
		)
	expect(left).toHaveLength(0)
})

test('of a long file whose entries stand there in part only the others are added, and those are told in its order', async () => {
	const there = [3, 600, 1_009]
	const rows = rowsOf(MANY)
	await bringIn(
		'secretariat',
		there.map((at) => rows[at] ?? '')
	)
	const acting = await made.as('secretariat')
	const bytes = Buffer.from(['name,sorts,litres', ...rows, 'Pump 3,solar,3'].join('\n'))
	const file = await sendFile(acting, { name: 'entries.csv', bytes })
	const { digest, there: told } = await acting.ask(previewEntryImport, { register: 'pump', file })
	expect(told.map(({ row }) => row)).toEqual(there.map((at) => at + 2))
	const { added, there: left } = await acting.run(importEntries, { register: 'pump', file, expected: digest })
	// One that is called alike and is another in what it holds is none of those.
	expect({ added, left }).toEqual({ added: MANY + 1 - there.length, left: there.length })
})

test('what is refused in the last row of a long file keeps all of it out', async () => {
	await bringIn('secretariat', ['Pump before,hand,1'])
	await expect(bringIn('secretariat', [...rowsOf(MANY), 'Pump,hand,many'])).rejects.toMatchObject({ kind: 'invalid' })
	const { rows } = await sql`select from record where workspace_id = ${made.workspace.id} and kind = 'entry'`.execute(
		made.database.owner
	)
	expect(rows).toHaveLength(1)
})

test('an entry is known again among very many that are called like it', async () => {
	const alike = Array.from({ length: 60 }, (_, index) => `Pump,hand,${String(index)}`)
	await bringIn('secretariat', alike)
	const { added, there } = await bringIn('secretariat', [
		...rowsOf(MANY),
		'Pump,hand,59',
		'Pump,solar,59',
		'Pump,hand,60'
	])
	expect({ added, there }).toEqual({ added: MANY + 2, there: 1 })
})
