import { cell, faultAt, indexOf, type ReferenceRow, type ReferenceTables } from './reference-tables.ts'

/** What stands in the cells `source` and `source_year` of a fact. The year is empty when the source has no date. */
export type Citation = { source: string; source_year: string }

export type Cite = (row: ReferenceRow, column?: string) => Citation

/**
 * A reader of citations: takes the section named in a row's cell and gives document, year and place, such as
 * "Technical Needs and Capacity Assessment for Migration Governance in Zimbabwe (2018), 3.1.6.1".
 * It refuses rows without a section, for every fact names its source.
 */
export function citations(facts: ReferenceTables): Cite {
	const sections = indexOf(facts, 'source_sections')
	const documents = indexOf(facts, 'source_documents')
	return (row, column = 'source') => {
		const section = sections.get(cell(row, column))
		if (!section) throw faultAt(row, column, `there is no source section with the key ${cell(row, column)}.`)
		const document = documents.get(cell(section, 'document'))
		if (!document) throw faultAt(section, 'document', `there is no document with the key ${cell(section, 'document')}.`)
		const year = cell(document, 'year')
		const place = placeOf(cell(section, 'title'))
		return { source: `${cell(document, 'title')} (${year || 'undated'}), ${place}`, source_year: year }
	}
}

/** The short name of a section: its number where it has one, else its title. */
export function placeOf(title: string): string {
	const labelled = /^(?:Table|Figure|Annex|Note) \d+/.exec(title)
	if (labelled) return labelled[0]
	const numbered = /^\d+(?:\.\d+)*(?= )/.exec(title)
	if (!numbered) return title
	// A bare figure would read as a page or a year.
	return numbered[0].includes('.') ? numbered[0] : `section ${numbered[0]}`
}
