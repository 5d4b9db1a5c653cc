import { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'

const EVENTS_MOST = 500

const Fields = z.record(z.string(), z.unknown()).nullable()
const Payload = z.object({
	changes: z.array(z.object({ table: z.string(), row: z.string(), before: Fields, after: Fields }))
})

/** What an answer, a step or an ending is told by: the field that is filled when it comes. */
const TOLD_BY: Readonly<Record<string, string>> = {
	action: 'closed_day',
	action_step: 'done_day',
	action_report: 'answered_day',
	action_extension: 'answered_day'
}

/** The key of the moment a row was made, and of the moment what it waited for came. */
export const made = (row: string) => row
export const ended = (row: string) => `${row} ended`

/**
 * In which order what happened to an action was written, by the history: several things of one day are told in that order. What
 * came in by one file was written at one moment.
 */
export async function momentsOf(here: Here, actionId: string): Promise<Record<string, number>> {
	const rows = await here.tx
		.selectFrom('event_record')
		.innerJoin('event_payload', (on) =>
			on
				.onRef('event_payload.workspace_id', '=', 'event_record.workspace_id')
				.onRef('event_payload.sequence', '=', 'event_record.sequence')
		)
		.select(['event_record.sequence', 'event_payload.payload'])
		.where('event_record.workspace_id', '=', here.workspace.id)
		.where('event_record.record_id', '=', actionId)
		.orderBy('event_record.sequence', 'desc')
		.limit(EVENTS_MOST)
		.execute()
	const moments: Record<string, number> = {}
	for (const { sequence, payload } of rows.toReversed()) {
		if (payload === null) continue
		for (const { table, row, before, after } of Payload.parse(JSON.parse(payload)).changes) {
			const field = TOLD_BY[table]
			if (before === null) moments[made(row)] = sequence
			if (field !== undefined && after?.[field] && after[field] !== before?.[field]) moments[ended(row)] = sequence
		}
	}
	return moments
}
