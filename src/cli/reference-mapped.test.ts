import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { readReference } from '#modules/directory/reference-folder.ts'
import { cell, rowsOf, type Reference } from '#modules/directory/reference-tables.ts'
import { readDeclaration } from '#modules/registers/declaration/read-declaration.ts'
import { REFERENCE_FOLDER } from './demonstration.ts'
import { referenceEntries } from './reference-entries.ts'
import { mappedEntries } from './reference-mapped.ts'

let reference: Reference
beforeAll(async () => {
	reference = await readReference(REFERENCE_FOLDER)
})

const entriesIn = (workspaceKey: string) => referenceEntries({ reference, workspaceKey, actors: new Set(['zwe-iom']) })

test('every fact of the map stands in a field that its register has, and in a state it knows', async () => {
	for (const row of rowsOf(reference.maps, 'register-facts')) {
		const file = join(REFERENCE_FOLDER, 'registers', `${cell(row, 'register')}.yaml`)
		const read = readDeclaration(await readFile(file, 'utf8'))
		if ('faults' in read) throw new Error(file)
		const { fields, states } = read.register.declaration
		const known = new Set([...fields.map(({ key }) => key), 'state'])
		const parts = cell(row, 'cells').split(' | ')
		for (const part of parts) expect(known, cell(row, 'entry')).toContain(part.split('=')[0])
		const state = parts.find((part) => part.startsWith('state='))?.slice('state='.length)
		expect(
			states.map(({ key }) => key),
			cell(row, 'entry')
		).toContain(state)
	}
})

test('a row of the map is one entry, and each says how it was come to', () => {
	const rows = rowsOf(reference.maps, 'register-facts')
	expect(new Set(rows.map((row) => cell(row, 'entry'))).size).toBe(rows.length)
	for (const row of rows) {
		expect(['stated', 'derived', 'added']).toContain(cell(row, 'basis'))
		if (cell(row, 'basis') !== 'stated') expect(cell(row, 'note'), cell(row, 'entry')).not.toBe('')
	}
})

test('what the sources plan is planned in the registers of its workspace alone, and names its source', () => {
	const visits = entriesIn('zwe').get('study-visit')
	expect(visits).toHaveLength(1)
	expect(visits?.[0]?.cells).toMatchObject({ country: 'ETH', state: 'planned' })
	expect(visits?.[0]?.origin.source).toContain('Annex 1')
	expect(entriesIn('lso').get('study-visit')).toBeUndefined()
	const dialogues = entriesIn('zwe').get('embassy-dialogue')
	expect(dialogues?.map(({ cells }) => cells['country'])).toEqual(['ZAF', 'GBR', 'USA'])
	expect(dialogues?.[0]?.origin.note).toMatch(/^Derived: /)
	expect(entriesIn('zwe').get('material')?.[0]?.cells).toMatchObject({ ordered: '1500', state: 'planned' })
})

test('the glossary and the obstacles of all countries stand in every workspace, and nobody is said to have agreed', () => {
	const many = (table: string) => reference.facts.get(table)?.rows.length
	for (const key of ['zwe', 'lso', 'sadc']) {
		const entries = entriesIn(key)
		expect(entries.get('glossary-term')).toHaveLength(many('glossary') ?? 0)
		expect(entries.get('obstacle')).toHaveLength(many('obstacles') ?? 0)
		for (const register of ['glossary-term', 'obstacle', 'policy-lever'])
			expect(new Set(entries.get(register)?.map(({ cells }) => cells['state']))).toEqual(new Set(['collected']))
		for (const [, some] of entries) for (const { origin } of some) expect(origin.source).not.toBe('')
	}
	const here = entriesIn('lso').get('obstacle') ?? []
	expect(new Set(here.filter(({ cells }) => cells['applies'] === 'yes').map(({ cells }) => cells['country']))).toEqual(
		new Set(['LSO'])
	)
})

test('who is recommended for a body of the workspace is proposed, and who takes part is accepted', () => {
	const entries = entriesIn('zwe').get('engagement-request') ?? []
	const states = new Map(entries.map(({ cells }) => [cells['subject'], cells['state']]))
	expect([...states].filter(([, state]) => state === 'proposed').length).toBeGreaterThan(10)
	expect(entries.find(({ cells }) => cells['applicant'] === 'zwe-iom')?.cells).toMatchObject({
		form: 'invitation',
		body: 'zwe-imcm',
		state: 'accepted'
	})
	// Somebody whom the directory does not hold is named in words.
	expect(entries.some(({ cells }) => 'applicant_other' in cells)).toBe(true)
})

test('a row of the map that leads nowhere is told with its place', () => {
	const table = reference.maps.get('register-facts')
	if (!table) throw new Error('register-facts')
	const [row] = table.rows
	if (!row) throw new Error('row')
	const wrong = { ...table, rows: [{ ...row, cells: new Map([...row.cells, ['row', 'nothing-of-that-key']]) }] }
	const maps = new Map([...reference.maps, ['register-facts', wrong]])
	const reading = { reference: { ...reference, maps }, workspaceKey: 'zwe', actors: new Set<string>() }
	expect(() => mappedEntries(reading)).toThrow(/register-facts\.csv, row 2, column row: there is no row/)
})
