import type { Here } from '#platform/operation/operation.server.ts'
import type { Kind, SearchText } from '#platform/operation/registry.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { HARMONIZATION_CODE } from './harmonization-commands.ts'
import { getHarmonization, listHarmonizations } from './harmonization-queries.ts'

async function searchText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('harmonization')
		.select(['id', 'text', 'resolution'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.execute()
	return rows.map(({ id, text, resolution }) => ({
		id,
		heading: '',
		body: [text, resolution].filter(Boolean).join('\n')
	}))
}

async function structureOf(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('harmonization')
		.select('structure_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	return row?.structure_id ?? null
}

/** What is to be brought into line, as a kind of record. */
export const kindsOfRelation: readonly Kind[] = [
	{
		name: 'harmonization',
		code: HARMONIZATION_CODE,
		list: listHarmonizations,
		get: getHarmonization,
		getInput: (harmonization) => ({ harmonization }),
		searchText,
		structureOf
	}
]
