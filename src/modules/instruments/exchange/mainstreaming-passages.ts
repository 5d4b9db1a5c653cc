import { type AreaPlanning, faultIn, placeRows, planRows } from '#platform/exchange/plan-rows.ts'
import type { WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { checkCells } from './check-cells.ts'
import { passageSheet } from './policy-sheets.ts'

/** Passages of plans that somebody confirmed or set aside, as far as the seat sees them. What is only suggested is read anew from the plan. */
export async function gatherPassages(here: Here, records: WorkspaceRecords): Promise<SheetRows> {
	const rows = await here.tx
		.selectFrom('mainstreaming_passage')
		.select(['id', 'provision_id', 'chapter', 'state', 'area_id', 'decided_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('state', '<>', 'suggested')
		.execute()
	return sheetRows(
		passageSheet,
		rows.flatMap(({ id, provision_id, chapter, state, area_id, decided_day }) => {
			const provision = records.keyOf(provision_id)
			if (provision === undefined || state === 'suggested') return []
			return [{ id, row: { provision, chapter, state, area: records.keyOf(area_id), decided: decided_day } }]
		}),
		here.workspace.language
	)
}

/** Plans what was said of passages: a suggestion that stands here takes the judgement, and keeps the theme it was suggested with. */
export function planPassages(planning: AreaPlanning): void {
	const { ids, here } = planning
	const placing = placeRows(planning, passageSheet)
	checkCells(planning, placing, { past: ['decided'] })
	for (const { row, value } of placing.rows)
		if (value.state === 'rejected' && value.area !== undefined)
			faultIn(planning, placing.sheet, row)('area', 'instruments.theme-of-rejected-passage')
	planRows(planning, placing, {
		fields: ({ value }) => ({
			chapter: value.chapter ?? '',
			state: value.state,
			area_id: value.state === 'confirmed' ? ids.find('area', value.area) : null,
			decided_day: value.decided ?? here.today
		}),
		columns: { area_id: 'area', decided_day: 'decided' },
		async add(writing, rows) {
			const placed = rows.map(({ id, fields, one: { value } }) => ({
				id,
				fields,
				provision_id: ids.of('provision', value.provision)
			}))
			const there = await provisionsOf(
				writing,
				placed.map(({ provision_id }) => provision_id)
			)
			const fresh = []
			for (const { id, fields, provision_id } of placed) {
				const known = there.get(provision_id)
				if (!known) continue
				if (known.passage_id !== null) await writing.write.change('mainstreaming_passage', known.passage_id, fields)
				else
					fresh.push({
						id,
						...fields,
						policy_id: known.policy_id,
						provision_id,
						suggested_area_id: null,
						score: null,
						seat_id: null
					})
			}
			await writing.write.addAll('mainstreaming_passage', fresh)
		},
		change: (writing, id, fields) => writing.write.change('mainstreaming_passage', id, fields)
	})
}

async function provisionsOf(here: Writing, ids: readonly string[]) {
	const rows = await here.tx
		.selectFrom('provision')
		.leftJoin('mainstreaming_passage as passage', (on) =>
			on.onRef('passage.workspace_id', '=', 'provision.workspace_id').onRef('passage.provision_id', '=', 'provision.id')
		)
		.select(['provision.id', 'provision.policy_id', 'passage.id as passage_id'])
		.where('provision.workspace_id', '=', here.workspace.id)
		.where('provision.id', '=', anyOf(ids))
		.execute()
	return new Map(rows.map((row) => [row.id, row]))
}
