import { beforeEach, describe, expect, test } from 'vitest'
import { readTables } from '#platform/exchange/read-tables.ts'
import { writeZip } from '#platform/exchange/zip-writer.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { getEntry, listEntries } from '../entry/entry-queries.ts'
import { importEntries } from '../exchange/exchange-operations.ts'
import { previewEntryImport } from '../exchange/preview-entries.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { declareRegister } from '../register-commands.ts'
import { readRegister } from '../register-queries.ts'
import { brokenRules } from './form-rules.testing.ts'
import { checkXlsForm, exportXlsForm, readXlsForm } from './xlsform-queries.ts'
import { writeXlsForm } from './write-xlsform.ts'

const CROSSING = `register: crossing
version: 1
code: CRX
names: { en: { one: Crossing, many: Crossings }, fr: { one: Passage, many: Passages } }
about: { en: Something. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
states: [{ key: open, names: { en: Open } }]
lists:
  - { key: means, names: { en: Means }, codes: [{ key: by-foot, names: { en: On foot } }, { key: by-bus, names: { en: By bus } }] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: means, type: many-of, codes: { list: means }, names: { en: Means } }
  - { key: agreed, type: yes-no, names: { en: Agreed } }
  - { key: day, type: date, names: { en: Day } }
  - { key: where, type: place, names: { en: Where } }
  - { key: scan, type: file, names: { en: Scan } }
tables:
  - key: people
    names: { en: People }
    row: { en: Person }
    fields: [{ key: person, type: text, names: { en: Person } }, { key: age, type: whole-number, names: { en: Age } }]
`

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: CROSSING })
})

/** A workbook of the sheets given, sent by a seat. */
const sheet = (name: string, rows: readonly (readonly string[])[]) =>
	[`${name}.csv`, rows.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\r\n')] as const
async function sendSheets(sheets: readonly (readonly [string, string])[], key: SeatKey = 'secretariat') {
	const bytes = await writeZip(sheets)
	return sendFile(await made.as(key), { name: 'answers.zip', bytes })
}
const preview = async (file: string) =>
	(await made.as('secretariat')).ask(previewEntryImport, { register: 'crossing', file })
const bring = async (file: string) => (await made.as('secretariat')).run(importEntries, { register: 'crossing', file })

const declared = (text: string) => {
	const read = readDeclaration(text)
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	return read.register.declaration
}

const ONE = 'uuid:7d0a6e1c-0000-4000-8000-000000000001'
const TWO = 'uuid:7d0a6e1c-0000-4000-8000-000000000002'

// As Kobo writes it: groups before names, several answers joined or split, what it adds by itself, rows of repeats on a sheet of their own.
const kobo = (answers: readonly (readonly [name: string, uuid: string])[], version = '2026030201') => [
	sheet('Crossings', [
		[
			'start',
			'about/name',
			'means',
			'means/by-foot',
			'means/by-bus',
			'agreed',
			'day',
			'where__point',
			'_where__point_latitude',
			'where__country',
			'remarks',
			'form_version',
			'_id',
			'_uuid',
			'_submission_time',
			'_index'
		],
		...answers.map(([name, uuid], at) => [
			'2026-03-02T08:00:00',
			name,
			'by-foot by-bus',
			'1',
			'1',
			'yes',
			'2026-03-01T00:00:00.000+02:00',
			'-17.8 31.05 0 0',
			'-17.8',
			'ZWE',
			'Nothing asks this',
			version,
			String(at),
			uuid,
			'2026-03-02T09:00:00',
			String(at + 1)
		])
	]),
	sheet('people', [
		['person', 'age', '_index', '_parent_table_name', '_parent_index'],
		...answers.flatMap((_, at) => [
			['Tariro', '30', '1', 'Crossings', String(at + 1)],
			['Rudo', '7', '2', 'Crossings', String(at + 1)]
		])
	])
]

describe('the form of a register', () => {
	test('is a workbook that keeps the rules, for those who add entries', async () => {
		const keeper = await made.as('secretariat')
		const written = await keeper.ask(exportXlsForm, { register: 'crossing', language: 'fr' })
		expect(written.name).toBe('crossing-xlsform.xlsx')
		const tables = await readTables({ name: written.name, bytes: Buffer.from(written.content) })
		expect(brokenRules(tables)).toEqual([])
		expect(tables.sheets.get('settings')?.rows[0]?.cells.map(({ text }) => text)).toEqual([
			'Passages',
			'crossing',
			'2026030201',
			'French (fr)'
		])
		await expect((await made.as('observer')).ask(exportXlsForm, { register: 'crossing' })).rejects.toMatchObject({
			kind: 'forbidden'
		})
	})

	test('says what it does not ask, and grows with each version', async () => {
		const keeper = await made.as('secretariat')
		const { notes, version } = await keeper.ask(checkXlsForm, { register: 'crossing' })
		expect(notes.map(({ code, key }) => [code, key])).toEqual([['file', 'scan']])
		await (
			await made.as('administrator')
		).run(declareRegister, { declaration: CROSSING.replace('version: 1', 'version: 2') })
		const next = await keeper.ask(checkXlsForm, { register: 'crossing' })
		expect(Number(next.version)).toBeGreaterThan(Number(version))
	})
})

describe('answers that a tool captured', () => {
	test('become entries: groups, several answers, days, points and rows of repeats', async () => {
		const file = await sendSheets(
			kobo([
				['Beit Bridge', ONE],
				['Chirundu', TWO]
			])
		)
		const seen = await preview(file)
		expect(seen.faults).toEqual([])
		expect(seen).toMatchObject({
			counts: { added: 2, there: 0, refused: 0 },
			captured: { leftOut: ['remarks'], versions: ['2026030201'], version: '2026030201', unidentified: 0 }
		})
		await bring(file)
		const keeper = await made.as('secretariat')
		const { items } = await keeper.ask(listEntries, { register: 'crossing', sort: 'number' })
		expect(items).toHaveLength(2)
		const entry = await keeper.ask(getEntry, { register: 'crossing', entry: items[0]?.reference ?? '' })
		expect(entry).toMatchObject({
			values: {
				name: 'Beit Bridge',
				means: ['by-foot', 'by-bus'],
				agreed: true,
				day: '2026-03-01',
				where: { country: 'ZWE', latitude: '-17.8', longitude: '31.05' }
			}
		})
		expect(JSON.stringify(entry)).toContain('Tariro')
		expect(JSON.stringify(entry)).toContain('Rudo')
	})

	test('brought twice come in once, also beside new ones and after they were changed', async () => {
		await bring(await sendSheets(kobo([['Beit Bridge', ONE]])))
		const again = await sendSheets(
			kobo([
				['Beit Bridge corrected', ONE],
				['Chirundu', TWO]
			])
		)
		const seen = await preview(again)
		expect(seen.counts).toMatchObject({ added: 1, there: 1 })
		expect(seen.there).toMatchObject([{ row: 2, number: expect.stringMatching(/-CRX-/) }])
		await bring(again)
		// Even where it is asked for all the same.
		await (await made.as('secretariat')).run(importEntries, { register: 'crossing', file: again, again: 'add' })
		const { items } = await (await made.as('secretariat')).ask(listEntries, { register: 'crossing', sort: 'number' })
		expect(items.map(({ title }) => Object.values(title)[0])).toEqual(['Beit Bridge', 'Chirundu'])
	})

	test('of ODK Central are known by their KEY, with repeats by PARENT_KEY', async () => {
		const file = await sendSheets([
			sheet('crossing', [
				[
					'SubmissionDate',
					'about-name',
					'means',
					'where__point-Latitude',
					'where__point-Longitude',
					'meta-instanceID',
					'KEY',
					'FormVersion'
				],
				['2026-03-02T09:00:00.000Z', 'Nyamapanda', 'by-bus', '-16.9', '32.8', ONE, ONE, '2025010101']
			]),
			sheet('crossing-people', [
				['person', 'age', 'PARENT_KEY', 'KEY'],
				['Tendai', '41', ONE, `${ONE}/people[1]`]
			])
		])
		const seen = await preview(file)
		expect(seen).toMatchObject({
			faults: [],
			counts: { added: 1 },
			captured: { versions: ['2025010101'], version: '2026030201' }
		})
		await bring(file)
		const { items } = await (await made.as('secretariat')).ask(listEntries, { register: 'crossing', sort: 'number' })
		const entry = await (
			await made.as('secretariat')
		).ask(getEntry, { register: 'crossing', entry: items[0]?.reference ?? '' })
		expect(JSON.stringify(entry)).toContain('Tendai')
	})

	test('that are wrong are named where they stand in the file', async () => {
		const [main, people] = kobo([
			['Beit Bridge', ONE],
			['Chirundu', ONE]
		])
		if (!main || !people) throw new Error('no sheets')
		const broken = [main[0], main[1].replace('by-foot by-bus', 'by-camel')] as const
		const orphan = [people[0], `${people[1]}\r\n"Nobody","3","9","Crossings","77"`] as const
		const { faults } = await preview(await sendSheets([broken, orphan]))
		expect(faults).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ sheet: 'Crossings', row: 3, column: '_uuid', code: 'exchange.duplicate-key' }),
				expect.objectContaining({
					sheet: 'Crossings',
					row: 2,
					column: 'means',
					letter: 'C',
					code: expect.stringMatching(/^exchange\.not-listed/)
				}),
				expect.objectContaining({
					sheet: 'people',
					row: 6,
					column: '_parent_index',
					code: 'registers.captured.no-parent'
				})
			])
		)
	})

	test('in JSON, as KoboToolbox and ODK Central give them to programs, are read as in a workbook', async () => {
		const kept = [
			{
				results: [
					{
						_id: 7,
						'formhub/uuid': 'f',
						'about/name': 'Beit Bridge',
						means: 'by-foot by-bus',
						where__point: '-17.8 31.05 0 0',
						people: [{ 'people/person': 'Tariro', 'people/age': '9' }],
						_uuid: ONE,
						_attachments: [],
						_geolocation: [-17.8, 31.05],
						_validation_status: {},
						__version__: 'v1',
						form_version: '2026030201'
					}
				]
			},
			{
				value: [
					{
						__id: `uuid:${TWO}`,
						__system: { submissionDate: '2026-03-02T09:00:00.000Z', formVersion: '2026030201', updatedAt: null },
						about: { name: 'Chirundu' },
						means: 'by-bus',
						where__point: { type: 'Point', coordinates: [28.9, -16, 500], properties: { accuracy: 4 } },
						people: [{ person: 'Rudo', age: 3, __id: 'x' }],
						'people@odata.navigationLink': "Submissions('x')/people",
						meta: { instanceID: `uuid:${TWO}` }
					}
				]
			}
		]
		for (const document of kept) {
			const secretariat = await made.as('secretariat')
			const bytes = Buffer.from(JSON.stringify(document))
			const file = await sendFile(secretariat, { name: 'answers.json', bytes })
			expect(await preview(file)).toMatchObject({ faults: [], counts: { added: 1 }, captured: { leftOut: [] } })
			await bring(file)
		}
		const keeper = await made.as('secretariat')
		const { items } = await keeper.ask(listEntries, { register: 'crossing', sort: 'number' })
		const read = await Promise.all(items.map(({ reference }) => keeper.ask(getEntry, { entry: reference })))
		expect(read).toMatchObject([
			{
				values: { name: 'Beit Bridge', means: ['by-foot', 'by-bus'], where: { latitude: '-17.8', longitude: '31.05' } }
			},
			{ values: { name: 'Chirundu', means: ['by-bus'], where: { latitude: '-16', longitude: '28.9' } } }
		])
		expect(JSON.stringify(read)).toMatch(/Tariro[\s\S]*Rudo/)
	})

	test('a file of our own is read as before', async () => {
		const file = await sendSheets([sheet('entries', [['name'], ['Beit Bridge']])])
		expect(await preview(file)).toMatchObject({ captured: null, counts: { added: 1 } })
	})
})

describe('an XLSForm that was sent', () => {
	const form = (formId: string) =>
		writeXlsForm({
			survey: {
				columns: ['type', 'name', 'label'],
				rows: [
					{ type: 'text', name: 'name', label: 'Name' },
					{ type: 'thumbprint', name: 'thumb', label: 'Thumb' }
				]
			},
			choices: { columns: ['list_name', 'name', 'label'], rows: [] },
			settings: { columns: ['form_id', 'form_title'], rows: [{ form_id: formId, form_title: 'Visits of posts' }] }
		})

	test('is a declaration that can be declared as it stands, with what it does otherwise', async () => {
		const administrator = await made.as('administrator')
		const file = await sendFile(administrator, { name: 'form.xlsx', bytes: await form('post_visits') })
		const { declaration, notes } = await administrator.ask(readXlsForm, { file })
		expect(notes).toMatchObject([
			{ code: 'type', sheet: 'survey', row: 3, column: 'type', params: { found: 'thumbprint' } }
		])
		expect(await administrator.run(declareRegister, { declaration, after: 0 })).toMatchObject({
			register: 'post-visits'
		})
	})

	test('for a register that is there is its next version', async () => {
		const administrator = await made.as('administrator')
		const file = await sendFile(administrator, { name: 'form.xlsx', bytes: await form('crossing') })
		expect((await administrator.ask(readXlsForm, { file })).declaration).toMatch(
			/register: crossing\nversion: 2\ncode: CRX/
		)
	})

	test('unchanged changes nothing of the register it was made from, and brings what was added to it', async () => {
		const administrator = await made.as('administrator')
		const whole = `${CROSSING.replace('register: crossing', 'register: toll')
			.replace('code: CRX', 'code: TOL')
			.replace(
				'states: [{ key: open, names: { en: Open } }]',
				'states: [{ key: open, names: { en: Open } }, { key: shut, names: { en: Shut }, end: true }]'
			)
			.replace(
				'  - { key: scan,',
				`  - { key: fee, type: money, currency: USD, hint: { en: As printed }, names: { en: Fee } }
  - { key: weight, type: decimal, unit: { en: kg }, digits: 2, names: { en: Weight } }
  - { key: stay, type: period, names: { en: Stay (days) } }
  - { key: doubled, type: formula, formula: weight * 2, digits: 0, names: { en: Twice the weight } }
  - { key: scan,`
			)}checks: [{ key: dear, at: fee, must: fee = empty or weight > 0, message: { en: Weigh it. } }]
moves: [{ key: close, names: { en: Close }, from: [open], to: shut, by: [keepers] }]
`
		await administrator.run(declareRegister, { declaration: whole })
		const workbook = await administrator.ask(exportXlsForm, { register: 'toll' })
		const sent = async (bytes: Uint8Array) =>
			administrator.ask(readXlsForm, { file: await sendFile(administrator, { name: 'toll.xlsx', bytes }) })
		const before = (await administrator.ask(readRegister, { register: 'toll' })).declaration
		const { declaration } = await sent(Buffer.from(workbook.content))
		expect({ ...declared(declaration), version: 1 }).toEqual(before)

		const tables = await readTables({ name: workbook.name, bytes: Buffer.from(workbook.content) })
		const rowsOf = (name: string) => {
			const { columns, rows } = tables.sheets.get(name) ?? { columns: [], rows: [] }
			const cells = rows.map((row) => Object.fromEntries(columns.map((one, at) => [one, row.cells[at]?.text ?? ''])))
			return { columns: [...columns], rows: cells }
		}
		const survey = rowsOf('survey')
		const hints = Object.fromEntries(survey.rows.map((row) => [row['name'], row['hint::English (en)']]))
		expect(hints).toMatchObject({ fee: 'As printed · USD', weight: 'kg' })
		const added = { type: 'integer', name: 'number', 'label::English (en)': 'Number of axles' }
		const asText = survey.rows.map((row) => (row['name'] === 'agreed' ? { ...row, type: 'integer' } : row))
		const next = await sent(
			await writeXlsForm({
				survey: { ...survey, rows: [...asText, added] },
				choices: rowsOf('choices'),
				settings: rowsOf('settings')
			})
		)
		expect(next.notes.map(({ code }) => code)).toEqual(expect.arrayContaining(['next-version', 'stays-as-declared']))
		const { fields } = declared(next.declaration)
		expect(fields.at(-1)).toMatchObject({ key: 'number_here', type: 'whole-number', names: { en: 'Number of axles' } })
		expect(fields.find(({ key }) => key === 'fee')).toMatchObject({ type: 'money', currency: 'USD' })
		expect(await administrator.run(declareRegister, { declaration: next.declaration, after: 1 })).toMatchObject({
			version: 2
		})
	})

	test('that is none is refused, and others than administrators read none', async () => {
		const administrator = await made.as('administrator')
		const other = await sendFile(administrator, { name: 'list.csv', bytes: Buffer.from('name\r\nx') })
		await expect(administrator.ask(readXlsForm, { file: other })).rejects.toMatchObject({
			issues: [{ code: 'registers.no-survey' }]
		})
		const keeper = await made.as('secretariat')
		const file = await sendFile(keeper, { name: 'form.xlsx', bytes: await form('x') })
		await expect(keeper.ask(readXlsForm, { file })).rejects.toMatchObject({ kind: 'forbidden' })
	})
})
