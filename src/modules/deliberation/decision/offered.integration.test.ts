import { beforeEach, expect, test } from 'vitest'
import { assignAction, cancelAction } from '../action/action-commands.ts'
import { getAction, listActions } from '../action/action-queries.ts'
import { askExtension } from '../action/extension-commands.ts'
import { handOverActions } from '../action/hand-over-commands.ts'
import { acceptAction, reportAction } from '../action/report-commands.ts'
import { listRunStructures } from '../meeting/run-structures.ts'
import { MEETING_STATES } from '../rules.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aMeeting, rulesOf } from '#tests/fixtures/sat.ts'
import { aWorkspace, SEAT_KEYS, TODAY, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { revokeDecision } from './decision-change-commands.ts'
import { addDecision } from './decision-commands.ts'
import { getDecision } from './decision-queries.ts'
import { listDecidingMeetings, whyNotDecideIn } from './meeting-choices.ts'
import { answerWrittenProcedure, openWrittenProcedure, stopWrittenProcedure } from './procedure-commands.ts'
import { getWrittenProcedure } from './procedure-queries.ts'

let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
})

/** Done, or the kind of refusal it ended in. */
async function outcomeOf(work: Promise<unknown>) {
	try {
		await work
		return 'done'
	} catch (error) {
		if (isRefusal(error)) return error.kind
		throw error
	}
}

test('a written procedure is offered for the structures in whose name a seat may open one, and for no other', async () => {
	const administrator = await made.as('administrator')
	const all = (await administrator.ask(listRunStructures, {})).items.map(({ reference }) => reference)
	expect(all).toEqual(['closed-group', 'committee'])
	for (const key of SEAT_KEYS) {
		const acting = await made.as(key)
		const offered = (await acting.ask(listRunStructures, {})).items.map(({ reference }) => reference)
		const may: string[] = []
		for (const structure of all) {
			const question = { subject: 'decision', title: 'Question', text: 'Yes or no.', deadline: '2026-04-01' } as const
			if ((await outcomeOf(acting.run(openWrittenProcedure, { structure, ...question }))) === 'done')
				may.push(structure)
		}
		expect([key, offered]).toEqual([key, may])
	}
})

test('a decision is offered for the meetings in which a seat may record one today, and for no other', async () => {
	await rulesOf(made, 'committee', { quorum_kind: 'majority', forbids_without_quorum: true })
	const full = [
		['home-affairs', 'member'],
		['labour', 'member']
	] as const
	const meetings = [
		await aMeeting(made, { state: 'called', day: '2026-03-03', isQuorate: null }),
		await aMeeting(made, { state: 'called', day: '2026-03-01', isQuorate: null, present: full }),
		await aMeeting(made, { state: 'called', day: TODAY, isQuorate: null }),
		await aMeeting(made, { state: 'called', day: TODAY, isQuorate: null, present: full }),
		await aMeeting(made, { state: 'held', isQuorate: false }),
		await aMeeting(made, { structure: 'closed-group', state: 'held', isQuorate: false, audience: 'members' }),
		await aMeeting(made, { structure: 'closed-group', state: 'called', isQuorate: null, audience: 'members' })
	]
	for (const state of MEETING_STATES) meetings.push(await aMeeting(made, { state, day: '2026-02-16' }))
	const told = new Set<string>()
	for (const key of SEAT_KEYS) {
		const acting = await made.as(key)
		const offered = (await acting.ask(listDecidingMeetings, {})).items.map(({ id }) => id)
		const may: string[] = []
		for (const { id: meeting } of meetings) {
			const decision = { title: 'Decided', text: 'It is decided.', manner: 'consensus' } as const
			if ((await outcomeOf(acting.run(addDecision, { meeting, ...decision }))) === 'done') may.push(meeting)
			const known = await acting.ask(whyNotDecideIn, { meeting }).catch(() => null)
			if (known) expect(known.code === null).toBe(offered.includes(meeting))
			if (known?.code) told.add(known.code)
		}
		expect([key, offered.toSorted()]).toEqual([key, may.toSorted()])
	}
	expect([...told].sort()).toEqual([
		'deliberation.decision-meeting-cancelled',
		'deliberation.decision-meeting-not-begun',
		'deliberation.decision-meeting-not-called',
		'deliberation.decision-meeting-not-held',
		'deliberation.decision-minutes-adopted',
		'deliberation.decision-minutes-circulated',
		'deliberation.decision-without-quorum'
	])
})

test('the actions offered to be handed over are those a seat may hand over, and no other', async () => {
	const administrator = await made.as('administrator')
	const chair = await made.as('chair')
	const assign = async (structure: string, title: string) =>
		(
			await administrator.run(assignAction, {
				title,
				structure,
				responsible: 'labour',
				audience: structure === 'committee' ? 'workspace' : 'members'
			})
		).reference
	const version = async (action: string) => (await administrator.ask(getAction, { action })).version
	const member = await made.as('member')
	const handIn = async (action: string) =>
		member.run(reportAction, { action, text: 'Done.', isFinal: true, addresses: ['https://ministry.example/done'] })
	const open = await assign('committee', 'Open')
	const inside = await assign('closed-group', 'Inside')
	const waiting = await assign('committee', 'Waiting')
	await handIn(waiting)
	const closed = await assign('committee', 'Closed')
	await handIn(closed)
	await chair.run(acceptAction, { action: closed, version: await version(closed) })
	const cancelled = await assign('committee', 'Cancelled')
	await administrator.run(cancelAction, { action: cancelled, version: await version(cancelled), reason: 'No need' })
	let taker: 'health' | 'labour' = 'health'
	for (const key of SEAT_KEYS) {
		const acting = await made.as(key)
		const offered = (await acting.ask(listActions, { filter: { mayHandOver: true }, limit: 200 })).items
		const others = (await acting.ask(listActions, { filter: { mayHandOver: false }, limit: 200 })).items
		const may: string[] = []
		for (const action of [open, inside, waiting, closed, cancelled]) {
			const { id, version } = await administrator.ask(getAction, { action })
			const done = await outcomeOf(
				acting.run(handOverActions, { actions: [{ id, version }], actor: taker, reason: 'A test' })
			)
			if (done === 'done') may.push(action)
		}
		taker = taker === 'health' ? 'labour' : 'health'
		expect([key, offered.map(({ reference }) => reference).toSorted()]).toEqual([key, may.toSorted()])
		expect(others.some(({ reference }) => may.includes(reference))).toBe(false)
	}
})

test('what a page offers to do with a written procedure, a decision or an action is never refused for want of the right', async () => {
	const administrator = await made.as('administrator')
	const meeting = await aMeeting(made)
	const put = { subject: 'decision', title: 'Question', text: 'Yes or no.', deadline: '2026-04-01' } as const
	const question = { structure: 'committee', ...put }
	const taken = { meeting: meeting.id, title: 'Decided', text: 'It is decided.', manner: 'consensus' } as const
	const task = { title: 'A task', structure: 'committee', responsible: 'labour', due: '2026-04-01' } as const
	const reason = 'A test'
	for (const key of SEAT_KEYS) {
		const acting = await made.as(key)
		const procedure = (await administrator.run(openWrittenProcedure, question)).id
		const procedureMay = await acting.ask(getWrittenProcedure, { writtenProcedure: procedure }).then(
			({ may, version }) => ({ ...may, version }),
			() => null
		)
		const decision = (await administrator.run(addDecision, taken)).id
		const decided = await acting.ask(getDecision, { decision }).catch(() => null)
		const action = (await administrator.run(assignAction, task)).id
		const assigned = await acting.ask(getAction, { action }).catch(() => null)
		const tried: [string, boolean, () => Promise<unknown>][] = [
			...(procedureMay
				? ([
						[
							'answer',
							procedureMay.answer,
							() => acting.run(answerWrittenProcedure, { writtenProcedure: procedure, answer: 'agrees' })
						],
						[
							'stop',
							procedureMay.stop,
							async () =>
								acting.run(stopWrittenProcedure, {
									writtenProcedure: procedure,
									version: (await administrator.ask(getWrittenProcedure, { writtenProcedure: procedure })).version,
									reason
								})
						]
					] satisfies [string, boolean, () => Promise<unknown>][])
				: []),
			...(decided
				? ([
						[
							'revoke',
							decided.may.revoke,
							() => acting.run(revokeDecision, { decision, version: decided.version, reason })
						]
					] satisfies [string, boolean, () => Promise<unknown>][])
				: []),
			...(assigned
				? ([
						['report', assigned.may.report, () => acting.run(reportAction, { action, text: 'Some.' })],
						[
							'extend',
							assigned.may.askExtension,
							() => acting.run(askExtension, { action, until: '2026-05-01', reason })
						],
						[
							'cancel',
							assigned.may.cancel,
							async () =>
								acting.run(cancelAction, {
									action,
									version: (await administrator.ask(getAction, { action })).version,
									reason
								})
						]
					] satisfies [string, boolean, () => Promise<unknown>][])
				: [])
		]
		for (const [what, may, work] of tried)
			expect([key, what, may]).toEqual([key, what, (await outcomeOf(work())) === 'done'])
	}
})

test('a meeting that cannot decide says why to whoever runs it, and to nobody else', async () => {
	const meeting = await aMeeting(made, { state: 'planned', day: '2026-05-01' })
	const chair = await made.as('chair')
	expect(await chair.ask(whyNotDecideIn, { meeting: meeting.id })).toEqual({
		code: 'deliberation.decision-meeting-not-called',
		day: '2026-05-01'
	})
	const member = await made.as('member')
	expect(await refusalOf(member.ask(whyNotDecideIn, { meeting: meeting.id }))).toMatchObject({ kind: 'forbidden' })
})
