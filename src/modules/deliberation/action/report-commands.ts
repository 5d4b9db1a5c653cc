import { z } from 'zod'
import { Identifier, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { attachDocument } from '#platform/records/documents.ts'
import { actionAfter } from '../rules.ts'
import { endAction, Language } from './action-commands.ts'
import { evidenceCount } from './action-evidence.server.ts'
import { Done, PartDone } from './action-outputs.ts'
import { stepsOf } from './action-parts.server.ts'
import { faultOfHandIn, isEvidencePlace, mayDo, partiesOf, whyNotAccept } from './action-rules.ts'
import { lockAction, may, refuseMove, theAction } from './find-action.server.ts'
import { percentReported } from './percent-reported.server.ts'

const EVIDENCE_MOST = 20
const STEPS_MOST = 200

/**
 * Reports progress on an action, with evidence: files that become documents of the action, or where it stands. A final report
 * hands the action in, with evidence that it or an earlier report brings: it then waits for the structure's secretary.
 */
export const reportAction = command({
	name: 'action.report',
	input: z.strictObject({
		action: Reference,
		text: Text(10_000),
		language: Language.optional(),
		percent: z.int().min(0).max(100).optional(),
		isFinal: z.boolean().optional(),
		/** Steps that are done with this report. */
		stepsDone: z.array(Identifier).max(STEPS_MOST).optional(),
		/** Why steps are left undone in what is handed in. */
		stepsLeft: Text(2_000).optional(),
		files: z
			.array(z.strictObject({ file: Identifier, title: Text(300) }))
			.max(EVIDENCE_MOST)
			.optional(),
		/** Where it stands: an address that begins with https:// or http://, or the citation of a paper. */
		addresses: z.array(Text(2_000)).max(EVIDENCE_MOST).optional()
	}),
	output: PartDone,
	about: theAction,
	allow: ({ seat }, action, { isFinal = false }) => mayDo(partiesOf(seat, action), isFinal ? 'submit' : 'report'),
	async run(here, input, found) {
		const { isFinal = false, files = [], addresses = [] } = input
		const move = isFinal ? 'submit' : 'report'
		refusePlaces(addresses)
		const action = await lockAction(here, found)
		refuseMove(action, move)
		const left = await finishSteps(here, action.id, input.stepsDone ?? [])
		if (isFinal) {
			const brought = files.length + addresses.length
			const evidence = brought > 0 ? brought : await evidenceCount(here, action.id)
			const fault = faultOfHandIn({ evidence, stepsLeft: left, saysWhy: input.stepsLeft !== undefined })
			if (fault) throw invalid([{ path: [fault.field], code: fault.code, params: { count: left } }])
		}
		const percent = input.percent ?? (isFinal ? 100 : action.row.percent)
		const id = await here.write.add('action_report', {
			action_id: action.id,
			day: here.today,
			text: input.text,
			language: input.language ?? here.workspace.language,
			percent,
			is_final: isFinal,
			answer: null,
			answer_reason: null,
			answered_day: null,
			seat_id: here.seat.id,
			actor_id: here.seat.actorId,
			steps_left: isFinal && left > 0 ? (input.stepsLeft ?? null) : null
		})
		await addEvidence(here, { actionId: action.id, reportId: id }, { files, addresses })
		await here.write.change('action', action.id, {
			state: actionAfter(action.row.state, move) ?? action.row.state,
			percent
		})
		return { id, action: action.reference }
	}
})

/** Notes that steps are done today; gives how many are left. One that is done already stays done on its day. */
async function finishSteps(here: Writing, actionId: string, done: readonly string[]) {
	const steps = await stepsOf(here, actionId)
	for (const [index, id] of done.entries()) {
		const step = steps.find((one) => one.id === id)
		if (!step) throw invalid([{ path: ['stepsDone', index], code: 'deliberation.action-no-such-step' }])
		if (step.done_day === null) await here.write.change('action_step', id, { done_day: here.today })
	}
	return steps.filter((step) => step.done_day === null && !done.includes(step.id)).length
}

function refusePlaces(places: readonly string[]) {
	const issues = places.flatMap((place, index) =>
		isEvidencePlace(place) ? [] : [{ path: ['addresses', index], code: 'deliberation.evidence-place' }]
	)
	if (issues.length > 0) throw invalid(issues)
}

async function addEvidence(
	here: Writing,
	{ actionId, reportId }: { actionId: string; reportId: string },
	{ files, addresses }: { files: readonly { file: string; title: string }[]; addresses: readonly string[] }
) {
	const of = { action_id: actionId, action_report_id: reportId }
	for (const { file, title } of files) {
		const { id } = await here.run(attachDocument, { record: actionId, kind: 'action', file, title, day: here.today })
		await here.write.add('action_evidence', { ...of, document_id: id, address: null })
	}
	await here.write.addAll(
		'action_evidence',
		addresses.map((address) => ({ ...of, document_id: null, address }))
	)
}

/** The final report that waits for an answer. */
async function waitingReport(here: Here, actionId: string) {
	const row = await here.tx
		.selectFrom('action_report')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', actionId)
		.where('is_final', '=', true)
		.where('answer', 'is', null)
		.orderBy('day', 'desc')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst()
	return row?.id
}

/** Accepts the evidence of an action and closes it. Nothing else closes one, and nobody else does. */
export const acceptAction = command({
	name: 'action.accept',
	input: z.strictObject({ action: Reference, version: Version, note: Text(2_000).optional() }),
	output: Done,
	about: theAction,
	allow: may('accept'),
	async run(here, { note }, action) {
		refuseMove(action, 'accept')
		const why = whyNotAccept({ evidence: await evidenceCount(here, action.id) })
		if (why) throw conflict(why, { action: action.reference })
		const report = await waitingReport(here, action.id)
		if (report)
			await here.write.change('action_report', report, {
				answer: 'accepted',
				answer_reason: note ?? null,
				answered_day: here.today
			})
		await endAction(here, action, { state: 'closed', reason: note ?? null })
		return { id: action.id, reference: action.reference }
	}
})

/** Sends an action that was handed in back to work, with what is missing. */
export const refuseAction = command({
	name: 'action.refuse',
	input: z.strictObject({ action: Reference, version: Version, reason: Text(2_000) }),
	output: Done,
	about: theAction,
	allow: may('refuse'),
	async run(here, { reason }, action) {
		refuseMove(action, 'refuse')
		const report = await waitingReport(here, action.id)
		if (report)
			await here.write.change('action_report', report, {
				answer: 'refused',
				answer_reason: reason,
				answered_day: here.today
			})
		await here.write.change('action', action.id, {
			state: actionAfter(action.row.state, 'refuse') ?? 'in-progress',
			percent: await percentReported(here, action.id),
			state_reason: reason
		})
		return { id: action.id, reference: action.reference }
	}
})
