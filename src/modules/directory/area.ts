import './schema.ts'
import type { Area } from '#platform/operation/registry.server.ts'
import {
	askEnforcementRemoval,
	changeActor,
	confirmEnforcementRemoval,
	createActor,
	setActorContact,
	setEnforcement
} from './actor-commands.ts'
import { getActor, listActors } from './actor-queries.ts'
import { directoryHandover } from './handover.ts'
import { directoryImporter } from './import.ts'
import { listOptions } from './options-queries.ts'
import { listVacancies } from './vacancy-queries.ts'
import { directoryKinds } from './kinds.ts'
import { listMandates } from './mandate-queries.ts'
import {
	addMandate,
	addMembership,
	addNomination,
	endMembership,
	endNomination,
	withdrawMandate
} from './membership-commands.ts'
import { listMemberships, listNominations } from './membership-queries.ts'
import {
	changeStructure,
	createStructure,
	setStructureAreas,
	setStructureChair,
	setStructureStatus
} from './structure-commands.ts'
import { listOrganizations } from './organization-query.ts'
import { workspaceOverview } from './overview.ts'
import { mapStructures, statusBoard } from './structure-board-queries.ts'
import { getStructure, listStructures } from './structure-queries.ts'
import { listOpenItems, succeedActor } from './succession.ts'
import { listActorCountries } from './country-queries.ts'
import { assignLead, changeFramework, changeTheme, createFramework, createTheme, endLead } from './theme-commands.ts'
import { themeMatrix } from './theme-matrix.ts'
import { getFramework, getTheme, listFrameworks, listThemes } from './theme-queries.ts'

/** Who is there: actors, structures, memberships, mandates, frameworks and who leads what. */
export const directory: Area = {
	name: 'directory',
	operations: [
		listActors,
		getActor,
		createActor,
		changeActor,
		setActorContact,
		setEnforcement,
		askEnforcementRemoval,
		confirmEnforcementRemoval,
		listOpenItems,
		succeedActor,
		listStructures,
		getStructure,
		mapStructures,
		statusBoard,
		createStructure,
		changeStructure,
		setStructureStatus,
		setStructureChair,
		setStructureAreas,
		listMemberships,
		addMembership,
		endMembership,
		listNominations,
		addNomination,
		endNomination,
		listMandates,
		addMandate,
		withdrawMandate,
		listActorCountries,
		listFrameworks,
		getFramework,
		createFramework,
		changeFramework,
		changeTheme,
		listThemes,
		getTheme,
		createTheme,
		assignLead,
		endLead,
		themeMatrix,
		listOrganizations,
		listVacancies,
		listOptions,
		workspaceOverview
	],
	kinds: directoryKinds,
	tables: {
		actor: { record: 'id', mentions: ['parent_id'], division: 'kind' },
		actor_succession: { record: 'actor_id', mentions: ['successor_id'] },
		enforcement_removal: { record: 'actor_id', mentions: [] },
		structure: { record: 'id', mentions: ['chair_actor_id'], division: 'kind' },
		structure_status: { record: 'structure_id', mentions: [] },
		membership: { record: 'structure_id', mentions: ['actor_id'] },
		nomination: { record: 'structure_id', mentions: [], inside: ['email'] },
		mandate: { record: 'structure_id', mentions: [], points: ['function_area_id', 'area_id'] },
		framework: { record: 'id', mentions: [], division: 'kind' },
		theme_area: { record: 'id', mentions: ['framework_id'], division: 'framework_id' },
		area_lead: { record: 'area_id', mentions: ['actor_id'] }
	},
	places: [
		{ path: 'structure', words: 'page.structures' },
		{ path: 'actor', words: 'page.actors' },
		{ path: 'framework', words: 'page.frameworks' },
		{ path: 'area', words: 'page.areas' },
		{ path: 'theme', words: 'page.matrix' },
		{ path: 'map', words: 'page.map' },
		{ path: 'status', words: 'page.status' },
		{ path: 'vacant-seats', words: 'page.vacant-seats' }
	],
	publicPages: [
		{ name: 'map', operations: ['structure.map'] },
		{ name: 'status', operations: ['structure.statusBoard'] },
		{ name: 'theme', operations: ['theme.matrix'] },
		{ name: 'vacant-seats', operations: ['membership.vacant'] },
		{ name: 'popolo', operations: ['organization.list'] }
	],
	handover: [directoryHandover],
	importer: directoryImporter
}
