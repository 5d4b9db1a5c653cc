import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'

/** True once the minutes of a meeting are adopted; of a meeting the seat does not see too, which nothing may be added to. */
export async function isSealed(here: Here, meetingId: string): Promise<boolean> {
	const row = await here.tx
		.selectFrom('meeting')
		.select('state')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', meetingId)
		.executeTakeFirst()
	return row === undefined || row.state === 'adopted'
}

/**
 * Holds a meeting as it stands, whether the seat sees it or not, and gives its state: nobody adopts its minutes, or moves it otherwise,
 * until the command is done; others hold it beside.
 */
export async function heldState(here: Writing, meetingId: string) {
	await here.write.inSightOfAll([], () => here.write.holdRecord(meetingId))
	const { state } = await here.tx
		.selectFrom('meeting')
		.select('state')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', meetingId)
		.executeTakeFirstOrThrow()
	return state
}

/** Refuses what would stand in minutes that are adopted; the meeting is held, so that nobody adopts them meanwhile. */
export async function refuseAdopted(here: Writing, meetingId: string | null, code: string): Promise<void> {
	if (meetingId === null) return
	await here.write.lockRecord(meetingId)
	if (await isSealed(here, meetingId)) throw conflict(code)
}
