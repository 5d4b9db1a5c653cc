import type { Here } from '#platform/operation/operation.server.ts'

/**
 * How far an action is by the last report that did not hand it in: what it goes on from when it turns out not to be done. Nothing where
 * there was no other report.
 */
export async function percentReported(here: Here, actionId: string): Promise<number> {
	const row = await here.tx
		.selectFrom('action_report')
		.select('percent')
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', actionId)
		.where('is_final', '=', false)
		.orderBy('day', 'desc')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst()
	return row?.percent ?? 0
}
