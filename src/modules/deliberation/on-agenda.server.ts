import type { Here } from '#platform/operation/operation.server.ts'

/** The recommendation an item of the agenda is about, where it is about one. */
export async function recommendationOnAgenda(here: Here, agendaItemId: string | null): Promise<string | null> {
	if (agendaItemId === null) return null
	const row = await here.tx
		.selectFrom('agenda_item')
		.innerJoin('recommendation', (on) =>
			on
				.onRef('recommendation.workspace_id', '=', 'agenda_item.workspace_id')
				.onRef('recommendation.id', '=', 'agenda_item.subject_id')
		)
		.select('recommendation.id')
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.id', '=', agendaItemId)
		.executeTakeFirst()
	return row?.id ?? null
}

const DECISIONS_MOST = 100

/** The decisions taken while a recommendation was dealt with: in an item of an agenda that is about it. */
export async function decisionsOnAgenda(here: Here, recommendationId: string): Promise<string[]> {
	const rows = await here.tx
		.selectFrom('agenda_item')
		.innerJoin('decision', (on) =>
			on
				.onRef('decision.workspace_id', '=', 'agenda_item.workspace_id')
				.onRef('decision.agenda_item_id', '=', 'agenda_item.id')
		)
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'decision.workspace_id').onRef('record.id', '=', 'decision.id')
		)
		.select(['decision.id', 'decision.decided_day'])
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.subject_id', '=', recommendationId)
		.where('record.state', '=', 'active')
		.orderBy('decision.decided_day')
		.orderBy('decision.id')
		.limit(DECISIONS_MOST)
		.execute()
	return rows.map((row) => row.id)
}
