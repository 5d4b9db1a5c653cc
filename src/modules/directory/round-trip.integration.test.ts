import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { registry } from '#areas'
import { listContents } from '#platform/exchange/export-operations.ts'
import { FORMATS, type Format } from '#platform/exchange/export-sheets.server.ts'
import { importersOf } from '#platform/exchange/import-sheets.server.ts'
import { COUNTRY } from '#tests/fixtures/country.ts'
import { eventCount, importRows } from '#tests/fixtures/directory.ts'
import { asRows, drawnSheets } from '#tests/fixtures/drawn-sheets.ts'
import { aLivedIn } from '#tests/fixtures/lived-in.ts'
import { anEmptyWorkspace, brought, exported } from '#tests/fixtures/exchange.ts'
import { aWorkspace, type Acting } from '#tests/fixtures/workspace.ts'
import { frameworkTables, directoryTables } from './reference.ts'
import { readReference } from './reference-folder.ts'

/** Out of one workspace, into an empty one and out again: equal to the byte. Into the one it came from: nothing happens. */
async function expectRoundTrip(acting: Acting, made: Parameters<typeof eventCount>[0], format: Format) {
	const first = await exported(acting, format)
	const empty = await anEmptyWorkspace()
	const added = await brought(empty, format, first)
	expect(added).toMatchObject({ changed: 0, unlisted: 0 })
	expect(Buffer.from(await exported(empty, format)).equals(first)).toBe(true)
	const before = await eventCount(made)
	expect(await brought(acting, format, first)).toMatchObject({ added: 0, changed: 0, unlisted: 0 })
	// The upload is an event of its own; the import leaves none.
	expect(await eventCount(made)).toBe(before + 1)
	expect(Buffer.from(await exported(acting, format)).equals(first)).toBe(true)
}

test.each(FORMATS)(
	'a country as %s comes out, into an empty workspace and into the full one, equal to the byte',
	async (format) => {
		const made = await aWorkspace()
		const administrator = await made.as('administrator')
		await importRows(administrator, COUNTRY)
		await expectRoundTrip(administrator, made, format)
	}
)

test.each(FORMATS)('a workspace that was worked in for years comes through %s equal to the byte', async (format) => {
	const made = await aLivedIn()
	await expectRoundTrip(await made.as('administrator'), made, format)
})

test.each([
	['zwe', 'xlsx'],
	['lso', 'csv'],
	['sadc', 'json']
] as const)('the shipped facts of %s come through %s equal to the byte', async (key, format) => {
	const { facts, maps } = await readReference(fileURLToPath(new URL('../../../reference', import.meta.url)))
	const made = await anEmptyWorkspace()
	const tables = Object.entries(directoryTables(facts, maps, key))
	await importRows(made, Object.fromEntries(tables.map(([name, { columns, rows }]) => [name, [columns, ...rows]])))
	await expectRoundTrip(made, made.made, format)
})

test('the shipped frameworks alone come in, with nothing invented and nothing of a country', async () => {
	const { facts, maps } = await readReference(fileURLToPath(new URL('../../../reference', import.meta.url)))
	const made = await anEmptyWorkspace()
	const tables = Object.entries(frameworkTables(facts, maps))
	await importRows(made, Object.fromEntries(tables.map(([name, { columns, rows }]) => [name, [columns, ...rows]])))
	const { sheets } = await made.ask(listContents, {})
	const filled = sheets.filter((sheet) => sheet.rows > 0).map((sheet) => sheet.sheet)
	expect(filled).toEqual(['actor', 'framework', 'area', 'crosswalk'])
	const text = Buffer.from(await exported(made, 'json')).toString('utf8')
	expect(text).not.toContain('"invented"')
	expect(text).toContain('"coordination-functions"')
})

test('any workspace comes through any format equal to the byte', { timeout: 300_000 }, async () => {
	const sheets = importersOf(registry).flatMap((importer) => importer.sheets)
	await fc.assert(
		fc.asyncProperty(drawnSheets(sheets), fc.constantFrom(...FORMATS), async (drawn, format) => {
			const full = await anEmptyWorkspace()
			await importRows(full, asRows(drawn))
			await expectRoundTrip(full, full.made, format)
		}),
		{ numRuns: 30, endOnFailure: true }
	)
})

test('a workspace with nothing in it gives a file that brings nothing', async () => {
	const empty = await anEmptyWorkspace()
	const other = await anEmptyWorkspace()
	for (const format of FORMATS) {
		const first = await exported(empty, format)
		expect(await brought(other, format, first)).toMatchObject({ added: 0, changed: 0 })
		expect(Buffer.from(await exported(other, format)).equals(first)).toBe(true)
	}
})
