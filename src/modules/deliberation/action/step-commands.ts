import { z } from 'zod'
import { Day, Identifier, Reference, Text } from '#platform/operation/fields.ts'
import { command, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import { newStep } from './action-commands.ts'
import { PartDone } from './action-outputs.ts'
import { mayWithdrawStep, partiesOf, whyNotSteps } from './action-rules.ts'
import { lockAction, may, theAction, type FoundAction } from './find-action.server.ts'

const STEPS_MOST = 200

function refuseSteps({ row, state }: FoundAction) {
	if (state !== 'active') throw conflict('deliberation.action-withdrawn')
	const why = whyNotSteps(row.state)
	if (why) throw conflict(why)
}

export const addStep = command({
	name: 'action.addStep',
	input: z.strictObject({ action: Reference, text: Text(500), due: Day.optional() }),
	output: PartDone,
	about: theAction,
	allow: may('steps'),
	async run(here, { text, due }, found) {
		const action = await lockAction(here, found)
		refuseSteps(action)
		const last = await here.tx
			.selectFrom('action_step')
			.select((select) => [
				select.fn.max<number | null>('position').as('position'),
				select.fn.countAll<number>().as('many')
			])
			.where('workspace_id', '=', here.workspace.id)
			.where('action_id', '=', action.id)
			.executeTakeFirstOrThrow()
		if (last.many >= STEPS_MOST) throw conflict('deliberation.action-steps-many', { most: STEPS_MOST })
		const id = await here.write.add(
			'action_step',
			newStep(action.id, {
				position: (last.position ?? 0) + 1,
				text,
				dueDay: due ?? null,
				madeBy: here.seat.actorId
			})
		)
		return { id, action: action.reference }
	}
})

const Step = z.strictObject({ action: Reference, step: Identifier })

async function findStep(here: Here, actionId: string, step: string) {
	const row = await here.tx
		.selectFrom('action_step')
		.select(['id', 'done_day', 'state', 'made_by_actor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', actionId)
		.where('id', '=', step)
		.executeTakeFirst()
	if (!row) throw absent('deliberation.action-no-such-step')
	return row
}

async function stepOf(here: Here, actionId: string, step: string) {
	const row = await findStep(here, actionId, step)
	if (row.state === 'withdrawn') throw conflict('deliberation.action-step-withdrawn')
	return row
}

async function withStep(here: Here, input: { action: string; step: string }) {
	const action = await theAction(here, input)
	return { action, step: await findStep(here, action.id, input.step) }
}

/** Notes that a step is done, on a day that is not to come. */
export const finishStep = command({
	name: 'action.finishStep',
	input: Step.extend({ day: Day.optional() }),
	output: PartDone,
	about: theAction,
	allow: may('steps'),
	async run(here, { step, day }, found) {
		const action = await lockAction(here, found)
		refuseSteps(action)
		if (day !== undefined && day > here.today)
			throw invalid([{ path: ['day'], code: 'deliberation.action-day-in-future', params: { today: here.today } }])
		const row = await stepOf(here, action.id, step)
		if (row.done_day !== null) throw conflict('deliberation.action-step-done')
		await here.write.change('action_step', step, { done_day: day ?? here.today })
		return { id: step, action: action.reference }
	}
})

/** Takes a step off the plan of an action: whoever made it, or who runs the structure; the history keeps it. */
export const withdrawStep = command({
	name: 'action.withdrawStep',
	input: Step.extend({ reason: Text(2_000).optional() }),
	output: PartDone,
	about: withStep,
	allow: ({ seat }, { action, step }) =>
		mayWithdrawStep(partiesOf(seat, action), step.made_by_actor_id !== null && step.made_by_actor_id === seat.actorId),
	async run(here, { step }, found) {
		const action = await lockAction(here, found.action)
		refuseSteps(action)
		await stepOf(here, action.id, step)
		await here.write.change('action_step', step, { state: 'withdrawn' })
		return { id: step, action: action.reference }
	}
})
