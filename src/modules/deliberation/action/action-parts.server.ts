import type { Here } from '#platform/operation/operation.server.ts'

/** What hangs on an action, for its page: steps, reports with their evidence, extensions, escalations. */

const PARTS_MOST = 500

export const stepsOf = (here: Here, actionId: string) =>
	here.tx
		.selectFrom('action_step')
		.select(['id', 'text', 'due_day', 'done_day', 'made_by_actor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', actionId)
		.where('state', '=', 'active')
		.orderBy('position')
		.orderBy('id')
		.limit(PARTS_MOST)
		.execute()

export const reportsOf = (here: Here, actionId: string) =>
	here.tx
		.selectFrom('action_report')
		.select(['id', 'day', 'text', 'language', 'percent', 'is_final', 'answer', 'answer_reason', 'answered_day'])
		.select(['actor_id', 'steps_left'])
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', actionId)
		.orderBy('day', 'desc')
		.orderBy('id', 'desc')
		.limit(PARTS_MOST)
		.execute()

// A document that was withdrawn is no evidence any more; whoever may not open its file is not shown it.
export async function evidenceOf(here: Here, actionId: string) {
	const rows = await here.tx
		.selectFrom('action_evidence')
		.leftJoin('document', (on) =>
			on
				.onRef('document.workspace_id', '=', 'action_evidence.workspace_id')
				.onRef('document.id', '=', 'action_evidence.document_id')
				.on('document.state', '=', 'active')
		)
		.leftJoin('file', (on) =>
			on.onRef('file.workspace_id', '=', 'document.workspace_id').onRef('file.id', '=', 'document.file_id')
		)
		.select(['action_evidence.id', 'action_evidence.action_report_id', 'action_evidence.address'])
		.select(['document.title', 'document.language', 'file.id as file_id', 'file.name', 'file.size'])
		.where('action_evidence.workspace_id', '=', here.workspace.id)
		.where('action_evidence.action_id', '=', actionId)
		.orderBy('action_evidence.id')
		.limit(PARTS_MOST)
		.execute()
	return rows.flatMap((row) => {
		const document =
			row.title !== null && row.language !== null && row.file_id !== null && row.name !== null && row.size !== null
				? { title: row.title, language: row.language, file: row.file_id, name: row.name, size: row.size }
				: null
		if (row.address === null && document === null) return []
		return [{ id: row.id, report: row.action_report_id, address: row.address, document }]
	})
}

export const extensionsOf = (here: Here, actionId: string) =>
	here.tx
		.selectFrom('action_extension')
		.select(['id', 'asked_day', 'wished_day', 'reason', 'state', 'answer_reason', 'granted_day', 'answered_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', actionId)
		.orderBy('asked_day', 'desc')
		.orderBy('id', 'desc')
		.limit(PARTS_MOST)
		.execute()

export const escalationsOf = (here: Here, actionId: string) =>
	here.tx
		.selectFrom('action_escalation')
		.select(['id', 'level', 'day', 'to_structure_id', 'to_actor_id', 'reasons'])
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', actionId)
		.orderBy('day', 'desc')
		.orderBy('level', 'desc')
		.limit(PARTS_MOST)
		.execute()

export async function seatOf(here: Here, seatId: string | null) {
	if (seatId === null || here.seat.role === 'public') return null
	const row = await here.tx
		.selectFrom('seat')
		.select(['key', 'office'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', seatId)
		.executeTakeFirst()
	return row ?? null
}

export const originOf = async (here: Here, recommendationId: string | null) =>
	recommendationId === null
		? undefined
		: here.tx
				.selectFrom('recommendation')
				.select(['meeting_id', 'structure_id'])
				.where('workspace_id', '=', here.workspace.id)
				.where('id', '=', recommendationId)
				.executeTakeFirst()
