import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { aZip } from '#platform/exchange/workbook-fixture.ts'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { inventEntries } from '#tests/fixtures/invented-entries.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aClock, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { getEntry, listEntries } from '../entry/entry-queries.ts'
import { registerFigures } from '../figures/figure-queries.ts'
import { declareRegister } from '../register-commands.ts'
import { exportRegisters, importRegisters } from './all-registers.ts'
import { getEntryImport, importEntries } from './exchange-operations.ts'
import { previewEntryImport } from './preview-entries.ts'
import { exportEntries } from './export-operations.ts'
import { previewRegisters } from './preview-all.ts'

const register = 'group'
const declarationOf = (key: string, code: string, other: string) => `register: ${key}
version: 1
code: ${code}
names: { en: { one: Group, many: Groups } }
about: { en: Groups }
title: name
seen: everyone
added: [keepers, members]
changed: [keepers]
groups:
  - { key: keepers, names: { en: K }, roles: [administrator, secretariat] }
  - { key: members, names: { en: M }, roles: [member] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: members, type: whole-number, filtered: true, names: { en: Members } }
  - { key: umbrella, type: entry, register: ${other}, filtered: true, names: { en: Belongs to } }
${
	key === other
		? `  - { key: belonging, type: linked-count, register: ${key}, by: umbrella, names: { en: Groups under it } }
  - { key: people, type: linked-sum, register: ${key}, by: umbrella, field: members, names: { en: People under it } }`
		: ''
}
states:
  - { key: open, names: { en: Open } }
  - { key: closed, end: true, names: { en: Closed } }
moves: [{ key: close, names: { en: Close }, from: [open], to: closed, by: [keepers] }]
headlines: [{ key: all, names: { en: All }, where: { state: [open] } }]
`

let here: TestWorkspace
let from: Acting
beforeEach(async () => {
	here = await aWorkspace()
	from = await here.as('administrator')
	await from.run(declareRegister, { declaration: declarationOf(register, 'GRP', register) })
})

const elsewhere = async () => {
	const made = await aWorkspace()
	return { made, into: await made.as('administrator') }
}
const sent = async (into: Acting) => {
	const { content, name } = await from.ask(exportRegisters, {})
	return sendFile(into, { name, bytes: content })
}
const csv = (into: Acting, text: string) => sendFile(into, { name: 'entries.csv', bytes: Buffer.from(text) })

/** What stands of entries beside their values, by name. */
async function livesIn(made: TestWorkspace) {
	const { rows } = await sql<Record<string, unknown>>`
		select record.number, record.state, record.state_reason, record.origin, record.origin_source, record.origin_year,
			record.origin_note, entry.state as standing, entry.state_day, entry.ended_day, actor.key as entered_by
		from entry join record on record.workspace_id = entry.workspace_id and record.id = entry.id
		left join record as actor on actor.workspace_id = entry.workspace_id and actor.id = entry.entering_actor_id
		where entry.workspace_id = ${made.workspace.id} order by record.number`.execute(made.database.owner)
	return rows
}

describe('all registers brought into another workspace', () => {
	test('keep the life of their entries: days, who entered them, where they come from, and that they are withdrawn', async () => {
		await (await here.as('member')).run(addEntry, { register, values: { name: 'Of the ministry', members: 3 } })
		await inventEntries(here, register, 'name,members\nInvented,5')
		await from.run(importEntries, { register, file: await csv(from, 'name,state\nOver,closed') })
		const gone = await from.run(addEntry, { register, values: { name: 'Gone', members: 7 } })
		await from.run(withdrawRecord, { kind: 'entry', record: gone.reference, version: 1, reason: 'Entered twice' })
		await sql`update entry set state_day = '2019-03-04', ended_day = case when ended_day is null then null else '2019-03-05'::date end
			where workspace_id = ${here.workspace.id}`.execute(here.database.owner)
		await sql`update record set origin_source = 'Annual report', origin_year = 2018, origin_note = 'page 7'
			where workspace_id = ${here.workspace.id} and kind = 'entry' and origin = 'entered'`.execute(here.database.owner)

		const { made, into } = await elsewhere()
		await into.run(importRegisters, { file: await sent(into) })
		expect(await livesIn(made)).toEqual(await livesIn(here))
		expect((await livesIn(made)).map((row) => [row['entered_by'], row['state'], row['state_reason']])).toEqual([
			['labour', 'active', null],
			[expect.anything(), 'active', null],
			[expect.anything(), 'active', null],
			[expect.anything(), 'withdrawn', 'Entered twice']
		])
		expect((await into.ask(listEntries, { register })).items).toHaveLength(3)
		const headline = async (acting: Acting) => (await acting.ask(registerFigures, { register })).headlines
		expect(await headline(into)).toEqual(await headline(from))
		// A second time it changes nothing, the withdrawn one among them.
		await expect(into.run(importRegisters, { file: await sent(into) })).resolves.toMatchObject({
			registers: [{ register, added: 0, changed: 0, unchanged: 4 }]
		})
	})
	test('are refused where their life cannot be read', async () => {
		await from.run(addEntry, { register, values: { name: 'One' } })
		const { unzipSync, strFromU8, zipSync, strToU8 } = await import('fflate')
		const { content, name } = await from.ask(exportRegisters, {})
		const parts = unzipSync(content)
		const [head = '', row = ''] = strFromU8(parts['group.entries.csv'] ?? new Uint8Array()).split('\r\n')
		const columns = head.split(',')
		const otherwise: Record<string, string> = {
			'state.since': '2999-01-01',
			entered_by: 'nobody',
			'origin.year': 'old'
		}
		const cells = row.split(',').map((cell, at) => otherwise[columns[at] ?? ''] ?? cell)
		const bytes = zipSync({ ...parts, 'group.entries.csv': strToU8([head, cells.join(',')].join('\r\n')) })
		const { into } = await elsewhere()
		const file = await sendFile(into, { name, bytes })
		const { issues } = await refusalOf(into.run(importRegisters, { file }))
		expect(issues.map(({ path, code }) => `${path.join(' ')} ${code}`)).toEqual([
			'entries 2 state.since registers.value.not-a-day',
			'entries 2 origin.year registers.value.not-a-number',
			'entries 2 entered_by platform.field.no-such-record'
		])
	})
	test('name each other’s entries, in whatever order they stand', async () => {
		await from.run(declareRegister, { declaration: declarationOf('branch', 'BRA', register) })
		const first = await from.run(addEntry, { register, values: { name: 'One', members: 2 } })
		const second = await from.run(addEntry, { register, values: { name: 'Two' } })
		await from.run(importEntries, {
			register,
			file: await csv(from, `number,umbrella\n${first.reference},${second.reference}`)
		})
		await from.run(addEntry, { register: 'branch', values: { name: 'Three', umbrella: first.reference } })
		const { into } = await elsewhere()
		const file = await sent(into)
		const preview = await into.ask(previewRegisters, { file })
		expect(preview).toMatchObject({
			faultsTotal: 0,
			registers: [
				{ register, from: null, to: 1, added: 2 },
				{ register: 'branch', from: null, to: 1, added: 1 }
			]
		})
		await expect(into.run(importRegisters, { file, expected: preview.digest })).resolves.toMatchObject({ job: null })
		const page = await into.ask(getEntry, { entry: second.reference })
		expect(page.linked).toEqual({ belonging: '1', people: '2' })
		// What was looked at was done: the same look would by now be another.
		await expect(into.run(importRegisters, { file, expected: preview.digest })).rejects.toMatchObject({
			code: 'exchange.preview-changed'
		})
	})
	test('that name each other come in together, as the preview says', async () => {
		// Declared here one after the other: the first without what names the second.
		const [one, other] = [declarationOf('club', 'CLB', 'league'), declarationOf('league', 'LGE', 'club')]
		const alone = one.replace(/.*key: umbrella.*\n/, '')
		await from.run(declareRegister, { declaration: alone })
		await from.run(declareRegister, { declaration: other })
		await from.run(declareRegister, { declaration: one.replace('version: 1', 'version: 2') })
		const league = (await from.run(addEntry, { register: 'league', values: { name: 'League' } })).id
		await from.run(addEntry, { register: 'club', values: { name: 'Club', umbrella: league } })
		const { into } = await elsewhere()
		const { content } = await from.ask(exportRegisters, {})
		const file = await sendFile(into, { name: 'registers.zip', bytes: content })
		const preview = await into.ask(previewRegisters, { file })
		expect(preview.faultsTotal).toBe(0)
		await into.run(importRegisters, { file, expected: preview.digest })
		const { items } = await into.ask(listEntries, { register: 'club' })
		expect(items).toHaveLength(1)
		// What names none of them is refused as before, whole.
		const broken = await sendFile(into, {
			name: 'registers.zip',
			bytes: aZip({ 'lost.yaml': declarationOf('lost', 'LST', 'nobody') })
		})
		await expect(into.run(importRegisters, { file: broken })).rejects.toMatchObject({
			issues: [{ code: 'registers.fault.unknown-register', params: { found: 'nobody' } }]
		})
	})

	test('tell before anything what is wrong with a declaration or a cell', async () => {
		await from.run(addEntry, { register, values: { name: 'One' } })
		const { made, into } = await elsewhere()
		await into.run(declareRegister, { declaration: declarationOf('other', 'GRP', 'other') })
		const taken = await into.ask(previewRegisters, { file: await sent(into) })
		expect(taken.declarations.map(({ code }) => code)).toContain('registers.code-taken')
		await expect(into.run(importRegisters, { file: await sent(into) })).rejects.toMatchObject({
			code: 'registers.code-taken'
		})
		await from.run(declareRegister, { declaration: declarationOf('other', 'OTX', 'other') })
		const { declarations } = await into.ask(previewRegisters, { file: await sent(into) })
		expect(declarations.map((one) => [one.register, one.code])).toContainEqual(['other', 'registers.version-taken'])
		expect(await livesIn(made)).toEqual([])
	})
	test('are done as a job where they are long', async () => {
		const rows = Array.from({ length: 600 }, (_, index) => `Group ${String(index)}`).join('\n')
		await from.run(importEntries, { register, file: await csv(from, `name\n${rows}`) })
		const { made, into } = await elsewhere()
		const file = await sent(into)
		const { registers, job } = await into.run(importRegisters, { file, mayWait: true })
		expect(registers).toEqual([])
		await workDue(made, workplaceOf(made, aClock()))
		expect(await into.ask(getEntryImport, { job: job ?? '' })).toMatchObject({ state: 'done' })
		expect((await livesIn(made)).length).toBe(600)
	})
})

describe('entries of one file', () => {
	test('name each other by their marks, before they have numbers', async () => {
		const file = await csv(from, 'number,name,umbrella\nnew 1,One,new 2\nnew 2,Two,\n3,Three,new 2')
		const { digest, faults } = await from.ask(previewEntryImport, { register, file })
		expect(faults).toEqual([])
		await from.run(importEntries, { register, file, expected: digest })
		const { items } = await from.ask(listEntries, { register, sort: 'number', columns: ['belonging', 'umbrella'] })
		expect(items.map(({ title, values }) => [title['en'], values['belonging'], values['umbrella']])).toEqual([
			['One', '0', items[1]?.id],
			['Two', '2', undefined],
			['Three', '0', items[1]?.id]
		])
	})
	test('name none that the file does not bring', async () => {
		const file = await csv(from, 'number,name,umbrella\nnew 1,One,new 9')
		const { faults } = await from.ask(previewEntryImport, { register, file })
		expect(faults.map(({ code }) => code)).toEqual(['platform.field.no-such-record'])
	})
})

test.each(['json', 'xlsx'] as const)(
	'an export (%s) tells what is counted over other entries, since when an entry stands where it does and where it comes from, all read over',
	async (format) => {
		const first = await from.run(addEntry, { register, values: { name: 'One' } })
		await from.run(addEntry, { register, values: { name: 'Two', members: 4, umbrella: first.reference } })
		const { content } = await from.ask(exportEntries, { register, format })
		const file = await sendFile(from, { name: `all.${format}`, bytes: content })
		expect(await from.ask(previewEntryImport, { register, file })).toMatchObject({
			faults: [],
			counts: { unchanged: 2 },
			readOver: ['belonging', 'people', 'state.since', 'origin', 'origin.source', 'origin.year', 'origin.note']
		})
		if (format === 'xlsx') return
		expect(JSON.parse(Buffer.from(content).toString())).toMatchObject({
			sheets: {
				entries: [
					{
						name: 'One',
						belonging: '1',
						people: '4',
						'state.since': expect.stringMatching(/^\d{4}-/),
						origin: 'entered'
					},
					{ name: 'Two', belonging: '0', people: '0' }
				]
			}
		})
	}
)
