import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { whyNotAssignIn } from './action-rules.ts'

/** Refuses an action where its meeting does not hand anything out; the meeting is held, so that nobody cancels it or adopts it meanwhile. */
export async function refuseMeeting(here: Writing, meetingId: string | null): Promise<void> {
	if (meetingId === null) return
	await here.write.lockRecord(meetingId)
	const row = await here.tx
		.selectFrom('meeting')
		.select('state')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', meetingId)
		.executeTakeFirstOrThrow()
	const why = whyNotAssignIn(row.state)
	if (why) throw conflict(why)
}
