import type { Here } from '#platform/operation/operation.server.ts'
import { referenceColumns } from '#platform/records/find-record.server.ts'
import { chaptersOf } from './chapters.ts'

/** The provisions of a plan's current version in their order, as far as the seat sees them, with chapter and what was said of each. */
export async function planRows(here: Here, policyId: string) {
	const rows = await here.tx
		.selectFrom('provision')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'provision.workspace_id').onRef('record.id', '=', 'provision.id')
		)
		.leftJoin('mainstreaming_passage as passage', (on) =>
			on.onRef('passage.workspace_id', '=', 'provision.workspace_id').onRef('passage.provision_id', '=', 'provision.id')
		)
		.select(referenceColumns)
		.select(['provision.number as cited', 'provision.level', 'provision.above', 'provision.heading', 'provision.text'])
		.select(['provision.language', 'passage.id as passage_id', 'passage.state', 'passage.score', 'passage.area_id'])
		.select(['passage.suggested_area_id', 'passage.decided_day'])
		.where('provision.workspace_id', '=', here.workspace.id)
		.where('provision.policy_id', '=', policyId)
		.where('provision.position', 'is not', null)
		.where('record.state', '=', 'active')
		.orderBy('provision.position')
		.orderBy('provision.id')
		.execute()
	const chapters = chaptersOf(rows.map(({ cited, ...row }) => ({ ...row, number: cited })))
	return rows.map((row, index) => ({ ...row, chapter: chapters[index] ?? '' }))
}
export type PlanRow = Awaited<ReturnType<typeof planRows>>[number]
