import { beforeEach, expect, test } from 'vitest'
import { createActor } from '#modules/directory/actor-commands.ts'
import { aWorkbook, textRow } from '#platform/exchange/workbook-fixture.ts'
import { declarationOf } from '#tests/fixtures/declared.ts'
import { csvOf, sendFile, zipOf, type Cells } from '#tests/fixtures/register-files.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { getEntry } from '../entry/entry-queries.ts'
import { declareRegister } from '../register-commands.ts'
import { importEntries } from './exchange-operations.ts'
import { previewEntryImport } from './preview-entries.ts'

const register = 'visits'
let made: TestWorkspace
let keeper: Acting
beforeEach(async () => {
	made = await aWorkspace()
	const declaration = declarationOf({ key: register, code: 'VIS', title: 'Visits', seen: 'workspace' })
		.replace(
			'title: name',
			'title: name\nchecks: [{ key: cheap, must: "if(cost = empty, true, cost < 100)", at: cost, message: { en: Too dear } }]'
		)
		.replace('names: { en: name }', 'names: { en: Name, fr: Nom, pt: Nome }')
	await (await made.as('administrator')).run(declareRegister, { declaration })
	keeper = await made.as('secretariat')
})

const numberOf = (count: number, year = '2026') =>
	`${made.workspace.numberPrefix}-VIS-${year}-${String(count).padStart(3, '0')}`

async function preview(bytes: Uint8Array | string, more: { numbers?: 'refuse' | 'keep' } = {}, name = 'visits.csv') {
	const file = await sendFile(keeper, { name, bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes })
	return { file, ...(await keeper.ask(previewEntryImport, { register, file, ...more })) }
}
const faultsOf = async (rows: readonly Cells[]) =>
	(await preview(csvOf(rows))).faults.map(({ row, column, code, params }) => ({
		at: `${String(row)} ${column}`,
		code,
		params
	}))

test('actors and structures are known by name in any language and by acronym, however accents and capitals are written', async () => {
	const administrator = await made.as('administrator')
	await administrator.run(createActor, {
		key: 'interior',
		kind: 'ministry',
		name: 'Ministério do Interior',
		acronym: 'MdI'
	})
	const { counts, matched, faults } = await preview(
		csvOf([
			{ name: 'a', holder: 'ministry of HOME affairs', body: 'cc' },
			{ name: 'b', holder: 'ministerio do interior', body: 'committee' },
			{ name: 'c', holder: 'MDI', body: '' }
		])
	)
	expect(faults).toEqual([])
	expect(counts.added).toBe(3)
	expect(matched.map(({ text, record }) => `${text} → ${record.reference}`)).toEqual([
		'ministry of HOME affairs → home-affairs',
		'cc → committee',
		'ministerio do interior → interior',
		'MDI → interior'
	])
})

test('a name that several have is refused with all of them, and a mistyped one with the one that is near', async () => {
	const administrator = await made.as('administrator')
	for (const key of ['trade', 'transport'])
		await administrator.run(createActor, { key, kind: 'ministry', name: `Ministry of ${key}`, acronym: 'MoT' })
	expect(
		await faultsOf([
			{ name: 'a', holder: 'MOT' },
			{ name: 'b', holder: 'Ministry of Helth' }
		])
	).toEqual([
		{
			at: '2 holder',
			code: 'registers.file.several-named',
			params: { reference: 'MOT', named: 'Ministry of trade (trade); Ministry of transport (transport)' }
		},
		{
			at: '3 holder',
			code: 'registers.file.no-such-record-near',
			params: { reference: 'Ministry of Helth', nearest: 'Ministry of Health (health)' }
		}
	])
})

test('days are taken as offices write them, and never guessed', async () => {
	const { faults, file } = await preview(
		csvOf([
			{ name: 'a', day: '31/12/2026' },
			{ name: 'b', day: '31.12.2026' },
			{ name: 'c', day: '31 déc. 2026' }
		])
	)
	expect(faults).toEqual([])
	await keeper.run(importEntries, { register, file })
	expect((await keeper.ask(getEntry, { entry: numberOf(3) })).values['day']).toBe('2026-12-31')
	expect(
		await faultsOf([
			{ name: 'd', day: '05/06/2026' },
			{ name: 'e', day: '12/31/2026' }
		])
	).toEqual([
		{
			at: '2 day',
			code: 'registers.file.day-two-ways',
			params: { value: '05/06/2026', year: '2026', one: '05', other: '06' }
		},
		{
			at: '3 day',
			code: 'registers.file.day-month-first',
			params: { value: '12/31/2026', year: '2026', month: '12', day: '31' }
		}
	])
})

test('a file whose days can be read two ways is brought in once somebody says how it writes them', async () => {
	const file = csvOf([
		{ name: 'two ways', day: '05/06/2026' },
		{ name: 'one way', day: '05/31/2026' }
	])
	const asked = await preview(file)
	expect(asked).toMatchObject({ hasTwoWayDays: true, counts: { refused: 2 } })
	const look = (days: 'day-month' | 'month-day') => keeper.ask(previewEntryImport, { register, file: asked.file, days })
	expect((await look('day-month')).faults.map(({ code }) => code)).toEqual(['registers.file.day-month-first'])
	const { faults, digest, contents } = await look('month-day')
	expect(faults).toEqual([])
	await expect(
		keeper.run(importEntries, { register, file: asked.file, expected: digest, contents })
	).rejects.toMatchObject({ kind: 'invalid' })
	const { added } = await keeper.run(importEntries, {
		register,
		file: asked.file,
		expected: digest,
		contents,
		days: 'month-day'
	})
	expect(added).toBe(2)
	expect((await keeper.ask(getEntry, { entry: numberOf(1) })).values['day']).toBe('2026-05-06')
	expect((await keeper.ask(getEntry, { entry: numberOf(2) })).values['day']).toBe('2026-05-31')
})

test('a mistyped number makes no new entry, and the one that was meant is named', async () => {
	const { reference } = await keeper.run(addEntry, { register, values: { name: 'a' } })
	expect(reference).toBe(numberOf(1))
	const mistyped = [
		{ number: numberOf(1, '2062'), name: 'b' },
		{ number: numberOf(877), name: 'c' }
	]
	expect(await faultsOf(mistyped)).toEqual([
		{
			at: '2 number',
			code: 'registers.file.no-such-entry-near',
			params: { value: numberOf(1, '2062'), nearest: numberOf(1) }
		},
		{ at: '3 number', code: 'registers.file.no-such-entry', params: { value: numberOf(877) } }
	])
	const { counts, file, isNumberedElsewhere } = await preview(csvOf(mistyped), { numbers: 'keep' })
	expect([counts.added, counts.refused, isNumberedElsewhere]).toEqual([2, 0, true])
	await expect(keeper.run(importEntries, { register, file })).rejects.toMatchObject({ kind: 'invalid' })
	await expect(keeper.run(importEntries, { register, file, numbers: 'keep' })).resolves.toMatchObject({ added: 2 })
})

test('all faults of a file are told at once: cells, what is missing beside them, checks, and those of other sheets', async () => {
	const bytes = zipOf({
		entries: [
			{ number: 'new 1', name: '', day: 'soon', marks: 'x;y', cost: '500' },
			{ number: 'new 2', name: 'b', cost: 'many', day: '2026-02-30' }
		],
		people: [{ number: 'new 1', persn: 'Somebody' }]
	})
	const { faults } = await preview(bytes, {}, 'visits.zip')
	expect(faults.map(({ sheet, row, column, code }) => [sheet, row, column, code].join(' '))).toEqual([
		'entries 2 name platform.field.missing',
		'entries 2 day exchange.not-a-day',
		'entries 2 marks exchange.not-listed-near',
		'entries 2 marks exchange.not-listed-near',
		'entries 2 cost registers.check',
		'entries 3 day exchange.not-a-day',
		'entries 3 cost registers.value.not-a-number',
		'people 1 persn exchange.unknown-column-near'
	])
})

test('what hangs on a cell that is refused is not told: it may hold once the cell is mended', async () => {
	expect((await faultsOf([{ name: 'a', cost: '1,000' }])).map(({ code }) => code)).toEqual([
		'registers.value.not-a-number'
	])
})

test('a column that is missing is told once, and not at each row', async () => {
	expect((await faultsOf([{ day: '2026-01-01' }, { day: '2026-01-02' }])).map(({ code }) => code)).toEqual([
		'exchange.missing-column'
	])
})

test('a title above the headings is told by the row in which they stand, with what else is wrong', async () => {
	const book = aWorkbook({
		sheets: {
			Visits:
				textRow(1, 'Visits of the year') +
				textRow(3, 'Nom', 'Day') +
				textRow(4, 'a', '2026-01-01') +
				textRow(5, 'b', 'x')
		}
	})
	const { faults } = await preview(book, {}, 'visits.xlsx')
	expect(faults.map(({ row, code, params }) => [row, code, params['row']])).toEqual([
		[1, 'registers.file.title-row', 3],
		[5, 'exchange.not-a-day', undefined]
	])
})

test('headings that stand in the list once more are told as such', async () => {
	expect(
		await faultsOf([
			{ name: 'a', day: '2026-01-01' },
			{ name: 'name', day: 'day' },
			{ name: 'b', day: '' }
		])
	).toEqual([{ at: '3 ', code: 'registers.file.headings-again', params: {} }])
})

test('empty rows are passed over, and headings are known in every language of the register', async () => {
	const { counts, faults } = await preview('Nome,day\n,\na,2026-01-01\n,\n\nb,\n')
	expect([counts.added, faults]).toEqual([2, []])
})
