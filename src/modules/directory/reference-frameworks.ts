import type { Citation, Cite } from './reference-citations.ts'
import { noteOf } from './reference-sheets.ts'
import {
	cell,
	faultAt,
	indexOf,
	keyIn,
	ReferenceFault,
	rowsOf,
	wholeNumberIn,
	type Reference,
	type ReferenceRow
} from './reference-tables.ts'

export type ReferenceArea = Citation & { key: string; framework: string; position: string; name: string; note: string }

export type ReferenceFramework = Citation & {
	key: string
	name: string
	kind: string
	issuer: string
	year: string
	country: string
	region: string
	note: string
	areas: readonly ReferenceArea[]
}

/**
 * Every framework the reference knows, by key: those of the five documents, and those the product ships beside them
 * (`maps/shipped-frameworks.csv`), whose areas stand in a list of their own.
 */
export function allFrameworks(reference: Reference, cite: Cite): ReadonlyMap<string, ReferenceFramework> {
	const frameworks = new Map<string, ReferenceFramework>()
	for (const framework of [...statedFrameworks(reference, cite), ...shippedFrameworks(reference)]) {
		if (frameworks.has(framework.key)) throw new ReferenceFault(`Two frameworks have the key ${framework.key}.`)
		if (framework.areas.length === 0) throw new ReferenceFault(`The framework ${framework.key} has no areas.`)
		frameworks.set(framework.key, framework)
	}
	return frameworks
}

/** Every area by key. Throws ReferenceFault when two frameworks give an area the same key. */
export function allAreas(frameworks: ReadonlyMap<string, ReferenceFramework>): ReadonlyMap<string, ReferenceArea> {
	const areas = new Map<string, ReferenceArea>()
	for (const area of [...frameworks.values()].flatMap((framework) => framework.areas)) {
		if (areas.has(area.key)) throw new ReferenceFault(`Two areas have the key ${area.key}.`)
		areas.set(area.key, area)
	}
	return areas
}

/** The note of a row that a map adds, saying first whether it was derived from a source or added. */
export function mappedNote(row: ReferenceRow): string {
	const basis = cell(row, 'basis')
	return basis === 'stated' ? cell(row, 'note') : `${basis}: ${cell(row, 'note')}`
}

function statedFrameworks({ facts }: Reference, cite: Cite): ReferenceFramework[] {
	const actors = indexOf(facts, 'actors')
	const frameworks = indexOf(facts, 'thematic_frameworks')
	const areas = Map.groupBy(indexOf(facts, 'thematic_areas').values(), (row) => {
		const key = keyIn(row, 'framework', frameworks, 'framework')
		if (!key) throw faultAt(row, 'framework', 'the area belongs to no framework.')
		return key
	})
	return [...frameworks].map(([key, row]) => ({
		key,
		name: cell(row, 'name'),
		kind: cell(row, 'kind'),
		issuer: keyIn(row, 'issuer', actors, 'actor'),
		year: wholeNumberIn(row, 'year'),
		country: cell(row, 'country'),
		region: cell(row, 'region'),
		...cite(row),
		note: cell(row, 'note'),
		areas: (areas.get(key) ?? []).map((area) => ({
			key: cell(area, 'id'),
			framework: key,
			position: wholeNumberIn(area, 'position'),
			name: cell(area, 'name'),
			...cite(row),
			note: cell(area, 'note')
		}))
	}))
}

function shippedFrameworks(reference: Reference): ReferenceFramework[] {
	const actors = indexOf(reference.facts, 'actors')
	return rowsOf(reference.maps, 'shipped-frameworks').map((row) => ({
		key: cell(row, 'key'),
		name: cell(row, 'name'),
		kind: cell(row, 'kind'),
		issuer: keyIn(row, 'issuer', actors, 'actor'),
		year: wholeNumberIn(row, 'year'),
		country: '',
		region: cell(row, 'region'),
		source: cell(row, 'source'),
		source_year: wholeNumberIn(row, 'source_year'),
		note: mappedNote(row),
		areas: cell(row, 'areas_from') === 'shipped-areas' ? writtenAreas(reference, row) : listedAreas(reference, row)
	}))
}

/** Areas written out in the maps, because no source lists them. */
function writtenAreas({ maps }: Reference, framework: ReferenceRow): ReferenceArea[] {
	return [...indexOf(maps, 'shipped-areas', 'key').values()]
		.filter((row) => cell(row, 'framework') === cell(framework, 'key'))
		.map((row) => ({
			key: cell(row, 'key'),
			framework: cell(framework, 'key'),
			position: wholeNumberIn(row, 'position'),
			name: cell(row, 'name'),
			source: cell(framework, 'source'),
			source_year: '',
			note: mappedNote(row)
		}))
}

/** Areas that are the rows of a code list; their own numbering starts anew within a list, so the order of rows counts. */
function listedAreas({ facts }: Reference, framework: ReferenceRow): ReferenceArea[] {
	const leftOut = cell(framework, 'leave_out').split(';')
	const nameColumns = cell(framework, 'name_columns').split(';')
	return [...indexOf(facts, cell(framework, 'areas_from'))]
		.filter(([key]) => !leftOut.includes(key))
		.map(([key, row], index) => ({
			key,
			framework: cell(framework, 'key'),
			position: String(index + 1),
			name: nameColumns.map((column) => cell(row, column)).join(' '),
			source: cell(row, 'source'),
			source_year: '',
			// Not every list has a column of notes.
			note: noteOf(row.cells.get('note') ?? '', doubtOf(cell(row, 'source')))
		}))
}

/** The reference marks what nobody has checked with the words "general knowledge" in the source. */
function doubtOf(source: string): string {
	if (source === 'general knowledge') return 'Not checked against an original'
	return source.includes('general knowledge') ? 'Rests in part on general knowledge' : ''
}
