import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'

/** How many pieces of evidence an action has; what was withdrawn since is none any more, nor what came with a hand-in that was refused. */
export async function evidenceCount(here: Here, actionId: string): Promise<number> {
	const { many } = await here.tx
		.selectFrom('action_evidence')
		.leftJoin('document', (on) =>
			on
				.onRef('document.workspace_id', '=', 'action_evidence.workspace_id')
				.onRef('document.id', '=', 'action_evidence.document_id')
		)
		.innerJoin('action_report', (on) =>
			on
				.onRef('action_report.workspace_id', '=', 'action_evidence.workspace_id')
				.onRef('action_report.id', '=', 'action_evidence.action_report_id')
		)
		.select(sql<number>`count(*)::integer`.as('many'))
		.where('action_evidence.workspace_id', '=', here.workspace.id)
		.where('action_evidence.action_id', '=', actionId)
		.where((where) =>
			where.or([where('action_report.answer', 'is', null), where('action_report.answer', '<>', 'refused')])
		)
		.where((where) =>
			where.or([where('action_evidence.address', 'is not', null), where('document.state', '=', 'active')])
		)
		.executeTakeFirstOrThrow()
	return many
}
