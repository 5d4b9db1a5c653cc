import type { Here } from '#platform/operation/operation.server.ts'

/** The stages of a law that were entered, in their order, those that are planned and have not come, and those whose plan was given up. */
export async function lifeOf(here: Here, policyId: string) {
	const rows = await here.tx
		.selectFrom('policy_stage')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('policy_id', '=', policyId)
		.orderBy('position')
		.orderBy('planned_day')
		.orderBy('id')
		.execute()
	return {
		entered: rows.filter((row) => row.position !== null),
		planned: rows.flatMap((row) =>
			row.position === null && row.planned_day !== null ? [{ ...row, planned_day: row.planned_day }] : []
		),
		dropped: rows.filter((row) => row.position === null && row.planned_day === null)
	}
}
