import type { Workspace } from '#platform/access/workspace.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { previewMail, type Composed, type Place } from './compose-mail.server.ts'

/**
 * A mail that was not sent yet, as its recipient would read it now, or the code of why it would not be sent. Only for whoever
 * may read the mail: `mail.get` is asked first, and notes in the log that it was read.
 */
export async function readMail(
	place: Place,
	workspace: Workspace,
	id: string,
	now: Date
): Promise<Composed | { code: string }> {
	const mail = await place.database.read({ workspaceId: workspace.id, audience: ['system'] }, (tx) =>
		tx
			.selectFrom('mail')
			.select(['id', 'template', 'seat_id', 'name', 'email', 'language', 'params', 'records', 'secrets'])
			.where('workspace_id', '=', workspace.id)
			.where('id', '=', id)
			.executeTakeFirstOrThrow()
	)
	try {
		return await previewMail(place, workspace, mail, now)
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		return { code: refusal.code }
	}
}
