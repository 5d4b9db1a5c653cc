import { cell, faultAt, ReferenceFault, rowsOf, type ReferenceRow, type ReferenceTables } from './reference-tables.ts'

/** The maps that turn a word of the sources into a word of a closed set, with the column the words come from. */
export const wordMaps = [
	{ map: 'actor-kinds', file: 'actors', column: 'kind' },
	{ map: 'structure-kinds', file: 'structures', column: 'kind' },
	{ map: 'structure-statuses', file: 'structures', column: 'status' },
	{ map: 'membership-roles', file: 'structure_members', column: 'role' },
	{ map: 'function-categories', file: 'structure_functions', column: 'category' },
	{ map: 'relation-words', file: 'policy_relations', column: 'relation' },
	{ map: 'instrument-kinds', file: 'instruments', column: 'kind' },
	{ map: 'policy-kinds', file: 'policies', column: 'kind' },
	{ map: 'policy-statuses', file: 'policies', column: 'status' },
	{ map: 'agreement-kinds', file: 'agreements', column: 'kind' },
	{ map: 'agreement-statuses', file: 'agreements', column: 'status' },
	{ map: 'agreement-items', file: 'agreement_provisions', column: 'provision' }
] as const

export type WordMap = (typeof wordMaps)[number]['map']

/** The columns whose words name themes; each word has an area of the framework `themes-of-the-sources`. */
export const themeColumns = [
	{ file: 'instruments', column: 'theme' },
	{ file: 'policies', column: 'theme' },
	{ file: 'practices', column: 'theme' },
	{ file: 'recommendations', column: 'theme' },
	{ file: 'treaties', column: 'theme' },
	{ file: 'conflicts', column: 'policy_area' },
	{ file: 'obstacles', column: 'topic' },
	{ file: 'agreements', column: 'subject' }
] as const

export type WordReader = (row: ReferenceRow) => string

/** A reader that gives, for a row of the map's file, the word of the closed set. An unmapped word is a fault. */
export function wordReader(maps: ReferenceTables, map: WordMap): WordReader {
	const column = wordMaps.find((each) => each.map === map)?.column
	if (!column) throw new ReferenceFault(`${map} is not a map of words.`)
	const values = new Map(rowsOf(maps, map).map((row) => [cell(row, 'word'), cell(row, 'value')]))
	return (row) => {
		const word = cell(row, column)
		const value = values.get(word)
		if (!value) throw faultAt(row, column, `maps/${map}.csv does not map the word "${word}".`)
		return value
	}
}

/** A reader that gives the area of `themes-of-the-sources` for the theme word of a row. An unmapped word is a fault. */
export function themeReader(maps: ReferenceTables, file: (typeof themeColumns)[number]['file']): WordReader {
	const column = themeColumns.find((each) => each.file === file)?.column
	if (!column) throw new ReferenceFault(`${file}.csv has no column of theme words.`)
	const areas = new Map(
		rowsOf(maps, 'theme-words')
			.filter((row) => cell(row, 'file') === file && cell(row, 'column') === column)
			.map((row) => [cell(row, 'word'), cell(row, 'area')])
	)
	return (row) => {
		const word = cell(row, column)
		const area = areas.get(word)
		if (!area) throw faultAt(row, column, `maps/theme-words.csv does not map the word "${word}".`)
		return area
	}
}

/**
 * Throws ReferenceFault at the first word of the facts that no map knows, naming file, row, column and word, even
 * where no workspace loads the row: a word added to the facts is to be decided when it is added.
 */
export function checkWords(facts: ReferenceTables, maps: ReferenceTables): void {
	for (const { map, file } of wordMaps) rowsOf(facts, file).forEach(wordReader(maps, map))
	for (const { file } of themeColumns) rowsOf(facts, file).forEach(themeReader(maps, file))
}
