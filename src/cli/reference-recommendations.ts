import { citations } from '#modules/directory/reference-citations.ts'
import { allAreas, allFrameworks, mappedNote } from '#modules/directory/reference-frameworks.ts'
import { noteOf, type SheetCells } from '#modules/directory/reference-sheets.ts'
import { structuresOf } from '#modules/directory/reference-structures.ts'
import {
	cell,
	indexOf,
	keyIn,
	rowsOf,
	wholeNumberIn,
	type Reference,
	type ReferenceRow
} from '#modules/directory/reference-tables.ts'
import { themeReader } from '#modules/directory/reference-words.ts'
import { prefixOf } from '#platform/access/workspace.ts'

/** The year in whose numbers stand the recommendations of a source that has no date: that in which they came to Pitso. */
const UNDATED_IN = '2026'

/** The recommendations of the sources that a workspace starts with. */
const recommendationsOf = ({ facts }: Reference, workspaceKey: string): readonly ReferenceRow[] =>
	rowsOf(facts, 'recommendations').filter((row) => cell(row, 'set') === workspaceKey)

/** The actors that recommendations are addressed to. */
export const addressees = (reference: Reference, workspaceKey: string): string[] =>
	recommendationsOf(reference, workspaceKey).flatMap((row) => cell(row, 'addressee_actor') || [])

/** The instruments and policies that the workspace holds, by their keys. */
type Held = { readonly instruments: ReadonlySet<string>; readonly policies: ReadonlySet<string> }
const NOTHING: Held = { instruments: new Set(), policies: new Set() }

/** What a source names and the workspace does not hold is kept in words. */
const named = (row: ReferenceRow, column: string, { what, held }: { what: string; held: ReadonlySet<string> }) =>
	cell(row, column) === '' || held.has(cell(row, column)) ? '' : `${what}: ${cell(row, column)}`

/**
 * The sheets of deliberation that the sources fill for one workspace: its register of recommendations, each linked to the
 * structure, instrument and policy it is about, and the rhythms of its structures as far as the sources state them. Throws ReferenceFault at the
 * first key that leads nowhere and the first theme word no map knows.
 */
export function deliberationRows(
	reference: Reference,
	workspaceKey: string,
	held: Held = NOTHING
): Record<string, SheetCells[]> {
	const { facts, maps } = reference
	const cite = citations(facts)
	const areas = allAreas(allFrameworks(reference, cite))
	const theme = themeReader(maps, 'recommendations')
	const actors = indexOf(facts, 'actors')
	const structures = structuresOf(facts, workspaceKey)
	const rows = recommendationsOf(reference, workspaceKey)
	const numbers = numbersOf(
		workspaceKey,
		rows.map((row) => cite(row).source_year)
	)
	const number = (at: number) => numbers[at] ?? ''
	for (const row of rowsOf(maps, 'theme-words')) keyIn(row, 'area', areas, 'area')
	return {
		structure_rhythm: rhythmRows(reference, workspaceKey),
		recommendation: rows.map((row, at) => ({
			number: number(at),
			name: cell(row, 'recommendation'),
			text: cell(row, 'recommendation'),
			addressee_actor: keyIn(row, 'addressee_actor', actors, 'actor'),
			addressee_structure: keyIn(row, 'addressee_structure', structures, 'structure of this workspace'),
			action_word: cell(row, 'action'),
			themes: theme(row),
			state: 'proposed',
			audience: 'public',
			origin: 'reference',
			...cite(row),
			note: noteOf(
				`Theme in the source: ${cell(row, 'theme')}`,
				named(row, 'linked_instrument', { what: 'Instrument it is about', held: held.instruments }),
				named(row, 'linked_policy', { what: 'Policy it is about', held: held.policies })
			)
		})),
		link: rows.flatMap((row, at) => {
			const ends = [
				{
					kind: 'structure',
					key: cell(row, 'linked_structure'),
					isHeld: structures.has(cell(row, 'linked_structure'))
				},
				{
					kind: 'instrument',
					key: cell(row, 'linked_instrument'),
					isHeld: held.instruments.has(cell(row, 'linked_instrument'))
				},
				{ kind: 'policy', key: cell(row, 'linked_policy'), isHeld: held.policies.has(cell(row, 'linked_policy')) }
			]
			// What is not in this workspace cannot be linked to.
			return ends
				.filter(({ isHeld }) => isHeld)
				.map(({ kind, key }): SheetCells => ({
					record_kind: 'recommendation',
					record: number(at),
					type: 'related-to',
					other_kind: kind,
					other: key,
					origin: 'reference',
					...cite(row)
				}))
		})
	}
}

/** Numbers by the year of each source, counted up within it in the order of the rows. */
export function numbersOf(workspaceKey: string, years: readonly string[]): string[] {
	const last = new Map<string, number>()
	return years.map((stated) => {
		const year = stated || UNDATED_IN
		const count = (last.get(year) ?? 0) + 1
		last.set(year, count)
		return `${prefixOf(workspaceKey)}-REC-${year}-${String(count).padStart(3, '0')}`
	})
}

function rhythmRows({ facts, maps }: Reference, workspaceKey: string): SheetCells[] {
	const cite = citations(facts)
	const structures = structuresOf(facts, workspaceKey)
	return rowsOf(maps, 'structure-rhythms').flatMap((row): SheetCells[] => {
		const structure = structures.get(cell(row, 'structure'))
		if (!structure) return []
		return [
			{
				structure: cell(row, 'structure'),
				kind: cell(row, 'kind'),
				times: wholeNumberIn(row, 'times'),
				basis: cell(structure, 'cadence'),
				origin: 'reference',
				...cite(structure),
				note: mappedNote(row)
			}
		]
	})
}
