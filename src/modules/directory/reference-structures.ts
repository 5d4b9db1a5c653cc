import type { Cite } from './reference-citations.ts'
import { noteOf, type SheetCells } from './reference-sheets.ts'
import {
	cell,
	indexOf,
	keyIn,
	rowsOf,
	wholeNumberIn,
	type Reference,
	type ReferenceRow,
	type ReferenceTables
} from './reference-tables.ts'
import { wordReader, type WordReader } from './reference-words.ts'

type Rows = ReadonlyMap<string, ReferenceRow>

/** The structures of one workspace by key. Chairs, hosts and the like may be actors of any workspace. */
export function structuresOf(facts: ReferenceTables, workspaceKey: string): Rows {
	return new Map([...indexOf(facts, 'structures')].filter(([, row]) => cell(row, 'workspace') === workspaceKey))
}

/** The rows of the sheet `structure`. Parents and secretariats have to stand in the same workspace. */
export function structureRows({ facts, maps }: Reference, structures: Rows, cite: Cite): SheetCells[] {
	const kind = wordReader(maps, 'structure-kinds')
	const status = wordReader(maps, 'structure-statuses')
	const actors = indexOf(facts, 'actors')
	const countries = indexOf(facts, 'countries', 'country')
	return [...structures.values()].map((row) => ({
		key: cell(row, 'id'),
		...copied(row, ['name', 'acronym', 'level', 'status_detail', 'cadence', 'legal_basis', 'location', 'purpose']),
		kind: kind(row),
		declared_status: status(row),
		...Object.fromEntries(
			['chair', 'host', 'secretariat_actor', 'as_actor'].map((at) => [at, keyIn(row, at, actors, 'actor')])
		),
		secretariat: keyIn(row, 'secretariat', structures, 'structure of this workspace'),
		parent: keyIn(row, 'parent', structures, 'structure of this workspace'),
		partner_country: keyIn(row, 'partner_country', countries, 'country'),
		meetings_per_year: wholeNumberIn(row, 'meetings_per_year'),
		year_established: wholeNumberIn(row, 'year_established'),
		audience: 'public',
		origin: 'reference',
		...cite(row),
		note: noteOf(composedName(row), cell(row, 'note'))
	}))
}

/** The rows of the sheet `membership`. Where the closed set widens the source's word, the note keeps that word. */
export function membershipRows({ facts, maps }: Reference, structures: Rows, cite: Cite): SheetCells[] {
	const role = wordReader(maps, 'membership-roles')
	const actors = indexOf(facts, 'actors')
	return belongingTo(facts, 'structure_members', structures).map((row) => ({
		structure: cell(row, 'structure'),
		actor: keyIn(row, 'actor', actors, 'actor'),
		kind: cell(row, 'membership'),
		role: role(row),
		origin: 'reference',
		...cite(row),
		note: noteOf(ownWord(row, role), cell(row, 'note'))
	}))
}

/** The rows of the sheet `mandate`: one function of a structure each, with the theme it is about where it names one. */
export function mandateRows({ facts, maps }: Reference, structures: Rows, cite: Cite): SheetCells[] {
	const functionOf = wordReader(maps, 'function-categories')
	const functions = indexOf(facts, 'structure_functions')
	const areas = new Map(
		rowsOf(maps, 'mandate-areas').map((row) => [keyIn(row, 'mandate', functions, 'mandate'), cell(row, 'area')])
	)
	return belongingTo(facts, 'structure_functions', structures).map((row) => ({
		structure: cell(row, 'structure'),
		position: wholeNumberIn(row, 'position'),
		category: cell(row, 'category'),
		function: functionOf(row),
		text: cell(row, 'function'),
		area: areas.get(cell(row, 'id')) ?? '',
		origin: 'reference',
		...cite(row)
	}))
}

/** Says that a name is not one of the sources', or nothing. */
export function composedName(row: ReferenceRow): string {
	return cell(row, 'name_basis') === 'composed' ? 'Name composed from the wording of the source' : ''
}

/** Some cells of a row, taken over as they are. */
export function copied(row: ReferenceRow, columns: readonly string[]): SheetCells {
	return Object.fromEntries(columns.map((column) => [column, cell(row, column)]))
}

function ownWord(row: ReferenceRow, role: WordReader): string {
	const word = cell(row, 'role')
	return word === role(row) ? '' : `The source says: ${word}`
}

function belongingTo(facts: ReferenceTables, name: string, structures: Rows): ReferenceRow[] {
	const all = indexOf(facts, 'structures')
	return [...indexOf(facts, name).values()].filter((row) => structures.has(keyIn(row, 'structure', all, 'structure')))
}
