import { type AreaPlanning, faultIn, placeRows, planRows } from '#platform/exchange/plan-rows.ts'
import type { WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { ordered, pairKey } from '../overlap/suggestion/pair-key.ts'
import { overlapVerdictSheet } from './policy-sheets.ts'

/**
 * Pairs of provisions that somebody set aside, as far as the seat sees both: they stay set aside wherever the country is taken. What
 * was accepted is a relation, and stands among the links.
 */
export async function gatherVerdicts(here: Here, records: WorkspaceRecords): Promise<SheetRows> {
	const rows = await here.tx
		.selectFrom('overlap_verdict')
		.select(['id', 'first_id', 'second_id', 'reason'])
		.where('workspace_id', '=', here.workspace.id)
		.where('verdict', '=', 'rejected')
		.execute()
	return sheetRows(
		overlapVerdictSheet,
		rows.flatMap(({ id, first_id, second_id, reason }) => {
			const [one, other] = [records.keyOf(first_id), records.keyOf(second_id)]
			if (one === undefined || other === undefined) return []
			const [first, second] = ordered(one, other)
			return [{ id, row: { first, second, text: reason } }]
		}),
		here.workspace.language
	)
}

/** Plans what is set aside; a pair of which something was said here already stays as it is. */
export function planVerdicts(planning: AreaPlanning): void {
	const { ids } = planning
	const placing = placeRows(planning, overlapVerdictSheet)
	for (const { row, value } of placing.rows)
		if (value.first === value.second) faultIn(planning, placing.sheet, row)('second', 'platform.link-to-itself')
	planRows(planning, placing, {
		fields: ({ value }) => ({ reason: value.text ?? null }),
		columns: { reason: 'text' },
		async add(writing, rows) {
			const pairs = rows.map(({ id, fields, one: { value } }) => {
				const [first_id, second_id] = ordered(ids.of('provision', value.first), ids.of('provision', value.second))
				return { id, ...fields, first_id, second_id }
			})
			const said = await pairsSaid(
				writing,
				pairs.map(({ first_id }) => first_id)
			)
			// A file may name a pair in either order: it is one.
			const wanted = new Map(pairs.map((pair) => [pairKey(pair.first_id, pair.second_id), pair]))
			await writing.write.addAll(
				'overlap_verdict',
				[...wanted].flatMap(([key, pair]) =>
					said.has(key)
						? []
						: [{ ...pair, verdict: 'rejected' as const, link_id: null, seat_id: null, created_at: writing.now }]
				)
			)
		},
		change: (writing, id, fields) => writing.write.change('overlap_verdict', id, fields)
	})
}

async function pairsSaid(here: Writing, firstIds: readonly string[]) {
	const rows = await here.tx
		.selectFrom('overlap_verdict')
		.select(['first_id', 'second_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('first_id', '=', anyOf(firstIds))
		.execute()
	return new Set(rows.map(({ first_id, second_id }) => pairKey(first_id, second_id)))
}
