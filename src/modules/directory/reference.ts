import { actorKeys, actorRows } from './reference-actors.ts'
import { citations } from './reference-citations.ts'
import { allAreas, allFrameworks } from './reference-frameworks.ts'
import { sheetTable, type DirectoryTables, type SheetCells } from './reference-sheets.ts'
import { mandateRows, membershipRows, structureRows, structuresOf } from './reference-structures.ts'
import { keyIn, rowsOf, type ReferenceTables } from './reference-tables.ts'
import {
	areaLeadRows,
	areaRows,
	crosswalkRows,
	frameworkKeys,
	frameworkRows,
	sharedFrameworkKeys,
	structureAreaRows
} from './reference-themes.ts'
import { checkWords } from './reference-words.ts'
import { demonstrationSeats, getReferenceWorkspace } from './reference-workspaces.ts'

/**
 * The sheets of the directory for one workspace, as the importer takes them: its own facts and every actor and
 * framework they point to; nothing else. The key of each row is the `id` of the facts, so that equal keys in two
 * workspaces name the same thing. Throws ReferenceFault, naming file, row and column, at the first word no map knows
 * and the first key that leads nowhere.
 */
export function directoryTables(
	facts: ReferenceTables,
	maps: ReferenceTables,
	workspaceKey: string,
	/** Actors that rows of other areas point to. */
	pointed: readonly string[] = []
): DirectoryTables {
	checkWords(facts, maps)
	const reference = { facts, maps }
	const cite = citations(facts)
	const workspace = getReferenceWorkspace(maps, workspaceKey)

	const frameworks = allFrameworks(reference, cite)
	const areas = allAreas(frameworks)
	for (const row of rowsOf(maps, 'mandate-areas')) keyIn(row, 'area', areas, 'area')

	const structures = structuresOf(facts, workspaceKey)
	const structure = structureRows(reference, structures, cite)
	const membership = membershipRows(reference, structures, cite)
	const mandate = mandateRows(reference, structures, cite)
	const areaLead = areaLeadRows(reference, workspace, areas, cite)
	const structureArea = structureAreaRows(reference, structures, areas, cite)

	const pointedAreas = valuesOf([...areaLead, ...structureArea, ...mandate], ['area'])
	const chosenFrameworks = frameworkKeys({ reference, workspace, frameworks, areas, pointedAreas })
	const framework = frameworkRows(frameworks, chosenFrameworks)

	const chosenActors = actorKeys(facts, workspaceKey, [
		...valuesOf(structure, ['chair', 'host', 'secretariat_actor', 'as_actor']),
		...valuesOf([...membership, ...areaLead], ['actor']),
		...valuesOf(framework, ['issuer']),
		workspace.secretariat_actor,
		...pointed,
		...demonstrationSeats(maps, workspaceKey).map((seat) => seat.actor)
	])

	return {
		actor: sheetTable('actor', actorRows(reference, chosenActors, cite)),
		structure: sheetTable('structure', structure),
		membership: sheetTable('membership', membership),
		nomination: sheetTable('nomination', []),
		mandate: sheetTable('mandate', mandate),
		framework: sheetTable('framework', framework),
		area: sheetTable('area', areaRows(frameworks, chosenFrameworks)),
		crosswalk: sheetTable('crosswalk', crosswalkRows(reference, areas, chosenFrameworks, cite)),
		area_lead: sheetTable('area_lead', areaLead),
		structure_area: sheetTable('structure_area', structureArea)
	}
}

/**
 * The frameworks that hold whatever the country: those of the continent, the region and the world, with the functions of
 * mandates and the themes of the sources; their areas, the crosswalk between them, and the actors that issued them.
 */
export function frameworkTables(
	facts: ReferenceTables,
	maps: ReferenceTables
): Pick<DirectoryTables, 'actor' | 'framework' | 'area' | 'crosswalk'> {
	const reference = { facts, maps }
	const cite = citations(facts)
	const frameworks = allFrameworks(reference, cite)
	const chosen = sharedFrameworkKeys(frameworks)
	const framework = frameworkRows(frameworks, chosen)
	const issuers = actorKeys(facts, '', valuesOf(framework, ['issuer']))
	return {
		actor: sheetTable('actor', actorRows(reference, issuers, cite)),
		framework: sheetTable('framework', framework),
		area: sheetTable('area', areaRows(frameworks, chosen)),
		crosswalk: sheetTable('crosswalk', crosswalkRows(reference, allAreas(frameworks), chosen, cite))
	}
}

function valuesOf(rows: readonly SheetCells[], columns: readonly string[]): string[] {
	return rows.flatMap((row) => columns.flatMap((column) => row[column] || []))
}
