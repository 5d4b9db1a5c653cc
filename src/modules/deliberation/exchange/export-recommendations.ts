import type { Selectable } from 'kysely'
import type { Tables } from '#platform/database/tables.ts'
import { originOf, readRecords, type NamedRecord, type WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import { themesOf } from '#platform/exchange/themes.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { partyTokens } from '../recommendation/seen-by.server.ts'
import { hopSheet, recommendationPositionSheet, recommendationSheet, wordingSheet } from './chain-sheets.ts'
import { headed, shownTo } from './export-head.ts'

/** The recommendations of a workspace with their earlier wordings and their way, as far as the seat sees them. */
export async function gatherRecommendations(here: Here, records: WorkspaceRecords): Promise<SheetRows[]> {
	const workspace = here.workspace.id
	const [rows, positions, wordings, hops, themes] = await Promise.all([
		here.tx.selectFrom('recommendation').selectAll().where('workspace_id', '=', workspace).execute(),
		here.tx.selectFrom('recommendation_position').selectAll().where('workspace_id', '=', workspace).execute(),
		here.tx.selectFrom('recommendation_wording').selectAll().where('workspace_id', '=', workspace).execute(),
		here.tx.selectFrom('recommendation_hop').selectAll().where('workspace_id', '=', workspace).execute(),
		themesOf(here, records)
	])
	return sheetsOf(here, records, { rows, positions, wordings, hops, themes, together: hops })
}

/**
 * The same of some recommendations alone: what is read is theirs, and the records they name, however many others there are.
 */
export async function gatherSome(
	here: Here,
	chosen: readonly Pick<NamedRecord, 'id' | 'audience'>[]
): Promise<SheetRows[]> {
	const workspace = here.workspace.id
	const ids = chosen.map(({ id }) => id)
	const [rows, positions, wordings, hops, areas] = await Promise.all([
		here.tx
			.selectFrom('recommendation')
			.selectAll()
			.where('workspace_id', '=', workspace)
			.where('id', '=', anyOf(ids))
			.execute(),
		here.tx
			.selectFrom('recommendation_position')
			.selectAll()
			.where('workspace_id', '=', workspace)
			.where('recommendation_id', '=', anyOf(ids))
			.execute(),
		here.tx
			.selectFrom('recommendation_wording')
			.selectAll()
			.where('workspace_id', '=', workspace)
			.where('recommendation_id', '=', anyOf(ids))
			.execute(),
		here.tx
			.selectFrom('recommendation_hop')
			.selectAll()
			.where('workspace_id', '=', workspace)
			.where('recommendation_id', '=', anyOf(ids))
			.execute(),
		here.tx
			.selectFrom('record_theme')
			.select('area_id')
			.distinct()
			.where('workspace_id', '=', workspace)
			.where('record_id', '=', anyOf(ids))
			.execute()
	])
	// What was answered together is named by the first of all that were, chosen or not.
	const joint = hops.flatMap(({ joint_answer_id }) => joint_answer_id ?? [])
	const together = await here.tx
		.selectFrom('recommendation_hop')
		.select(['joint_answer_id', 'recommendation_id'])
		.where('workspace_id', '=', workspace)
		.where('joint_answer_id', '=', anyOf([...new Set(joint)]))
		.execute()
	const records = await readRecords(here, [
		...ids,
		...rows.flatMap((row) => [
			row.structure_id,
			row.meeting_id,
			row.agenda_item_id,
			row.written_procedure_id,
			row.addressee_actor_id,
			row.addressee_structure_id,
			row.holder_structure_id,
			row.holder_actor_id
		]),
		...hops.flatMap((hop) => [
			hop.from_structure_id,
			hop.from_actor_id,
			hop.to_structure_id,
			hop.to_actor_id,
			hop.meeting_id,
			hop.decision_id
		]),
		...positions.map(({ actor_id }) => actor_id),
		...areas.map(({ area_id }) => area_id),
		...together.map(({ recommendation_id }) => recommendation_id),
		...chosen.flatMap(({ audience }) => audience.flatMap((token) => NAMES.exec(token)?.[1] ?? []))
	])
	const themes = await themesOf(here, records, ids)
	return sheetsOf(here, records, { rows, positions, wordings, hops, themes, together })
}

// An actor or a structure that an audience names.
const NAMES = /^(?:actor|structure|members):(.+)$/

type Gathered = {
	rows: readonly Selectable<Tables['recommendation']>[]
	positions: readonly Selectable<Tables['recommendation_position']>[]
	wordings: readonly Selectable<Tables['recommendation_wording']>[]
	hops: readonly Selectable<Tables['recommendation_hop']>[]
	themes: (id: string) => string[]
	together: Parameters<typeof firstAnswered>[0]
}

function sheetsOf(
	here: Here,
	records: WorkspaceRecords,
	{ rows, positions, wordings, hops, themes, together }: Gathered
): SheetRows[] {
	const current = new Map(wordings.map((one) => [`${one.recommendation_id} ${String(one.number)}`, one]))
	const hopsOf = Map.groupBy(hops, (hop) => hop.recommendation_id)
	const numbers = new Map(rows.map((row) => [row.id, row.wording]))
	const register = sheetRows(
		recommendationSheet,
		rows.flatMap(({ id, ...row }) => {
			const record = records.held(id)
			const wording = current.get(`${id} ${String(row.wording)}`)
			if (!record || !wording) return []
			const base = partyTokens(row, hopsOf.get(id) ?? [], record.audience)
			return [
				{
					id,
					row: {
						...row,
						...headed(record),
						...shownTo(records, record, row.structure_id, base),
						number: record.reference,
						text: wording.text,
						language: wording.language,
						worded: wording.day,
						wording_reason: wording.reason,
						structure: records.keyOf(row.structure_id),
						meeting: records.keyOf(row.meeting_id),
						item: records.keyOf(row.agenda_item_id),
						procedure: records.keyOf(row.written_procedure_id),
						addressee_actor: records.keyOf(row.addressee_actor_id),
						addressee_structure: records.keyOf(row.addressee_structure_id),
						themes: themes(id),
						due: row.due_day,
						holder_structure: records.keyOf(row.holder_structure_id),
						holder_actor: records.keyOf(row.holder_actor_id)
					}
				}
			]
		}),
		here.workspace.language
	)
	const noted = sheetRows(
		recommendationPositionSheet,
		positions.flatMap(({ id, recommendation_id, actor_id, ...row }) => {
			const recommendation = records.keyOf(recommendation_id)
			const actor = records.keyOf(actor_id)
			return recommendation === undefined || actor === undefined ? [] : [{ id, row: { ...row, recommendation, actor } }]
		}),
		here.workspace.language
	)
	const earlier = sheetRows(
		wordingSheet,
		wordings.flatMap(({ id, recommendation_id, number, ...row }) => {
			const recommendation = records.keyOf(recommendation_id)
			if (recommendation === undefined || number === numbers.get(recommendation_id)) return []
			return [{ id, row: { ...row, recommendation, version: number, worded: row.day, wording_reason: row.reason } }]
		}),
		here.workspace.language
	)
	const first = firstAnswered(together, records)
	const way = sheetRows(
		hopSheet,
		hops.flatMap(({ id, recommendation_id, ...row }) => {
			const recommendation = records.keyOf(recommendation_id)
			if (recommendation === undefined) return []
			return [
				{
					id,
					row: {
						...row,
						...originOf(row),
						recommendation,
						from_structure: records.keyOf(row.from_structure_id),
						from_actor: records.keyOf(row.from_actor_id),
						sent_note: row.note,
						to_structure: records.keyOf(row.to_structure_id),
						to_actor: records.keyOf(row.to_actor_id),
						submitted: row.submitted_day,
						received: row.received_day,
						review: row.review_day,
						answered: row.answered_day,
						basis: row.answer_basis,
						answered_with: row.joint_answer_id === null ? undefined : first.get(row.joint_answer_id),
						meeting: records.keyOf(row.meeting_id),
						decision: records.keyOf(row.decision_id)
					}
				}
			]
		}),
		here.workspace.language
	)
	return [register, noted, earlier, way]
}

/** Of recommendations that were answered together, the one with the first number: it names them all. */
function firstAnswered(
	hops: readonly { joint_answer_id: string | null; recommendation_id: string }[],
	records: WorkspaceRecords
): ReadonlyMap<string, string> {
	const first = new Map<string, string>()
	for (const { joint_answer_id, recommendation_id } of hops) {
		const number = records.keyOf(recommendation_id)
		if (joint_answer_id === null || number === undefined) continue
		const known = first.get(joint_answer_id)
		if (known === undefined || number < known) first.set(joint_answer_id, number)
	}
	return first
}
