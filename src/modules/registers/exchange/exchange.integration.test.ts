import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { readTables } from '#platform/exchange/read-tables.ts'
import { aWorkbook, aZip, textRow } from '#platform/exchange/workbook-fixture.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { csvOf as csv, sendFile, zipOf as zip, type Cells } from '#tests/fixtures/register-files.ts'
import { aClock, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { getEntry, listEntries } from '../entry/entry-queries.ts'
import { declareRegister } from '../register-commands.ts'
import { getEntryImport, importEntries } from './exchange-operations.ts'
import { previewEntryImport } from './preview-entries.ts'
import { exportEntries, getRegisterTemplate } from './export-operations.ts'

const training = readFileSync(new URL('../../../../tests/fixtures/training.yaml', import.meta.url), 'utf8').replace(
	/^version: \d+/m,
	'version: 1'
)

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: training })
})

const plain: Cells = {
	name: 'Border data',
	provider: 'labour',
	mode: 'online',
	begins: '2026-02-01',
	ends: '2026-02-03',
	seats: '20'
}
const whole: Cells = { ...plain, cost: '1200.50', 'cost.currency': 'USD' }

async function send(
	seat: SeatKey,
	bytes: Uint8Array | string,
	name = typeof bytes === 'string' ? 'entries.csv' : 'training.zip'
) {
	const acting = await made.as(seat)
	const file = await sendFile(acting, { name, bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes })
	return {
		preview: () => acting.ask(previewEntryImport, { register: 'training', file }),
		import: (more: { expected?: string; mayWait?: boolean } = {}) =>
			acting.run(importEntries, { register: 'training', file, ...more })
	}
}
const faultsOf = async (seat: SeatKey, bytes: Uint8Array | string, name?: string) => {
	const { faults } = await (await send(seat, bytes, name)).preview()
	return faults.map(({ sheet, row, column, code }) => [sheet, row, column, code].join(' ').trim())
}
const numbers = async () =>
	(await (await made.as('secretariat')).ask(listEntries, { register: 'training', limit: 200 })).items.map(
		({ reference }) => reference
	)

describe('the template of a register', () => {
	test('has the fields the seat may fill, named in its language with keys underneath, and the lists to choose from', async () => {
		const { content, name } = await (
			await made.as('secretariat')
		).ask(getRegisterTemplate, { register: 'training', language: 'fr' })
		expect(name).toBe('training-template.xlsx')
		const { sheets } = await readTables({ name, bytes: content })
		expect([...sheets.keys()]).toEqual(['instructions', 'entries', 'sessions', 'participants', 'lists'])
		const entries = sheets.get('entries')
		expect(entries?.columns.slice(0, 4)).toEqual(['Numéro', 'Intitulé', 'Offerte par', 'Modalité'])
		const keys = entries?.rows[0]?.cells.map((cell) => cell.text)
		expect(keys).toContain('place.latitude')
		for (const told of ['days', 'came', 'certificate', 'state']) expect(keys).not.toContain(told)
		const lists = sheets.get('lists')?.rows.flatMap(({ cells }) => cells.map((cell) => cell.text))
		expect(lists).toEqual(expect.arrayContaining(['in-person', 'En présence', 'labour']))
	})
	test('has drop-downs, days and numbers held to their bounds', async () => {
		const { content } = await (await made.as('secretariat')).ask(getRegisterTemplate, { register: 'training' })
		const { unzipSync, strFromU8 } = await import('fflate')
		const sheet = strFromU8(unzipSync(content)['xl/worksheets/sheet2.xml'] ?? new Uint8Array())
		expect(sheet).toMatch(/<dataValidation type="list"[^>]*showErrorMessage="1"[^>]*><formula1>list_\d+<\/formula1>/)
		expect(sheet).toContain('<dataValidation type="date"')
		expect(sheet).toContain('<formula1>1</formula1><formula2>10000</formula2>')
	})
	test('leaves out what the seat does not see, and is not given to who may bring in nothing', async () => {
		const { content, name } = await (await made.as('member')).ask(getRegisterTemplate, { register: 'training' })
		expect((await readTables({ name, bytes: content })).sheets.has('participants')).toBe(false)
		await expect((await made.as('public')).ask(getRegisterTemplate, { register: 'training' })).rejects.toMatchObject({
			kind: 'forbidden'
		})
	})
	test('filled in, it comes in', async () => {
		const { content } = await (await made.as('secretariat')).ask(getRegisterTemplate, { register: 'training' })
		const { sheets } = await readTables({ name: 't.xlsx', bytes: content })
		const keys = sheets.get('entries')?.rows[0]?.cells.map((cell) => cell.text) ?? []
		const row = keys.map((key) => whole[key] ?? '')
		const book = aWorkbook({
			sheets: {
				instructions: textRow(1, 'Whatever'),
				Trainings: textRow(1, ...(sheets.get('entries')?.columns ?? [])) + textRow(2, ...keys) + textRow(3, ...row)
			}
		})
		await expect((await send('secretariat', book, 'filled.xlsx')).import()).resolves.toMatchObject({ added: 1 })
	})
})

describe('a file', () => {
	test('adds entries with the rows of their tables, numbered, in the history and found by search', async () => {
		const sheets = zip({
			entries: [
				{ ...whole, number: 'new 1' },
				{ ...whole, name: 'Second', number: '' }
			],
			participants: [
				{ number: 'new 1', person: 'Tariro Zvaita', sex: 'Female' },
				{ number: 'new 1', person: '=SUM(1)', sex: 'homme' }
			].map((row) => ({ ...row, person: row.person.startsWith('=') ? `'${row.person}` : row.person }))
		})
		const sent = await send('secretariat', sheets)
		const { digest, counts } = await sent.preview()
		expect(counts).toEqual({ added: 2, changed: 0, unchanged: 0, there: 0, refused: 0 })
		expect(await numbers()).toEqual([])
		await sent.import({ expected: digest })
		const all = await numbers()
		expect(all).toHaveLength(2)
		const keeper = await made.as('secretariat')
		const first = all.find((one) => one.endsWith('001')) ?? ''
		const page = await keeper.ask(getEntry, { entry: first })
		expect(page).toMatchObject({
			version: 1,
			values: { name: 'Border data', cost: { amount: '1200.5', currency: 'USD' }, days: '3', came: '2', women: '1' },
			tables: {
				participants: [
					{ person: 'Tariro Zvaita', sex: 'female' },
					{ person: '=SUM(1)', sex: 'male' }
				]
			}
		})
		const { items: history } = await keeper.ask(getHistory, { record: page.id })
		expect(new Set(history.map(({ operation }) => operation))).toEqual(new Set(['entry.import']))
		expect((await keeper.ask(searchRecords, { words: 'Tariro' })).items).toHaveLength(1)
		expect((await (await made.as('member')).ask(searchRecords, { words: 'Tariro' })).items).toEqual([])
	})
	test('changes what differs and nothing else, by number, and a second time nothing', async () => {
		const keeper = await made.as('secretariat')
		const { reference } = await keeper.run(addEntry, {
			register: 'training',
			values: { ...plain, cost: { amount: '5', currency: 'USD' } }
		})
		const rows = [{ number: reference, name: 'Border data', seats: '21', mode: 'En ligne' }]
		const sent = await send('secretariat', csv(rows))
		expect(await sent.preview()).toMatchObject({
			counts: { added: 0, changed: 1 },
			changed: [{ number: reference, cells: [{ header: 'seats', before: '20', after: '21' }] }]
		})
		await sent.import()
		expect(await keeper.ask(getEntry, { entry: reference })).toMatchObject({
			version: 2,
			values: { seats: '21', ends: '2026-02-03', cost: { amount: '5' } }
		})
		await expect((await send('secretariat', csv(rows))).import()).resolves.toMatchObject({ changed: 0, unchanged: 1 })
	})
	test('is refused where it would by now do something else', async () => {
		const keeper = await made.as('secretariat')
		const { reference } = await keeper.run(addEntry, { register: 'training', values: plain })
		const sent = await send('secretariat', csv([{ number: reference, seats: '21' }]))
		const { digest } = await sent.preview()
		await (await send('secretariat', csv([{ number: reference, seats: '30' }]))).import()
		await expect(sent.import({ expected: digest })).rejects.toMatchObject({ code: 'exchange.preview-changed' })
	})
	test('comes in whole or not at all, with each refused cell named', async () => {
		const sent = await send(
			'secretariat',
			csv([whole, { ...whole, mode: 'by-post' }, { ...whole, begins: '2026-02-30' }])
		)
		const refusal = await refusalOf(sent.import())
		expect(refusal.issues.map(({ path, code }) => `${path.join(' ')} ${code}`)).toEqual([
			'entries 3 mode exchange.not-listed',
			'entries 4 begins exchange.not-a-day'
		])
		expect(await numbers()).toEqual([])
		expect((await sent.preview()).counts).toMatchObject({ added: 1, refused: 2 })
	})
	test('shows a job how far it is, and does it once', { timeout: 300_000 }, async () => {
		const many = Array.from({ length: 1_200 }, (_, index) => ({ ...whole, name: `Training ${String(index)}` }))
		const sent = await send('secretariat', csv(many))
		const { job } = await sent.import({ mayWait: true })
		expect(await numbers()).toEqual([])
		await workDue(made, workplaceOf(made, aClock()))
		const seat = await made.as('secretariat')
		expect(await seat.ask(getEntryImport, { job: job ?? '' })).toMatchObject({
			state: 'done',
			progress: { step: 'finishing', done: 1_200, total: 1_200 }
		})
		await expect((await made.as('member')).ask(getEntryImport, { job: job ?? '' })).rejects.toMatchObject({
			kind: 'absent'
		})
		const { rows } = await sql<{
			n: number
			last: number
		}>`select count(*) as n, max(substring(number from '-(\\d+)$')::integer) as last
			from record where workspace_id = ${made.workspace.id} and kind = 'entry'`.execute(made.database.owner)
		expect(rows).toEqual([{ n: 1_200, last: 1_200 }])
	})
})

describe('rights are those of the commands', () => {
	test('a provider brings in what is its own, and not in the name of another', async () => {
		await expect((await send('member', csv([plain]))).import()).resolves.toMatchObject({ added: 1 })
		expect(await faultsOf('member', csv([{ ...plain, provider: 'health' }]))).toEqual([
			'entries 2  registers.file.not-yours-to-add'
		])
	})
	test('a field or table that the seat does not see is not filled by a file', async () => {
		const keeper = await made.as('secretariat')
		const { reference } = await keeper.run(addEntry, { register: 'training', values: plain })
		const rows = { participants: [{ number: reference, person: 'Somebody', sex: 'female' }] }
		// What it sees of no entry is told of as of what is not there.
		expect(await faultsOf('member', zip(rows))).toEqual([
			'participants 1 person exchange.unknown-column',
			'participants 1 sex exchange.unknown-column'
		])
		await expect((await send('secretariat', zip(rows))).import()).resolves.toMatchObject({ changed: 1 })
	})
	test('an entry is not moved by a file, and begins elsewhere only for who may move it there', async () => {
		const keeper = await made.as('secretariat')
		const { reference } = await keeper.run(addEntry, { register: 'training', values: plain })
		expect(await faultsOf('secretariat', csv([{ number: reference, state: 'announced' }]))).toEqual([
			'entries 2 state registers.file.state-moved'
		])
		expect(await faultsOf('member', csv([{ ...plain, state: 'announced' }]))).toContain(
			'entries 2 state registers.file.state-not-yours'
		)
		await (await send('secretariat', csv([{ ...whole, state: 'Tenue' }]))).import()
		expect((await (await made.as('public')).ask(listEntries, { register: 'training' })).items).toHaveLength(1)
	})
	test('an export holds what the seat sees, narrowed as the list, and no more', async () => {
		const sheets = {
			entries: [
				{ ...whole, number: '1' },
				{ ...whole, number: '2', provider: 'health' }
			],
			participants: [{ number: '1', person: 'Tariro', sex: 'female' }]
		}
		await (await send('secretariat', zip(sheets))).import()
		const filter = { fields: { provider: ['labour'] } }
		const seen = async (seat: SeatKey) =>
			Buffer.from(
				(await (await made.as(seat)).ask(exportEntries, { register: 'training', format: 'json', filter })).content
			).toString()
		expect(await seen('secretariat')).toContain('Tariro')
		expect(await seen('member')).not.toContain('Tariro')
		expect(JSON.parse(await seen('member'))).toMatchObject({
			sheets: { entries: [{ name: 'Border data', provider: 'labour', cost: '1200.5', state: 'planned' }] }
		})
		expect(await seen('member')).not.toContain('participants')
	})
	test('a text that a spreadsheet program would run is guarded in CSV and text in a workbook', async () => {
		await (await send('secretariat', csv([{ ...whole, name: "'=HYPERLINK(1)" }]))).import()
		const keeper = await made.as('secretariat')
		const { content } = await keeper.ask(exportEntries, { register: 'training', format: 'csv' })
		const { unzipSync, strFromU8 } = await import('fflate')
		expect(strFromU8(unzipSync(content)['entries.csv'] ?? new Uint8Array())).toContain(",'=HYPERLINK(1),")
		const book = await keeper.ask(exportEntries, { register: 'training', format: 'xlsx' })
		expect(strFromU8(unzipSync(book.content)['xl/worksheets/sheet2.xml'] ?? new Uint8Array())).not.toContain('<f>')
	})
})

describe('bad files are told in a clerk’s words, cell by cell', () => {
	test('columns that are unknown, doubled, missing or changed over', async () => {
		expect(await faultsOf('secretariat', csv([{ ...whole, provder: 'x' }]))).toEqual([
			'entries 1 provder exchange.unknown-column-near'
		])
		expect(await faultsOf('secretariat', csv([{ name: 'x', provider: 'labour' }]))).toContain(
			'entries 1 Way it is held exchange.missing-column'
		)
		expect(await faultsOf('secretariat', 'name,Intitulé\na,b')).toContain(
			'entries 1 Intitulé exchange.duplicate-column'
		)
		const swapped = aWorkbook({
			sheets: {
				entries:
					textRow(1, 'Offered by', 'Name', 'Way it is held') +
					textRow(2, 'name', 'provider', 'mode') +
					textRow(3, 'x', 'labour', 'online')
			}
		})
		expect((await faultsOf('secretariat', swapped, 'x.xlsx')).slice(0, 2)).toEqual([
			'entries 1 Offered by registers.file.heading-differs',
			'entries 1 Name registers.file.heading-differs'
		])
		const moved = aWorkbook({
			sheets: {
				entries:
					textRow(1, 'Offered by', 'Name', 'Way it is held') +
					textRow(2, 'provider', 'name', 'mode') +
					textRow(3, 'labour', 'x', 'online')
			}
		})
		expect(await faultsOf('secretariat', moved, 'x.xlsx')).toEqual([])
	})
	test('formulas, merged cells, numbers where text belongs, and a day with a time', async () => {
		const head = textRow(1, 'name', 'provider', 'mode', 'begins', 'seats')
		const cells = (inner: string) => aWorkbook({ sheets: { entries: head + `<row r="2">${inner}</row>` } })
		const t = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
		expect(
			await faultsOf('secretariat', cells('<c><f>1+1</f><v>2</v></c>' + t('labour') + t('online')), 'x.xlsx')
		).toEqual(['entries 2 name exchange.formula'])
		expect(await faultsOf('secretariat', cells('<c><v>12</v></c>' + t('labour') + t('online')), 'x.xlsx')).toEqual([
			'entries 2 name exchange.number-in-text'
		])
		expect(
			await faultsOf('secretariat', cells(t('x') + t('labour') + t('online') + '<c><v>46000</v></c>'), 'x.xlsx')
		).toEqual(['entries 2 begins exchange.day-as-number'])
		expect(
			await faultsOf('secretariat', cells(t('x') + t('labour') + t('online') + t('2026-01-02') + t('many')), 'x.xlsx')
		).toEqual(['entries 2 seats registers.value.not-a-number'])
		const whole = cells(t('x') + t('labour') + t('online'))
		const { unzipSync, zipSync, strFromU8, strToU8 } = await import('fflate')
		const parts = unzipSync(whole)
		const sheet = strFromU8(parts['xl/worksheets/sheet0.xml'] ?? new Uint8Array()).replace(
			'</sheetData>',
			'</sheetData><mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells>'
		)
		expect(
			await faultsOf('secretariat', zipSync({ ...parts, 'xl/worksheets/sheet0.xml': strToU8(sheet) }), 'x.xlsx')
		).toEqual(['entries 2  exchange.merged-cells'])
	})
	test('numbers that stand twice, are nobody’s, or are not numbers', async () => {
		expect(
			await faultsOf(
				'secretariat',
				csv([
					{ ...whole, number: 'new 1' },
					{ ...whole, number: 'new 1' }
				])
			)
		).toEqual(['entries 3 number exchange.duplicate-key'])
		expect(await faultsOf('secretariat', csv([{ ...whole, number: 'TRN 14' }]))).toEqual([
			'entries 2 number registers.file.not-a-number'
		])
		expect(await faultsOf('member', csv([{ ...plain, number: 'ZWE-TRN-2026-099' }]))).toEqual([
			'entries 2 number registers.file.no-such-entry'
		])
		expect(await faultsOf('secretariat', zip({ participants: [{ number: 'new 7', sex: 'female' }] }))).toEqual([
			'participants 2 number registers.file.no-such-entry'
		])
	})
	test('more rows than a table takes, and references that are not there', async () => {
		const sessions = Array.from({ length: 61 }, (_, index) => ({
			number: '1',
			day: '2026-02-01',
			subject: `s${String(index)}`
		}))
		expect(await faultsOf('secretariat', zip({ entries: [{ ...whole, number: '1' }], sessions }))).toEqual([
			'sessions 62 number registers.too-many-rows'
		])
		expect(await faultsOf('secretariat', csv([{ ...whole, provider: 'nobody' }]))).toEqual([
			'entries 2 provider platform.field.no-such-record'
		])
		expect(await faultsOf('secretariat', csv([{ ...whole, ends: '2026-01-01' }]))).toEqual([
			'entries 2 ends registers.check'
		])
		expect(await faultsOf('secretariat', csv([{ ...whole, name: '' }]))).toEqual([
			'entries 2 name platform.field.missing'
		])
	})
	test('a code that is no longer offered stays where it stands and is not chosen anew', async () => {
		const keeper = await made.as('secretariat')
		const { reference } = await keeper.run(addEntry, { register: 'training', values: plain })
		const retired = training
			.replace('version: 1', 'version: 2')
			.replace('{ key: online,', '{ key: online, retired: true,')
		await (await made.as('administrator')).run(declareRegister, { declaration: retired })
		expect(await faultsOf('secretariat', csv([{ number: reference, mode: 'online', seats: '9' }]))).toEqual([])
		expect(await faultsOf('secretariat', csv([whole]))).toEqual(['entries 2 mode registers.value.retired-code'])
	})
	test('a bomb and a file that is none are refused before anything', async () => {
		const bomb = aZip({ 'entries.csv': `name\n${'a'.repeat(60_000_000)}` })
		expect(await faultsOf('secretariat', bomb)).toContain('entries 0  exchange.bomb')
		expect(await faultsOf('secretariat', Buffer.from('not a workbook'), 'x.xlsx')).toEqual([
			'0  exchange.not-a-workbook'
		])
	})
})
