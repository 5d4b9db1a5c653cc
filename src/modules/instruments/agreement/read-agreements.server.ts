import { sql, type SqlBool } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import {
	anyOf,
	headColumns,
	referencesOf,
	toHead,
	toOrigin,
	type RecordReference
} from '#platform/records/find-record.server.ts'
import { ofKind } from '../of-kind.server.ts'
import { partialOf } from '../instrument/partial-days.ts'
import type { AgreementItem, ProvisionLine } from './agreement-outputs.ts'
import { AGREEMENT_FORMS, PARTIES_LEAST, type Renewal, type Stage } from './agreement-rules.ts'

/** Agreements with their records, of those the seat may see. */
export const agreements = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('agreement', (on) =>
			on.onRef('agreement.workspace_id', '=', 'record.workspace_id').onRef('agreement.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where(ofKind('agreement'))

/** Of which fewer than two parties are known. */
export const lacksParty = sql<SqlBool>`(
	select count(*) from agreement_party
	where agreement_party.workspace_id = agreement.workspace_id and agreement_party.agreement_id = agreement.id
) < ${sql.lit(PARTIES_LEAST)}`

export const agreementColumns = [
	...headColumns,
	'record.title_sort',
	'agreement.form',
	'agreement.subject',
	'agreement.language',
	'agreement.stage',
	'agreement.year as year_of',
	'agreement.signed_first',
	'agreement.signed_last',
	'agreement.in_force_first',
	'agreement.in_force_last',
	'agreement.expiry_day',
	'agreement.renewal',
	'agreement.renewal_months',
	'agreement.notice_months',
	'agreement.notice_day',
	'agreement.lead_actor_id',
	'agreement.commission_structure_id'
] as const

type Row = Omit<Parameters<typeof toHead>[0], 'stage'> & {
	form: string
	subject: string
	language: string
	stage: Stage
	year_of: number | null
	signed_first: string | null
	signed_last: string | null
	in_force_first: string | null
	in_force_last: string | null
	expiry_day: string | null
	renewal: Renewal | null
	renewal_months: number | null
	notice_months: number | null
	notice_day: string | null
	lead_actor_id: string | null
	commission_structure_id: string | null
}

const dateOf = (first: string | null, last: string | null) => (first === null ? null : partialOf(first, last ?? first))
const formOf = (form: string) => AGREEMENT_FORMS.find((one) => one === form) ?? 'bilateral-agreement'

/** The parties of agreements, by the agreement's identifier, in their order. */
async function partyRowsOf(here: Here, ids: readonly string[]) {
	if (ids.length === 0) return new Map<string, never[]>()
	const rows = await here.tx
		.selectFrom('agreement_party')
		.select(['agreement_id', 'country', 'actor_id', 'name'])
		.where('workspace_id', '=', here.workspace.id)
		.where('agreement_id', '=', anyOf(ids))
		.orderBy('position')
		.orderBy('id')
		.execute()
	return Map.groupBy(rows, (row) => row.agreement_id)
}

/** Agreements as items of lists; `named` gives any record that one of them names. */
export async function itemsOf(here: Here, rows: readonly Row[]) {
	const parties = await partyRowsOf(
		here,
		rows.map(({ id }) => id)
	)
	const references = await referencesOf(here, [
		...rows.flatMap((row) => [row.lead_actor_id, row.commission_structure_id]),
		...[...parties.values()].flat().map((party) => party.actor_id)
	])
	const named = (id: string | null): RecordReference | null => (id === null ? null : (references.get(id) ?? null))
	const item = (row: Row): AgreementItem => ({
		...toHead(row),
		form: formOf(row.form),
		subject: row.subject,
		language: row.language,
		stage: row.stage,
		parties: (parties.get(row.id) ?? []).map((party) => ({
			country: party.country,
			actor: named(party.actor_id),
			name: party.name
		})),
		yearOf: row.year_of,
		signedOn: dateOf(row.signed_first, row.signed_last),
		inForceOn: dateOf(row.in_force_first, row.in_force_last),
		expiryDay: row.expiry_day,
		renewal: row.renewal,
		renewalMonths: row.renewal_months,
		noticeMonths: row.notice_months,
		noticeDay: row.notice_day,
		lead: named(row.lead_actor_id)
	})
	return Object.assign(item, { named })
}

/** The checklists of agreements, by the agreement's identifier. */
export async function linesOf(here: Here, ids: readonly string[]): Promise<Map<string, ProvisionLine[]>> {
	if (ids.length === 0) return new Map()
	const rows = await here.tx
		.selectFrom('agreement_provision')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('agreement_id', '=', anyOf(ids))
		.orderBy('position')
		.orderBy('id')
		.execute()
	const lines = Map.groupBy(rows, (row) => row.agreement_id)
	return new Map(
		[...lines].map(([id, some]) => [
			id,
			some.map((row) => ({
				id: row.id,
				item: row.item,
				title: row.title,
				checklist: row.checklist,
				has: row.has,
				article: row.article,
				text: row.note,
				language: row.language,
				...toOrigin(row)
			}))
		])
	)
}
