import type { Here } from '#platform/operation/operation.server.ts'
import type { Kind, SearchText } from '#platform/operation/registry.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { getAgreement, listAgreements } from './agreement-queries.ts'

/** What an agreement is found by beside its name: its subject, its summary, its parties by name, and its checklist. */
async function agreementText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const [rows, parties, lines] = await Promise.all([
		here.tx
			.selectFrom('agreement')
			.select(['id', 'subject', 'summary'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', anyOf(ids))
			.execute(),
		here.tx
			.selectFrom('agreement_party')
			.select(['agreement_id', 'name'])
			.where('workspace_id', '=', here.workspace.id)
			.where('agreement_id', '=', anyOf(ids))
			.orderBy('position')
			.execute(),
		here.tx
			.selectFrom('agreement_provision')
			.select(['agreement_id', 'title', 'note'])
			.where('workspace_id', '=', here.workspace.id)
			.where('agreement_id', '=', anyOf(ids))
			.orderBy('position')
			.execute()
	])
	return rows.map((row) => ({
		id: row.id,
		heading: row.subject,
		body: [
			row.summary,
			...parties.flatMap((party) => (party.agreement_id === row.id ? [party.name] : [])),
			...lines.flatMap((line) => (line.agreement_id === row.id ? [line.title, line.note] : []))
		]
			.filter((part) => part)
			.join(' \n ')
	}))
}

/** The joint commission: to its members alone an agreement may be shown. */
async function commissionOf(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('agreement')
		.select('commission_structure_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	return row?.commission_structure_id ?? null
}

/** Agreements and memoranda with other countries and with organizations. */
export const kindsOfAgreement: readonly Kind[] = [
	{
		name: 'agreement',
		code: null,
		list: listAgreements,
		get: getAgreement,
		getInput: (agreement) => ({ agreement }),
		searchText: agreementText,
		structureOf: commissionOf
	}
]
