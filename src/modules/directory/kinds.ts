import type { Here } from '#platform/operation/operation.server.ts'
import type { Kind, SearchText } from '#platform/operation/registry.server.ts'
import { getActor, listActors } from './actor-queries.ts'
import { mergeActor } from './merge-actor.ts'
import { mergeStructure } from './merge-structure.ts'
import { getStructure, listStructures } from './structure-queries.ts'
import { getFramework, getTheme, listFrameworks, listThemes } from './theme-queries.ts'

const joined = (parts: readonly (string | null | undefined)[]) => parts.filter((part) => part).join(' \n ')

async function actorText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('actor')
		.select(['id', 'kind', 'aliases', 'contact_office'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', 'in', ids)
		.execute()
	return rows.map((row) => ({
		id: row.id,
		heading: joined(row.aliases),
		body: joined([row.kind.replaceAll('-', ' '), row.contact_office])
	}))
}

async function structureText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('structure')
		.select(['id', 'kind', 'purpose', 'legal_basis', 'location', 'cadence'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', 'in', ids)
		.execute()
	const mandates = await here.tx
		.selectFrom('mandate')
		.select(['structure_id', 'text'])
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', 'in', ids)
		.where('state', '=', 'active')
		.execute()
	const texts = Map.groupBy(mandates, (row) => row.structure_id)
	return rows.map((row) => ({
		id: row.id,
		heading: joined([row.location]),
		body: joined([
			row.purpose,
			row.legal_basis,
			row.kind.replaceAll('-', ' '),
			row.cadence,
			...(texts.get(row.id) ?? []).map((one) => one.text)
		])
	}))
}

const nothingMore = (_here: Here, _ids: readonly string[]): Promise<SearchText[]> => Promise.resolve([])

async function areasOfFramework(here: Here, id: string) {
	const rows = await here.tx
		.selectFrom('theme_area')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('framework_id', '=', id)
		.orderBy('id')
		.execute()
	return rows.map((row) => row.id)
}

/** The kinds of record of the directory. All have keys; none has numbers. */
export const directoryKinds: readonly Kind[] = [
	{
		name: 'actor',
		code: null,
		list: listActors,
		get: getActor,
		getInput: (actor) => ({ actor }),
		searchText: actorText,
		merge: mergeActor
	},
	{
		name: 'structure',
		code: null,
		list: listStructures,
		get: getStructure,
		getInput: (structure) => ({ structure }),
		searchText: structureText,
		merge: mergeStructure,
		structureOf: (_here, id) => Promise.resolve(id)
	},
	{
		name: 'framework',
		code: null,
		list: listFrameworks,
		get: getFramework,
		getInput: (framework) => ({ framework }),
		searchText: nothingMore,
		parts: areasOfFramework
	},
	{
		name: 'area',
		code: null,
		list: listThemes,
		get: getTheme,
		getInput: (area) => ({ area }),
		searchText: nothingMore,
		isPart: true
	}
]
