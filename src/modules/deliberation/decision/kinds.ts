import type { Here } from '#platform/operation/operation.server.ts'
import type { Kind, SearchText } from '#platform/operation/registry.server.ts'
import { CODES } from '../number-record.server.ts'
import { closePapersPrinting } from '../minutes/editions.server.ts'
import { getDecision, listDecisions } from './decision-queries.ts'
import { getWrittenProcedure, listWrittenProcedures } from './procedure-queries.ts'

const joined = (parts: readonly (string | null)[]) => parts.filter((part) => part).join(' \n ')

async function decisionText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('decision')
		.select(['id', 'text', 'basis'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', 'in', ids)
		.execute()
	return rows.map((row) => ({ id: row.id, heading: '', body: joined([row.text, row.basis]) }))
}

async function procedureText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('written_procedure')
		.select(['id', 'text', 'basis'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', 'in', ids)
		.execute()
	return rows.map((row) => ({ id: row.id, heading: '', body: joined([row.text, row.basis]) }))
}

const structureOf = (table: 'decision' | 'written_procedure') => async (here: Here, id: string) => {
	const row = await here.tx
		.selectFrom(table)
		.select('structure_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	return row?.structure_id ?? null
}

/** The kinds of record that stand for what was decided, and for how it is decided outside a meeting. */
export const kindsOfDecision: readonly Kind[] = [
	{
		name: 'decision',
		code: CODES.decision,
		list: listDecisions,
		get: getDecision,
		getInput: (decision) => ({ decision }),
		searchText: decisionText,
		structureOf: structureOf('decision'),
		spread: closePapersPrinting('decision')
	},
	{
		name: 'written-procedure',
		code: CODES['written-procedure'],
		list: listWrittenProcedures,
		get: getWrittenProcedure,
		getInput: (writtenProcedure) => ({ writtenProcedure }),
		searchText: procedureText,
		structureOf: structureOf('written_procedure')
	}
]
