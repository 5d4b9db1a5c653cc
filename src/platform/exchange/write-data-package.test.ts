import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { Package } from 'datapackage'
import { unzipSync } from 'fflate'
import { expect, onTestFinished, test } from 'vitest'
import { registry } from '#areas'
import { speak } from '#platform/languages/words.ts'
import type { Book } from './book.ts'
import { column } from './column.ts'
import { jsonSchemaOfSheets } from './json-schema.ts'
import { readTables } from './read-tables.ts'
import { sheetRows } from './sheet-rows.ts'
import { defineSheet } from './sheet.ts'
import { writeDataPackage } from './write-data-package.ts'
import { jsonPieces } from './write-json.ts'

const actorSheet = defineSheet({
	name: 'actor',
	columns: {
		key: column.key(),
		name: column.name({ max: 300 }),
		kind: column.oneOf(['ministry', 'agency'], 'actor-kind'),
		parent: column.reference('actor').optional(),
		source_year: column.year().optional(),
		enforcement: column.yes(),
		aliases: column.list(),
		note: column.text({ max: 4_000 }).optional()
	},
	key: ['key'],
	parent: 'parent'
})
const membershipSheet = defineSheet({
	name: 'membership',
	columns: {
		actor: column.reference('actor'),
		from: column.day().optional(),
		repeat: column.integer({ min: 2, max: 9 }).optional()
	},
	key: ['actor', 'from', 'repeat']
})

const actor = (key: string, parent: string | null, note: string) => ({
	id: key,
	row: {
		key,
		name: { en: `Name of ${key}`, fr: 'Nom' },
		kind: 'ministry',
		parent,
		source_year: 2020,
		enforcement: key === 'police',
		aliases: ['a', 'b; c'],
		note
	}
})
const NOTES = ['=cmd()', "'s-Gravenhage", "'=x", 'two\nlines, and "quotes"', '-5']
const sheets = [
	sheetRows(
		actorSheet,
		NOTES.map((note, at) => actor(at === 0 ? 'police' : `a-${String(at)}`, at === 0 ? null : 'police', note)),
		'en'
	),
	sheetRows(
		membershipSheet,
		[1, 2].map((id) => ({ id: String(id), row: { actor: 'police', from: '1850-01-01', repeat: null } })),
		'en'
	)
]
const book: Book = { sheets, words: speak(registry.catalogue, 'en'), language: 'en', kinds: ['actor'] }

test('an independent reader takes the package, its types, keys and what points to what', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-package-'))
	onTestFinished(() => rm(folder, { recursive: true }))
	for (const [name, content] of Object.entries(unzipSync(await writeDataPackage(book))))
		await writeFile(join(folder, name), content)
	const read = await Package.load(join(folder, 'datapackage.json'), { strict: true })
	expect(read.valid).toBe(true)
	expect(read.descriptor).toMatchObject({
		$schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
		language: 'en'
	})
	const actors = await read.getResource('actor').read({ keyed: true, relations: true })
	expect(actors).toMatchObject([
		{ key: 'a-1', parent: { key: 'police' }, source_year: 2020, note: "''s-Gravenhage" },
		{ key: 'a-2', note: "''=x" },
		{ key: 'a-3', note: 'two\nlines, and "quotes"' },
		{ key: 'a-4', note: '-5' },
		{ key: 'police', parent: null, enforcement: 'yes', note: "'=cmd()" }
	])
	const members = await read.getResource('membership').read({ keyed: true, relations: true })
	expect(members).toMatchObject([{ repeat: null }, { repeat: 2 }])
	expect(read.getResource('actor').schema.primaryKey).toEqual(['key'])
})

test('what is guarded against spreadsheet programs is read back without the guard', async () => {
	const { sheets: tables } = await readTables({ name: 'x.zip', bytes: await writeDataPackage(book) })
	const read = tables.get('actor')
	const note = read?.columns.indexOf('note') ?? -1
	expect(read?.rows.map(({ cells }) => cells[note]?.text)).toEqual([...NOTES.slice(1), NOTES[0]])
	expect(read?.rows.every(({ cells }) => cells[note]?.kind === 'text')).toBe(true)
})

test('a JSON document is what its schema says, and others are not', () => {
	const ajv = addFormats(new Ajv2020({ allErrors: true, strictTypes: false }))
	const isValid = ajv.compile(jsonSchemaOfSheets([actorSheet, membershipSheet], book))
	const document: unknown = JSON.parse([...jsonPieces(book)].join(''))
	expect(isValid(document) || isValid.errors).toBe(true)
	const row = { key: 'a', name: 'A', kind: 'ministry' }
	for (const wrong of [
		{ sheets: { actor: [{ ...row, key: 'A B' }] } },
		{ sheets: { actor: [{ ...row, kind: 'none' }] } },
		{ sheets: { actor: [{ ...row, source_year: '2020' }] } },
		{ sheets: { actor: [{ key: 'a' }] } },
		{ sheets: { other: [] } },
		{ sheets: { membership: [{ actor: 'a', from: '2020-02-31' }] } }
	])
		expect(isValid(wrong)).toBe(false)
	expect(isValid({ sheets: { actor: [{ ...row, name_fr: 'A', parent: null }] } })).toBe(true)
})
