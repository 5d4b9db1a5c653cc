import { citations } from '#modules/directory/reference-citations.ts'
import { noteOf, type SheetCells } from '#modules/directory/reference-sheets.ts'
import {
	cell,
	faultAt,
	indexOf,
	rowsOf,
	type Reference,
	type ReferenceRow
} from '#modules/directory/reference-tables.ts'
import { themeReader } from '#modules/directory/reference-words.ts'
import { referenceWorkspaces } from '#modules/directory/reference-workspaces.ts'

/** Where an entry comes from, as its record says. */
export type EntryOrigin = { source: string; year: number | null; note: string | null }

/** An entry that the sources bring, by the columns of its register's file, and where it comes from. */
export type ReferenceEntry = { cells: SheetCells; origin: EntryOrigin }

type Reading = {
	reference: Reference
	workspaceKey: string
	/** The actors that are in the directory of the workspace. */
	actors: ReadonlySet<string>
}

/**
 * What the sources tell that stands in registers of a workspace, by the key of the register: practices of all countries, its own
 * publications and those of no single country, and the services of its country or, in a region, of the countries of the region.
 * Throws ReferenceFault at the first word that `maps/register-words.csv` does not know.
 */
export function referenceEntries(reading: Reading): ReadonlyMap<string, readonly ReferenceEntry[]> {
	return new Map([
		['practice', practices(reading)],
		['publication', publications(reading)],
		['service', services(reading)]
	])
}

function origins({ reference: { facts } }: Reading) {
	const cite = citations(facts)
	return (row: ReferenceRow, note: string): EntryOrigin => {
		const { source, source_year: year } = cite(row)
		return { source, year: year === '' ? null : Number(year), note: note === '' ? null : note }
	}
}

// Somebody whom the directory does not hold is named in words.
function actorCells(
	{ reference: { facts }, actors }: Reading,
	row: ReferenceRow,
	column: string,
	fields: { actor: string; words: string }
) {
	const key = cell(row, column)
	if (key === '') return {}
	if (actors.has(key)) return { [fields.actor]: key }
	const actor = indexOf(facts, 'actors').get(key)
	if (!actor) throw faultAt(row, column, `there is no actor with the key ${key}.`)
	return { [fields.words]: cell(actor, 'name') }
}

/** A reader of the words that a register has a code or a state for. */
function codeReader({ reference: { maps } }: Reading, register: string, field: string) {
	const codes = new Map(
		rowsOf(maps, 'register-words')
			.filter((row) => cell(row, 'register') === register && cell(row, 'field') === field)
			.map((row) => [cell(row, 'word'), cell(row, 'value')])
	)
	return (row: ReferenceRow, column: string) => {
		const code = codes.get(cell(row, column))
		if (code === undefined)
			throw faultAt(
				row,
				column,
				`maps/register-words.csv does not map the word "${cell(row, column)}" for ${register}.`
			)
		return code
	}
}

const told = (row: ReferenceRow, column: string, what: string) =>
	cell(row, column) === '' ? '' : `${what}: ${cell(row, column)}`

function practices(reading: Reading): ReferenceEntry[] {
	const { facts, maps } = reading.reference
	const origin = origins(reading)
	const theme = themeReader(maps, 'practices')
	return rowsOf(facts, 'practices').map((row) => ({
		cells: {
			name: cell(row, 'title'),
			country: cell(row, 'country'),
			area: theme(row),
			description: cell(row, 'description'),
			when: cell(row, 'year'),
			...actorCells(reading, row, 'actor', { actor: 'done_by', words: 'done_by_other' }),
			// Nobody in the workspace has accepted them.
			state: 'collected'
		},
		origin: origin(row, noteOf(told(row, 'theme', 'Theme in the source'), told(row, 'region', 'Region in the source')))
	}))
}

function publications(reading: Reading): ReferenceEntry[] {
	const { facts, maps } = reading.reference
	const workspace = referenceWorkspaces(maps).find(({ key }) => key === reading.workspaceKey)
	const origin = origins(reading)
	const kind = codeReader(reading, 'publication', 'kind')
	return rowsOf(facts, 'publications')
		.filter((row) => ['', workspace?.code].includes(cell(row, 'country')))
		.map((row) => ({
			cells: {
				name: cell(row, 'title'),
				kind: kind(row, 'kind'),
				...actorCells(reading, row, 'publisher', { actor: 'published_by', words: 'publisher' }),
				published: cell(row, 'year'),
				country: cell(row, 'country'),
				state: 'published_state'
			},
			origin: origin(row, noteOf(cell(row, 'note'), told(row, 'kind', 'Kind in the source')))
		}))
}

function services(reading: Reading): ReferenceEntry[] {
	const { facts, maps } = reading.reference
	const workspace = referenceWorkspaces(maps).find(({ key }) => key === reading.workspaceKey)
	const origin = origins(reading)
	const clients = codeReader(reading, 'service', 'clients')
	const stage = codeReader(reading, 'service', 'stage')
	const state = codeReader(reading, 'service', 'state')
	return rowsOf(facts, 'referral_services')
		.filter((row) => cell(row, workspace?.kind === 'region' ? 'region' : 'country') === workspace?.code)
		.map((row) => ({
			cells: {
				name: cell(row, 'service'),
				...actorCells(reading, row, 'provider', { actor: 'provider', words: 'provider_other' }),
				clients: clients(row, 'client_group'),
				stage: stage(row, 'stage'),
				description: cell(row, 'description'),
				'place.country': cell(row, 'country'),
				state: state(row, 'status')
			},
			origin: origin(
				row,
				noteOf(
					cell(row, 'note'),
					told(row, 'client_group', 'For whom in the source'),
					told(row, 'stage', 'Stage in the source'),
					told(row, 'status', 'Status in the source')
				)
			)
		}))
}
