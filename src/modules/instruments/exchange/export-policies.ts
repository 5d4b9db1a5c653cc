import { originOf, type WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import type { ThemesOf } from '#platform/exchange/themes.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { dateOf } from '../instrument/status-rows.server.ts'
import { agreementProvisionSheet, agreementSheet, partySheet } from './agreement-sheets.ts'
import { AGREEMENT_FORMS, RENEWALS } from './agreement-words.ts'
import { headed } from './export-instruments.ts'
import { policySheet, policyStageSheet } from './policy-sheets.ts'

/** Laws and policies with the stages of their lives, as far as the seat sees them. Their texts travel by a backup. */
export async function gatherPolicies(here: Here, records: WorkspaceRecords, themes: ThemesOf): Promise<SheetRows[]> {
	const all = here.workspace.id
	const [rows, actors, stages] = [
		await here.tx.selectFrom('policy').selectAll().where('workspace_id', '=', all).execute(),
		await here.tx
			.selectFrom('policy_actor')
			.select(['policy_id', 'actor_id'])
			.where('workspace_id', '=', all)
			.execute(),
		await here.tx.selectFrom('policy_stage').selectAll().where('workspace_id', '=', all).execute()
	]
	const contributors = Map.groupBy(actors, (one) => one.policy_id)
	return [
		sheetRows(
			policySheet,
			rows.flatMap(({ id, lead_actor_id, ...row }) => {
				const record = records.held(id)
				if (!record) return []
				const others = (contributors.get(id) ?? []).flatMap(({ actor_id }) => records.keyOf(actor_id) ?? [])
				return [
					{
						id,
						row: {
							...row,
							...headed(records, record),
							lead: records.keyOf(lead_actor_id),
							contributors: others.sort(),
							themes: themes(id)
						}
					}
				]
			}),
			here.workspace.language
		),
		sheetRows(
			policyStageSheet,
			stages.flatMap(({ id, policy_id, note, ...row }) => {
				const policy = records.keyOf(policy_id)
				if (policy === undefined) return []
				return [
					{
						id,
						row: {
							...row,
							policy,
							text: note,
							day: dateOf(row.day_first, row.day_last),
							planned: row.planned_day,
							first_planned: row.first_planned_day,
							repeat: null
						}
					}
				]
			}),
			here.workspace.language
		)
	]
}

/** Agreements with their parties and what each has of the recommended provisions, as far as the seat sees them. */
export async function gatherAgreements(here: Here, records: WorkspaceRecords, themes: ThemesOf): Promise<SheetRows[]> {
	const all = here.workspace.id
	const [rows, parties, provisions] = [
		await here.tx.selectFrom('agreement').selectAll().where('workspace_id', '=', all).execute(),
		await here.tx.selectFrom('agreement_party').selectAll().where('workspace_id', '=', all).execute(),
		await here.tx.selectFrom('agreement_provision').selectAll().where('workspace_id', '=', all).execute()
	]
	return [
		sheetRows(
			agreementSheet,
			rows.flatMap(({ id, form: written, renewal: renews, ...row }) => {
				const record = records.held(id)
				const form = AGREEMENT_FORMS.find((one) => one === written)
				if (!record || form === undefined) return []
				return [
					{
						id,
						row: {
							...row,
							...headed(records, record),
							form,
							renewal: RENEWALS.find((one) => one === renews) ?? null,
							signed: dateOf(row.signed_first, row.signed_last),
							in_force: dateOf(row.in_force_first, row.in_force_last),
							expiry: row.expiry_day,
							notice: row.notice_day,
							lead: records.keyOf(row.lead_actor_id),
							commission: records.keyOf(row.commission_structure_id),
							themes: themes(id)
						}
					}
				]
			}),
			here.workspace.language
		),
		sheetRows(
			partySheet,
			parties.flatMap(({ id, agreement_id, actor_id, ...row }) => {
				const agreement = records.keyOf(agreement_id)
				if (agreement === undefined) return []
				return [{ id, row: { ...row, agreement, actor: records.keyOf(actor_id), repeat: null } }]
			}),
			here.workspace.language
		),
		sheetRows(
			agreementProvisionSheet,
			provisions.flatMap(({ id, agreement_id, note, ...row }) => {
				const agreement = records.keyOf(agreement_id)
				if (agreement === undefined) return []
				return [{ id, row: { ...row, ...originOf(row), agreement, text: note, repeat: null } }]
			}),
			here.workspace.language
		)
	]
}
