import { citations } from '#modules/directory/reference-citations.ts'
import { mappedNote } from '#modules/directory/reference-frameworks.ts'
import { noteOf, type SheetCells } from '#modules/directory/reference-sheets.ts'
import { cell, faultAt, indexOf, keyIn, rowsOf, type ReferenceRow } from '#modules/directory/reference-tables.ts'
import { themeReader, wordReader } from '#modules/directory/reference-words.ts'
import type { Reading } from './reference-instruments.ts'

const relationsOf = ({ reference: { facts }, code, isCountry }: Reading) =>
	rowsOf(facts, 'policy_relations').filter((row) => isCountry && cell(row, 'country') === code)

/** The laws and policies of a country, and those that rows of the workspace point to. */
export function policiesOf(reading: Reading): readonly ReferenceRow[] {
	const { facts } = reading.reference
	const policies = indexOf(facts, 'policies')
	const pointed = new Set([
		...relationsOf(reading).flatMap((row) =>
			['from_policy', 'to_policy'].map((column) => keyIn(row, column, policies, 'policy'))
		),
		...rowsOf(facts, 'recommendations')
			.filter((row) => cell(row, 'set') === reading.workspaceKey)
			.map((row) => keyIn(row, 'linked_policy', policies, 'policy'))
	])
	return [...policies.values()].filter(
		(row) => pointed.has(cell(row, 'id')) || (reading.isCountry && cell(row, 'country') === reading.code)
	)
}

/** Laws and policies with the stage they have come to, and the relations between them, to instruments included. */
export function policyRows(reading: Reading): Record<'policy' | 'policy_stage' | 'link', SheetCells[]> {
	const { facts, maps } = reading.reference
	const cite = citations(facts)
	const theme = themeReader(maps, 'policies')
	const [form, stage] = [wordReader(maps, 'policy-kinds'), wordReader(maps, 'policy-statuses')]
	const actors = indexOf(facts, 'actors')
	const rows = policiesOf(reading)
	return {
		policy: rows.map((row) => ({
			key: cell(row, 'id'),
			name: cell(row, 'name'),
			form: form(row),
			stage: stage(row),
			country: cell(row, 'country'),
			region: '',
			citation: cell(row, 'citation'),
			year: cell(row, 'year'),
			period: cell(row, 'period'),
			lead: keyIn(row, 'lead_actor', actors, 'actor'),
			themes: theme(row),
			audience: 'public',
			origin: 'reference',
			...cite(row),
			note: noteOf(
				cell(row, 'note'),
				cell(row, 'status') === stage(row) ? '' : statedOf(row),
				cell(row, 'name_basis') === 'composed' ? 'The source describes it and does not name it' : ''
			)
		})),
		policy_stage: rows
			.filter((row) => stage(row) !== 'not-known')
			.map((row) => ({
				policy: cell(row, 'id'),
				stage: stage(row),
				position: '1',
				// The year is that of the text: only of what was adopted and not yet brought into force it says when that was.
				day: stage(row) === 'adopted' ? cell(row, 'year') : '',
				text: statedOf(row)
			})),
		link: relationRows(reading)
	}
}

/** The status in the words of the source. That a repeal is proposed says no more than that: until then a law stands. */
const statedOf = (row: ReferenceRow) =>
	cell(row, 'status') === 'repeal-proposed'
		? 'The source says that its repeal is proposed'
		: `Status in the source: ${cell(row, 'status')}`

function relationRows(reading: Reading): SheetCells[] {
	const { facts, maps } = reading.reference
	const cite = citations(facts)
	const type = wordReader(maps, 'relation-words')
	const instruments = indexOf(facts, 'instruments')
	return relationsOf(reading).map((row) => {
		const instrument = keyIn(row, 'to_instrument', instruments, 'instrument')
		const asked = cell(row, 'recommended_action')
		return {
			record_kind: 'policy',
			record: cell(row, 'from_policy'),
			type: type(row),
			other_kind: instrument === '' ? 'policy' : 'instrument',
			other: instrument === '' ? cell(row, 'to_policy') : instrument,
			argument: noteOf(cell(row, 'detail'), asked === '' ? '' : `Asked for: ${asked}`),
			state: 'open',
			origin: 'reference',
			...cite(row),
			note: noteOf(
				type(row) === cell(row, 'relation') ? '' : `Relation in the source: ${cell(row, 'relation')}`,
				type(row) === 'needs-alignment-with' ? findingsOf(reading, cell(row, 'from_policy'), instrument) : ''
			)
		}
	})
}

/** What a review found of a law against an instrument, in its order. */
function findingsOf({ reference: { facts } }: Reading, policy: string, instrument: string): string {
	return rowsOf(facts, 'legal_review_items')
		.filter((row) => cell(row, 'policy') === policy && cell(row, 'measured_against') === instrument)
		.map((row) => `${cell(row, 'position')}. ${cell(row, 'item')} (${cell(row, 'action')})`)
		.join('; ')
}

/**
 * The judgements that follow from what the sources found, as the map of judgements has them. A source bears a year alone: by its
 * last day the law was judged so.
 */
export function judgementRows(
	{ reference: { facts, maps }, workspaceKey }: Reading,
	obligations: readonly SheetCells[]
): SheetCells[] {
	const cite = citations(facts)
	const policies = indexOf(facts, 'policies')
	return rowsOf(maps, 'judgements')
		.filter((row) => cell(row, 'workspace') === workspaceKey)
		.map((row) => {
			const obligation = obligations.find(
				(one) => one['instrument'] === cell(row, 'instrument') && one['article'] === cell(row, 'article')
			)
			if (!obligation) throw faultAt(row, 'article', 'there is no obligation of that article.')
			const finding = indexOf(facts, cell(row, 'file')).get(cell(row, 'row'))
			if (!finding) throw faultAt(row, 'row', `facts/${cell(row, 'file')}.csv has no row ${cell(row, 'row')}.`)
			const citation = cite(finding)
			return {
				obligation: obligation['key'] ?? '',
				policy: keyIn(row, 'policy', policies, 'policy'),
				day: `${citation.source_year}-12-31`,
				verdict: cell(row, 'verdict'),
				reason: cell(row, 'reason'),
				state: 'stands',
				origin: 'reference',
				...citation,
				note: noteOf(mappedNote(row), 'Of its day the source says the year alone')
			}
		})
}
