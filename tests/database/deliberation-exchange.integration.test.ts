import { expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { cell, rowsOf } from '#modules/directory/reference-tables.ts'
import { readReference } from '#modules/directory/reference-folder.ts'
import { FORMATS, type Format } from '#platform/exchange/export-sheets.server.ts'
import { importersOf } from '#platform/exchange/import-sheets.server.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { REFERENCE_FOLDER } from '../../src/cli/demonstration.ts'
import { inventedTables } from '../../src/cli/workspace-tables.ts'
import { aDemonstration } from '../fixtures/demonstration.ts'
import { prepare } from '../access/prepared.ts'
import { eventCount, importRows } from '../fixtures/directory.ts'
import { anEmptyWorkspace, brought, exported, type Empty } from '../fixtures/exchange.ts'

const KEYS = ['zwe', 'lso', 'sadc'] as const
const reference = await readReference(REFERENCE_FOLDER)

const Exported = z.object({ sheets: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))) })
type Cells = Readonly<Record<string, unknown>>

/** What a workspace exports, sheet by sheet. */
async function sheetsOf(made: Empty): Promise<(sheet: string) => readonly Cells[]> {
	const { sheets } = Exported.parse(JSON.parse(Buffer.from(await exported(made, 'json')).toString('utf8')))
	return (sheet) => sheets[sheet] ?? []
}

async function expectRoundTrip(made: Empty, format: Format) {
	const first = await exported(made, format)
	const empty = await anEmptyWorkspace()
	expect(await brought(empty, format, first)).toMatchObject({ changed: 0, unlisted: 0 })
	expect(Buffer.from(await exported(empty, format)).equals(first)).toBe(true)
	const before = await eventCount(made.made)
	expect(await brought(made, format, first)).toMatchObject({ added: 0, changed: 0, unlisted: 0 })
	// The upload is an event of its own; the import leaves none.
	expect(await eventCount(made.made)).toBe(before + 1)
	expect(Buffer.from(await exported(made, format)).equals(first)).toBe(true)
}

test.each([...FORMATS.map((format) => ['zwe', format] as const), ['lso', 'csv'] as const, ['sadc', 'json'] as const])(
	'the demonstration year of %s comes through %s equal to the byte',
	async (key, format) => {
		await expectRoundTrip(await aDemonstration(key), format)
	},
	300_000
)

test.each(FORMATS)(
	'whatever the commands made of meetings, recommendations, decisions and actions comes through %s equal to the byte',
	async (format) => {
		const prepared = await prepare()
		const administrator = await prepared.as('administrator')
		await expectRoundTrip({ ...administrator, made: prepared }, format)
	},
	300_000
)

test('the register holds every recommendation the sources give each workspace, and every row with what it says', async () => {
	for (const key of KEYS) {
		const rows = await sheetsOf(await aDemonstration(key))
		const shipped = rows('recommendation').filter((row) => row['origin'] === 'reference')
		const given = rowsOf(reference.facts, 'recommendations').filter((row) => cell(row, 'set') === key)
		expect(shipped.length).toBe(given.length)
		expect(shipped.map((row) => row['text'])).toEqual(given.map((row) => cell(row, 'recommendation')))
		for (const [at, row] of given.entries()) {
			expect(shipped[at]?.['addressee_actor'] ?? '').toBe(cell(row, 'addressee_actor'))
			expect(shipped[at]?.['addressee_structure'] ?? '').toBe(cell(row, 'addressee_structure'))
			expect(shipped[at]?.['action_word']).toBe(cell(row, 'action'))
			expect(shipped[at]).toMatchObject({ state: 'proposed', themes: [expect.any(String)], source: expect.any(String) })
		}
	}
	expect(rowsOf(reference.facts, 'recommendations')).toHaveLength(231)
})

test('a structure has the rhythm its source states, and no other', async () => {
	const rhythms = new Map(rowsOf(reference.maps, 'structure-rhythms').map((row) => [cell(row, 'structure'), row]))
	for (const row of rowsOf(reference.facts, 'structures')) {
		if (!['zwe', 'lso', 'sadc'].includes(cell(row, 'workspace'))) continue
		const rhythm = rhythms.get(cell(row, 'id'))
		expect(rhythm !== undefined, cell(row, 'id')).toBe(
			cell(row, 'cadence') !== '' || cell(row, 'meetings_per_year') !== ''
		)
		if (rhythm && cell(rhythm, 'kind') === 'times-a-year')
			expect(cell(rhythm, 'times'), cell(row, 'id')).toBe(cell(row, 'meetings_per_year'))
	}
})

const stated = (sheet: string, column = 'state') => {
	const found = importersOf(registry)
		.flatMap((importer) => importer.sheets)
		.find((one) => one.name === sheet)?.columns[column]?.form
	if (found?.kind !== 'oneOf') throw new Error(`${sheet} has no list ${column}`)
	return found.values
}

test('the year of Zimbabwe shows every state of everything', async () => {
	const rows = await sheetsOf(await aDemonstration('zwe'))
	const shown = (sheet: string, column = 'state') => new Set(rows(sheet).map((row) => row[column]))
	for (const [sheet, column] of [
		['meeting', 'state'],
		['meeting', 'adopted_how'],
		['agenda_item', 'state'],
		['agenda_item', 'kind'],
		['agenda_item', 'confidentiality'],
		['recommendation', 'state'],
		['recommendation_hop', 'answer'],
		['decision', 'state'],
		['decision', 'manner'],
		['written_procedure', 'state'],
		['written_procedure', 'outcome'],
		['written_procedure', 'about'],
		['action', 'state'],
		['action_extension', 'state'],
		['secretariat_report', 'state']
	] as const)
		for (const value of stated(sheet, column)) expect(shown(sheet, column), `${sheet} ${column}`).toContain(value)
})

test('one recommendation climbed from the border forum to the senior committee and came back as actions', async () => {
	const rows = await sheetsOf(await aDemonstration('zwe'))
	const way = (number: unknown) =>
		rows('recommendation_hop')
			.filter((hop) => hop['recommendation'] === number)
			.flatMap((hop) => [hop['from_structure'], hop['to_structure']])
	const climbed = rows('recommendation').filter(
		({ number }) =>
			JSON.stringify(way(number)) === JSON.stringify(['zwe-xb-zaf-beitbridge', 'zwe-imcm', 'zwe-imcm', 'zwe-sprc'])
	)
	expect(climbed.length).toBeGreaterThan(0)
	const actions = rows('action').filter((action) => climbed.some(({ number }) => action['recommendation'] === number))
	expect(actions.length).toBeGreaterThan(2)
	expect(rows('structure').find((row) => row['key'] === 'zwe-sprc')).toMatchObject({
		declared_status: 'proposed',
		origin: 'reference'
	})
	expect(rows('structure_activation').find((row) => row['structure'] === 'zwe-sprc')).toMatchObject({
		origin: 'invented'
	})
})

test.each(KEYS)('every row of the year of %s is marked as invented, or hangs on one that is', async (key) => {
	const tables = await inventedTables(REFERENCE_FOLDER, key)
	const sheets = importersOf(registry).flatMap((importer) => importer.sheets)
	const marked = new Set<string>()
	for (const [name, { columns, rows }] of Object.entries(tables)) {
		const sheet = sheets.find((one) => one.name === name)
		if (!sheet?.columns['origin']) continue
		const at = columns.indexOf('origin')
		for (const row of rows) {
			expect(row[at], `${name} ${row.join(' ')}`).toBe('invented')
			marked.add(row[columns.indexOf(sheet.key[0] ?? '')] ?? '')
		}
	}
	for (const [name, { columns, rows }] of Object.entries(tables)) {
		const sheet = sheets.find((one) => one.name === name)
		expect(sheet, name).toBeDefined()
		if (sheet?.columns['origin']) continue
		const at = columns.indexOf(sheet?.key[0] ?? '')
		for (const row of rows) expect(marked, `${name} ${row.join(' ')}`).toContain(row[at])
	}
})

const nextNumber = command({
	name: 'workspace.import',
	input: z.strictObject({}),
	output: z.object({ number: z.string() }),
	about: nothing,
	allow: () => true,
	run: async (here) => ({ number: await here.write.nextNumber('recommendation', 'REC') })
})

const HEAD = ['number', 'name', 'text', 'themes']
const REGISTER = (...rows: string[][]) => ({ recommendation: [HEAD, ...rows] })

test('a number that a file brings is kept, never given again, and a row without one gets the next', async () => {
	const made = await anEmptyWorkspace()
	const prefix = made.made.workspace.numberPrefix
	await importRows(
		made,
		REGISTER([`${prefix}-REC-2026-041`, 'One', 'One'], ['', 'Two', 'Two'], ['ZZ-REC-2026-900', 'Three', 'Three'])
	)
	const rows = await sheetsOf(made)
	expect(rows('recommendation').map((row) => row['number'])).toEqual(
		[`${prefix}-REC-2026-041`, `${prefix}-REC-2026-042`, 'ZZ-REC-2026-900'].sort()
	)
	expect((await run(made.opening, nextNumber, {})).number).toBe(`${prefix}-REC-2026-043`)
})

test('other words for a recommendation make a new version, and the old one stays', async () => {
	const made = await anEmptyWorkspace()
	await importRows(made, REGISTER(['ZWE-REC-2026-001', 'One', 'First words']))
	await importRows(made, REGISTER(['ZWE-REC-2026-001', 'One', 'Other words']))
	const rows = await sheetsOf(made)
	expect(rows('recommendation')).toMatchObject([{ text: 'Other words' }])
	expect(rows('recommendation_wording')).toMatchObject([{ version: 1, text: 'First words' }])
	await expectRoundTrip(made, 'csv')
})
