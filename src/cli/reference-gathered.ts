import { noteOf } from '#modules/directory/reference-sheets.ts'
import { cell, faultAt, indexOf, rowsOf, type ReferenceRow } from '#modules/directory/reference-tables.ts'
import { referenceWorkspaces } from '#modules/directory/reference-workspaces.ts'
import { actorCells, codeReader, origins, told, type Reading, type ReferenceEntry } from './reference-reading.ts'

/**
 * Whole tables of the facts as entries of shipped registers: the glossary, the obstacles of all countries, the ways in which other
 * policies move migration, and who is recommended to, or takes part in, structures of the workspace.
 */
export const gathered = (reading: Reading): [string, readonly ReferenceEntry[]][] => [
	['glossary-term', terms(reading)],
	['obstacle', obstacles(reading)],
	['policy-lever', levers(reading)],
	['engagement-request', engagements(reading)]
]

function terms(reading: Reading): ReferenceEntry[] {
	const origin = origins(reading)
	return rowsOf(reading.reference.facts, 'glossary').map((row) => {
		const from = origin(row, '')
		return {
			cells: {
				term: cell(row, 'term'),
				acronym: cell(row, 'acronym'),
				meaning: cell(row, 'definition'),
				source_section: from.source,
				// Nobody in the workspace has agreed on them.
				state: 'collected'
			},
			origin: from
		}
	})
}

function obstacles(reading: Reading): ReferenceEntry[] {
	const { facts, maps } = reading.reference
	const workspace = referenceWorkspaces(maps).find(({ key }) => key === reading.workspaceKey)
	const origin = origins(reading)
	const topic = codeReader(reading, 'obstacle', 'topic')
	return rowsOf(facts, 'obstacles').map((row) => {
		const from = origin(
			row,
			noteOf(told(row, 'topic', 'Topic in the source'), told(row, 'region', 'Region in the source'))
		)
		return {
			cells: {
				obstacle: cell(row, 'obstacle'),
				topic: topic(row, 'topic'),
				country: cell(row, 'country'),
				applies: cell(row, 'country') !== '' && cell(row, 'country') === workspace?.code ? 'yes' : '',
				source_section: from.source,
				state: 'collected'
			},
			origin: from
		}
	})
}

const LEVERS = 'bern-non-migration'

function levers(reading: Reading): ReferenceEntry[] {
	const { facts } = reading.reference
	const origin = origins(reading)
	const sector = codeReader(reading, 'policy-lever', 'sector')
	const frameworks = indexOf(facts, 'thematic_frameworks')
	return rowsOf(facts, 'thematic_areas')
		.filter((row) => cell(row, 'framework') === LEVERS)
		.map((row) => {
			const framework = frameworks.get(LEVERS)
			if (!framework) throw faultAt(row, 'framework', `there is no framework with the key ${LEVERS}.`)
			const from = origin(framework, `List in the source: ${cell(framework, 'name')}`)
			return {
				cells: {
					lever: cell(row, 'name'),
					sector: sector(row, 'id'),
					direction: 'unknown',
					source_section: from.source,
					state: 'collected'
				},
				origin: from
			}
		})
}

function engagements(reading: Reading): ReferenceEntry[] {
	const { facts } = reading.reference
	const structures = indexOf(facts, 'structures')
	const actors = indexOf(facts, 'actors')
	const origin = origins(reading)
	const form = codeReader(reading, 'engagement-request', 'form')
	const state = codeReader(reading, 'engagement-request', 'state')
	const nameOf = (row: ReferenceRow | undefined) => (row ? cell(row, 'name') : '')
	return rowsOf(facts, 'structure_members')
		.filter((row) => cell(row, 'membership') !== 'member')
		.flatMap((row) => {
			const structure = structures.get(cell(row, 'structure'))
			if (!structure || cell(structure, 'workspace') !== reading.workspaceKey) return []
			const from = origin(
				row,
				noteOf(cell(row, 'note'), told(row, 'membership', 'In the source'), told(row, 'role', 'Role in the source'))
			)
			return [
				{
					cells: {
						subject: `${nameOf(actors.get(cell(row, 'actor')))}: ${nameOf(structure)}`,
						form: form(row, 'membership'),
						...actorCells(reading, row, 'actor', { actor: 'applicant', words: 'applicant_other' }),
						body: cell(row, 'structure'),
						proposed_role: cell(row, 'role'),
						source_section: from.source,
						state: state(row, 'membership')
					},
					origin: from
				}
			]
		})
}
