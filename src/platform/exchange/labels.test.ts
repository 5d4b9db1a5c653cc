import { expect, test } from 'vitest'
import { registry } from '#areas'
import { explainColumn, meaningOf, nameOfSheet, whatSheet } from './explain.ts'
import { importersOf } from './import-sheets.server.ts'
import { labelsOf, LISTS_SHEET, READ_ME } from './labels.ts'
import { parseSheets } from './parse-sheets.ts'
import { readTables } from './read-tables.ts'
import { headersOf } from './texts.ts'
import { aZip } from './workbook-fixture.ts'
import { speak } from '#platform/languages/words.ts'

const sheets = importersOf(registry).flatMap((importer) => importer.sheets)
const languages = Object.keys(registry.catalogue)

test.each(languages)(
	'in %s every sheet, column and word of a closed list has a name of its own and an explanation',
	(language) => {
		const words = speak(registry.catalogue, language)
		const names = sheets.map((sheet) => nameOfSheet(words, sheet.name).toLowerCase())
		expect(new Set(names).size).toBe(names.length)
		for (const sheet of sheets) {
			expect(whatSheet(words, sheet.name)).not.toBe('')
			const headers = headersOf(sheet)
			const labels = headers.map((header) => explainColumn(words, sheet.name, header).label.toLowerCase())
			expect(
				labels.filter((label, at) => labels.indexOf(label) !== at),
				sheet.name
			).toEqual([])
			for (const header of headers) {
				expect(explainColumn(words, sheet.name, header).what, `${sheet.name} ${header.header}`).not.toBe('')
				const { form } = header
				if (form.kind === 'oneOf')
					for (const value of form.values) expect(meaningOf(words, form, value), `${sheet.name} ${value}`).not.toBe('')
			}
		}
	}
)

test.each(languages)('what the explaining sheet is called in %s can be the name of a sheet', (language) => {
	const name = speak(registry.catalogue, language).t(READ_ME)
	expect(name).toMatch(/^[^[\]:*?/\\']{1,31}$/)
	expect(labelsOf(sheets, registry.catalogue).isAside(name)).toBe(true)
})

const FRENCH = {
	fr: {
		'workbook.sheet.actor': 'Acteurs',
		'workbook.column.key': 'Clé',
		'workbook.column.name': 'Nom',
		'workbook.column.kind': 'Type',
		'workbook.column.parent': 'Rattaché à',
		[READ_ME]: 'Lisez-moi'
	}
}

const parse = async (files: Record<string, string>) =>
	parseSheets(await readTables({ name: 'upload', bytes: aZip(files) }), sheets, {
		language: 'en',
		labels: labelsOf(sheets, FRENCH)
	})

test('sheets and columns are recognized by what they are called in another language, in any order', async () => {
	const parsed = await parse({
		'ACTEURS.csv': 'Type,nom (fr),Nom,"Rattaché  à",CLÉ\nministry,Travail,Labour,,labour\n',
		'Lisez-moi.csv': 'anything\nat all\n',
		[`${LISTS_SHEET}.csv`]: 'language\nen\n'
	})
	expect(parsed.faults.listed).toEqual([])
	const actor = sheets.find((sheet) => sheet.name === 'actor')
	expect(actor && parsed.rows(actor)).toMatchObject([
		{ row: 2, value: { key: 'labour', name: { en: 'Labour', fr: 'Travail' }, kind: 'ministry' } }
	])
})

test('a sheet that stands there twice, under both its names, is refused', async () => {
	const parsed = await parse({
		'actor.csv': 'key,name,kind\nlabour,Labour,ministry\n',
		'Acteurs.csv': 'key,name,kind\nwork,Work,ministry\n'
	})
	expect(parsed.faults.listed.map(({ sheet, code }) => [sheet, code])).toEqual([
		['Acteurs', 'exchange.duplicate-sheet']
	])
})
