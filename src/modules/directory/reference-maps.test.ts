import { join } from 'node:path'
import { expect, test } from 'vitest'
import { citations } from './reference-citations.ts'
import { referenceColumns } from './reference-columns.ts'
import { readReference } from './reference-folder.ts'
import { allAreas, allFrameworks } from './reference-frameworks.ts'
import { cell, indexOf, keyIn, rowsOf, type ReferenceRow } from './reference-tables.ts'
import { checkWords, themeColumns, themeReader, wordMaps, wordReader } from './reference-words.ts'

const reference = await readReference(join(import.meta.dirname, '../../../reference'))
const { facts, maps } = reference
const frameworks = allFrameworks(reference, citations(facts))
const areas = allAreas(frameworks)

const linkTypes =
	'domesticates implements overlaps contradicts duplicates supports amends repeals needs-alignment-with follows-from ' +
	'evidence-for related-to partly-supports complements harmonizes interacts-with'

const areasOf = (framework: string) => frameworks.get(framework)?.areas.map(({ key }) => key) ?? []

test('every map is a file whose columns the product knows', () => {
	expect([...maps.values()].map(({ file }) => file).sort()).toEqual(
		Object.keys(referenceColumns)
			.filter((file) => file.startsWith('maps/'))
			.sort()
	)
})

test('every row of a map says whether it is stated, derived or added, and why', () => {
	for (const row of [...maps.values()].flatMap(({ rows }) => rows)) {
		expect(['stated', 'derived', 'added'], `${row.file} row ${row.number}`).toContain(cell(row, 'basis'))
		expect(cell(row, 'note'), `${row.file} row ${row.number}`).not.toBe('')
	}
})

test('every word of the facts is mapped', () => {
	expect(() => checkWords(facts, maps)).not.toThrow()
})

test.each(wordMaps)('the map $map holds each word once and none that the facts do not use', ({ map, file, column }) => {
	const used = new Set(rowsOf(facts, file).map((row) => cell(row, column)))
	expect([...indexOf(maps, map, 'word').keys()].sort()).toEqual([...used].sort())
})

test('the map of themes holds no word that the facts do not use', () => {
	const used = themeColumns.flatMap(({ file, column }) =>
		rowsOf(facts, file).map((row) => `${file} ${column} ${cell(row, column)}`)
	)
	const mapped = rowsOf(maps, 'theme-words').map((row) =>
		['file', 'column', 'word'].map((at) => cell(row, at)).join(' ')
	)
	expect(new Set(mapped).size).toBe(mapped.length)
	expect([...mapped].sort()).toEqual([...new Set(used)].sort())
})

test('every theme word leads to a theme of the sources, and every theme gathers a word', () => {
	const reached = new Set(themeColumns.flatMap(({ file }) => rowsOf(facts, file).map(themeReader(maps, file))))
	expect([...reached].sort()).toEqual([...areasOf('themes-of-the-sources')].sort())
})

test('every theme of the sources is tied to an area of the African Union', () => {
	const union = new Set([...areasOf('au-mpfa'), ...areasOf('mpfa-2018')])
	const tied = new Set(
		rowsOf(maps, 'area-crosswalk')
			.map((row) => [cell(row, 'area'), cell(row, 'other_area')])
			.filter((ends) => ends.some((end) => union.has(end)))
			.flat()
	)
	for (const theme of areasOf('themes-of-the-sources')) expect(tied).toContain(theme)
})

test('every category of functions leads to one of the coordination functions, and each of these is used', () => {
	const reached = rowsOf(facts, 'structure_functions').map(wordReader(maps, 'function-categories'))
	expect([...new Set(reached)].sort()).toEqual([...areasOf('coordination-functions')].sort())
})

test('every relation between policies leads to a type of link', () => {
	const reached = new Set(rowsOf(facts, 'policy_relations').map(wordReader(maps, 'relation-words')))
	expect(linkTypes.split(' ')).toEqual(expect.arrayContaining([...reached]))
})

test('the crosswalk ties areas that exist, of two frameworks, once', () => {
	const pairs = rowsOf(maps, 'area-crosswalk').map((row) => {
		const ends = ['area', 'other_area'].map((column) => areas.get(cell(row, column)))
		expect(ends).not.toContain(undefined)
		expect(ends[0]?.framework).not.toBe(ends[1]?.framework)
		return ends
			.map((area) => area?.key)
			.sort()
			.join(' ')
	})
	expect(new Set(pairs).size).toBe(pairs.length)
})

test('the crosswalk says of Table 2 what the table of leads says', () => {
	const stated = rowsOf(maps, 'area-crosswalk').filter((row) => cell(row, 'basis') === 'stated')
	const given = rowsOf(facts, 'thematic_leads').filter((row) => cell(row, 'au_area'))
	expect(stated.map((row) => [cell(row, 'area'), cell(row, 'relation'), cell(row, 'other_area')])).toEqual(
		given.map((row) => [cell(row, 'area'), 'same-as', cell(row, 'au_area')])
	)
})

test('somebody has looked at the areas of every structure a workspace loads', () => {
	const workspaces = indexOf(maps, 'workspaces', 'key')
	const looked = new Set(rowsOf(maps, 'structure-areas').map((row) => cell(row, 'structure')))
	const loaded = rowsOf(facts, 'structures').filter((row) => workspaces.has(cell(row, 'workspace')))
	expect([...looked].sort()).toEqual(loaded.map((row) => cell(row, 'id')).sort())
})

test('a seat holds an office of an actor and is marked as invented', () => {
	const actors = indexOf(facts, 'actors')
	for (const row of rowsOf(maps, 'demonstration-seats')) {
		expect(keyIn(row, 'actor', actors, 'actor')).not.toBe('')
		expect(cell(row, 'office')).not.toBe('')
		expect(cell(row, 'origin')).toBe('invented')
	}
})

test('every pointer of the facts that the directory reads leads somewhere', () => {
	const pointers: [string, string[], string][] = [
		['actors', ['parent'], 'actors'],
		['structures', ['chair', 'host', 'secretariat_actor', 'as_actor'], 'actors'],
		['structures', ['secretariat', 'parent'], 'structures'],
		['structure_members', ['structure'], 'structures'],
		['structure_members', ['actor'], 'actors'],
		['structure_functions', ['structure'], 'structures'],
		['thematic_frameworks', ['issuer'], 'actors'],
		['thematic_areas', ['framework'], 'thematic_frameworks'],
		['thematic_leads', ['area', 'au_area'], 'thematic_areas'],
		['thematic_leads', ['lead_actor'], 'actors'],
		['source_sections', ['document'], 'source_documents']
	]
	const follow = (row: ReferenceRow, columns: string[], to: string) =>
		columns.forEach((column) => keyIn(row, column, indexOf(facts, to), to))
	expect(() => {
		for (const [from, columns, to] of pointers) rowsOf(facts, from).forEach((row) => follow(row, columns, to))
	}).not.toThrow()
})

test('a framework of the sources has as many areas as its source counts', () => {
	for (const row of rowsOf(facts, 'thematic_frameworks'))
		expect(areasOf(cell(row, 'id')), cell(row, 'id')).toHaveLength(Number(cell(row, 'area_count')))
})
