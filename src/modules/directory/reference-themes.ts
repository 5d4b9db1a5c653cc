import type { Cite } from './reference-citations.ts'
import { mappedNote, type ReferenceArea, type ReferenceFramework } from './reference-frameworks.ts'
import type { SheetCells } from './reference-sheets.ts'
import { cell, faultAt, indexOf, keyIn, rowsOf, type Reference, type ReferenceRow } from './reference-tables.ts'
import type { ReferenceWorkspace } from './reference-workspaces.ts'

type Frameworks = ReadonlyMap<string, ReferenceFramework>
type Areas = ReadonlyMap<string, ReferenceArea>

/** What every workspace needs, whatever its rows point to: the functions of mandates and the themes of the sources. */
const everywhere = ['coordination-functions', 'themes-of-the-sources']

/** Regions whose frameworks hold for every workspace the reference can build; all of them lie in Southern Africa. */
const sharedRegions = ['AU', 'SADC', 'GLOBAL']

/** The rows of the sheet `area_lead`: the leads that the sources give for the workspace's country. */
export function areaLeadRows(
	reference: Reference,
	workspace: ReferenceWorkspace,
	areas: Areas,
	cite: Cite
): SheetCells[] {
	const actors = indexOf(reference.facts, 'actors')
	return rowsOf(reference.facts, 'thematic_leads')
		.filter((row) => cell(row, 'country') === workspace.code)
		.map((row) => ({
			area: keyIn(row, 'area', areas, 'area'),
			actor: keyIn(row, 'lead_actor', actors, 'actor'),
			origin: 'reference',
			...cite(row),
			note: cell(row, 'note')
		}))
}

/** The rows of the sheet `structure_area`, cited as the structure from whose facts they were read. */
export function structureAreaRows(
	{ facts, maps }: Reference,
	structures: ReadonlyMap<string, ReferenceRow>,
	areas: Areas,
	cite: Cite
): SheetCells[] {
	const all = indexOf(facts, 'structures')
	return rowsOf(maps, 'structure-areas').flatMap((row) => {
		const structure = structures.get(keyIn(row, 'structure', all, 'structure'))
		const area = keyIn(row, 'area', areas, 'area')
		// A row without an area records that somebody looked and found none.
		if (!structure || !area) return []
		return { structure: cell(row, 'structure'), area, origin: 'reference', ...cite(structure), note: mappedNote(row) }
	})
}

/**
 * The keys of the frameworks a workspace gets: its own, those its leads, structures and mandates point to, and the
 * continental, regional and global ones that a crosswalk ties to these. Other frameworks stay in the reference.
 */
export function frameworkKeys(given: {
	reference: Reference
	workspace: ReferenceWorkspace
	frameworks: Frameworks
	areas: Areas
	pointedAreas: readonly string[]
}): ReadonlySet<string> {
	const { reference, workspace, frameworks, areas, pointedAreas } = given
	const chosen = new Set([
		...everywhere,
		workspace.default_framework,
		...[...frameworks.values()].filter((each) => isOwn(each, workspace)).map((each) => each.key),
		...pointedAreas.flatMap((key) => areas.get(key)?.framework ?? [])
	])
	const tied = rowsOf(reference.maps, 'area-crosswalk').map((row) => endsOf(row, areas).map((area) => area.framework))
	// A framework may be tied to a chosen one through a third, so this goes on until nothing is added.
	for (let before = 0; before < chosen.size;) {
		before = chosen.size
		for (const ends of tied)
			if (ends.some((key) => chosen.has(key)))
				ends.filter((key) => isShared(frameworks, key)).forEach((key) => chosen.add(key))
	}
	return chosen
}

/** The keys of the frameworks that hold for every workspace. */
export const sharedFrameworkKeys = (frameworks: Frameworks): ReadonlySet<string> =>
	new Set([...everywhere, ...[...frameworks.keys()].filter((key) => isShared(frameworks, key))])

/** The rows of the sheet `framework`, in the order the reference lists them. */
export function frameworkRows(frameworks: Frameworks, chosen: ReadonlySet<string>): SheetCells[] {
	return [...frameworks.values()]
		.filter(({ key }) => chosen.has(key))
		.map((each) => ({
			key: each.key,
			name: each.name,
			kind: each.kind,
			issuer: each.issuer,
			year: each.year,
			source: each.source,
			source_year: each.source_year,
			note: each.note,
			area_count: String(each.areas.length),
			audience: 'public',
			origin: 'reference'
		}))
}

/** The rows of the sheet `area`: every area of the chosen frameworks. */
export function areaRows(frameworks: Frameworks, chosen: ReadonlySet<string>): SheetCells[] {
	return [...frameworks.values()]
		.filter(({ key }) => chosen.has(key))
		.flatMap(({ areas }) => areas.map((area) => ({ ...area, origin: 'reference' })))
}

/** The rows of the sheet `crosswalk`: the correspondences both of whose ends are loaded. */
export function crosswalkRows(
	{ maps }: Reference,
	areas: Areas,
	chosen: ReadonlySet<string>,
	cite: Cite
): SheetCells[] {
	return rowsOf(maps, 'area-crosswalk')
		.filter((row) => endsOf(row, areas).every((area) => chosen.has(area.framework)))
		.map((row) => ({
			area: cell(row, 'area'),
			relation: cell(row, 'relation'),
			other_area: cell(row, 'other_area'),
			origin: 'reference',
			...(cell(row, 'section') ? cite(row, 'section') : { source: 'Pitso, crosswalk of areas', source_year: '' }),
			note: mappedNote(row)
		}))
}

function endsOf(row: ReferenceRow, areas: Areas): ReferenceArea[] {
	return ['area', 'other_area'].map((column) => {
		const area = areas.get(cell(row, column))
		if (!area) throw faultAt(row, column, `there is no area with the key ${cell(row, column)}.`)
		return area
	})
}

function isOwn(framework: ReferenceFramework, { kind, code }: ReferenceWorkspace): boolean {
	return kind === 'country' ? framework.country === code : framework.country === '' && framework.region === code
}

function isShared(frameworks: Frameworks, key: string): boolean {
	const framework = frameworks.get(key)
	return framework !== undefined && framework.country === '' && sharedRegions.includes(framework.region)
}
