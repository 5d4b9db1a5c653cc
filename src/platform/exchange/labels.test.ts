import { expect, test } from 'vitest'
import { registry } from '#areas'
import { column } from './column.ts'
import { explainColumn, meaningOf, nameOfSheet, whatSheet } from './explain.ts'
import { importersOf } from './import-sheets.server.ts'
import { labelsOf, LISTS_SHEET, READ_ME, wordsMeant } from './labels.ts'
import { parseSheets } from './parse-sheets.ts'
import { readTables } from './read-tables.ts'
import { defineSheet } from './sheet.ts'
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

const status = column.oneOf(['active', 'being-set-up', 'dormant'], 'standing')
const standingSheet = defineSheet({
	name: 'standing',
	columns: { key: column.key(), status, record: column.kind().optional() },
	key: ['key', 'status']
})
const STANDING = {
	en: {
		'standing.active': 'At work',
		'standing.being-set-up': 'Being set up',
		'standing.dormant': 'Resting',
		'kind.actor': 'Actor'
	},
	fr: {
		'standing.active': 'En activité',
		'standing.being-set-up': 'En train d’être créé',
		'standing.dormant': 'En suspens',
		'kind.actor': 'Acteur'
	},
	// Two of the list are called alike here, and one as the list itself calls another.
	pt: { 'standing.being-set-up': 'Parado', 'standing.dormant': 'Parado', 'standing.active': 'Dormant' }
}

const standing = async (lines: string) =>
	parseSheets(
		await readTables({ name: 'upload', bytes: aZip({ 'standing.csv': `key,status,record\n${lines}\n` }) }),
		[standingSheet],
		{ language: 'en', labels: labelsOf([standingSheet], STANDING) }
	)

test.each([
	['active', 'active'],
	['ACTIVE', 'active'],
	[' Active ', 'active'],
	['Being-Set-Up', 'being-set-up'],
	['Being set up', 'being-set-up'],
	['AT WORK', 'active'],
	['en  activité', 'active'],
	["En train d'être créé", 'being-set-up'],
	['Resting', 'dormant'],
	['dormant', 'dormant']
])('the cell %j of a closed list stands for %s', async (text, value) => {
	const parsed = await standing(`a,${text},`)
	expect(parsed.faults.listed).toEqual([])
	expect(parsed.rows(standingSheet)).toEqual([{ row: 2, value: { key: 'a', status: value, record: undefined } }])
})

test.each([
	['Parado', 'several-meant', 'being-set-up, dormant'],
	['Dormant', 'several-meant', 'dormant, active'],
	['Actve', 'not-listed-near', 'active, being-set-up, dormant'],
	['Abolished', 'not-listed', 'active, being-set-up, dormant']
])('the cell %j of a closed list is refused as %s', async (text, code, allowed) => {
	const { faults } = await standing(`a,${text},`)
	expect(faults.listed).toMatchObject([{ row: 2, column: 'status', code: `exchange.${code}`, params: { allowed } }])
})

test('a kind of record is taken in capitals and by what it is called', async () => {
	const parsed = await standing('a,active,Actor\nb,active,ACTEUR\nc,active,actor\nd,active,Some Thing')
	expect(parsed.rows(standingSheet).map(({ value }) => value.record)).toEqual(['actor', 'actor', 'actor'])
	expect(parsed.faults.listed).toMatchObject([{ row: 5, column: 'record', code: 'exchange.not-a-key' }])
})

test('two rows that differ only in how they write a word of a closed list have the same key', async () => {
	const { faults } = await standing('a,active,\na,At work,\na,dormant,')
	expect(faults.listed).toMatchObject([{ row: 3, code: 'exchange.duplicate-key', params: { other: 2 } }])
})

test('no word of a closed list is called as another one of its list is, in any language', () => {
	const labels = labelsOf(sheets, registry.catalogue)
	for (const sheet of sheets)
		for (const { header, form } of headersOf(sheet))
			if (form.kind === 'oneOf')
				for (const language of languages)
					for (const value of form.values) {
						const text = meaningOf(speak(registry.catalogue, language), form, value)
						expect(wordsMeant(form, text, labels), `${sheet.name} ${header} ${text}`).toEqual([value])
					}
})
