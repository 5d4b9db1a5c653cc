import { noteOf } from '#modules/directory/reference-sheets.ts'
import { cell, rowsOf } from '#modules/directory/reference-tables.ts'
import { themeReader } from '#modules/directory/reference-words.ts'
import { referenceWorkspaces } from '#modules/directory/reference-workspaces.ts'
import { gathered } from './reference-gathered.ts'
import { mappedEntries } from './reference-mapped.ts'
import { actorCells, codeReader, origins, told, type Reading, type ReferenceEntry } from './reference-reading.ts'

/**
 * What the sources tell that stands in registers of a workspace, by the key of the register: practices of all countries, its own
 * publications and those of no single country, the services of its country or, in a region, of the countries of the region, what
 * is gathered from other tables, and single facts as `maps/register-facts.csv` says.
 * Throws ReferenceFault at the first word that `maps/register-words.csv` does not know.
 */
export function referenceEntries(reading: Reading): ReadonlyMap<string, readonly ReferenceEntry[]> {
	const found = [
		['practice', practices(reading)],
		['publication', publications(reading)],
		['service', services(reading)],
		...gathered(reading),
		...mappedEntries(reading)
	] satisfies [string, readonly ReferenceEntry[]][]
	return new Map(
		[...Map.groupBy(found, ([register]) => register)].map(([register, some]) => [
			register,
			some.flatMap(([, entries]) => entries)
		])
	)
}

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
			year_of: /^\d{4}/.exec(cell(row, 'year'))?.[0] ?? '',
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
