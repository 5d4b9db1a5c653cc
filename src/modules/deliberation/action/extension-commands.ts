import { z } from 'zod'
import { Day, Reference, Text } from '#platform/operation/fields.ts'
import { command, type Here } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { dueAnew, refuseClosed } from './action-commands.ts'
import { PartDone } from './action-outputs.ts'
import { lockAction, may, refuseMove, theAction } from './find-action.server.ts'

async function waitingExtension(here: Here, actionId: string) {
	return here.tx
		.selectFrom('action_extension')
		.select(['id', 'wished_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', actionId)
		.where('state', '=', 'asked')
		.executeTakeFirst()
}

function refuseNoLater(day: string, field: string, { due, today }: { due: string; today: string }) {
	if (day <= due)
		throw invalid([{ path: [field], code: 'deliberation.action-extension-not-later', params: { day: due } }])
	if (day < today)
		throw invalid([{ path: [field], code: 'deliberation.action-extension-past', params: { day: today } }])
}

/** Asks for more time, with the reason; one question at a time, and the structure's secretary answers it. */
export const askExtension = command({
	name: 'action.askExtension',
	input: z.strictObject({ action: Reference, until: Day, reason: Text(2_000) }),
	output: PartDone,
	about: theAction,
	allow: may('extend'),
	async run(here, { until, reason }, found) {
		const action = await lockAction(here, found)
		refuseMove(action, 'extend')
		const due = action.row.due_day
		if (due === null) throw conflict('deliberation.action-without-due-day')
		refuseNoLater(until, 'until', { due, today: here.today })
		if (await waitingExtension(here, action.id)) throw conflict('deliberation.action-extension-waits')
		const id = await here.write.add('action_extension', {
			action_id: action.id,
			asked_day: here.today,
			wished_day: until,
			reason,
			asked_by_seat_id: here.seat.id,
			state: 'asked',
			answer_reason: null,
			granted_day: null,
			answered_day: null
		})
		return { id, action: action.reference }
	}
})

/** Grants more time until a day (that asked for, unless another is named) or refuses it, both with reasons. */
export const answerExtension = command({
	name: 'action.answerExtension',
	input: z.strictObject({
		action: Reference,
		answer: z.enum(['granted', 'refused']),
		until: Day.optional(),
		reason: Text(2_000)
	}),
	output: PartDone,
	about: theAction,
	allow: may('answer-extension'),
	async run(here, { answer, until, reason }, found) {
		const action = await lockAction(here, found)
		refuseClosed(action)
		const asked = await waitingExtension(here, action.id)
		if (!asked) throw conflict('deliberation.action-extension-not-asked')
		const granted = answer === 'granted' ? (until ?? asked.wished_day) : null
		if (granted !== null) {
			refuseNoLater(granted, 'until', { due: action.row.due_day ?? action.row.opened_day, today: here.today })
			await here.write.change('action', action.id, dueAnew(granted))
		}
		await here.write.change('action_extension', asked.id, {
			state: answer,
			answer_reason: reason,
			granted_day: granted,
			answered_day: here.today
		})
		return { id: asked.id, action: action.reference }
	}
})
