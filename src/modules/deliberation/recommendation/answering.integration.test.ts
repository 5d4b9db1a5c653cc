import { beforeAll, expect, test } from 'vitest'
import { createStructure } from '#modules/directory/structure-commands.ts'
import { answerWrittenProcedure, closeWrittenProcedure, openWrittenProcedure } from '../decision/procedure-commands.ts'
import { addDecision } from '../decision/decision-commands.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aMeeting } from '#tests/fixtures/sat.ts'
import { aWorkspace, SEAT_KEYS, TODAY, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { answerRecommendation, answerTogether } from './answer-commands.ts'
import { findAnswering } from './answering-queries.ts'
import { changeManyRecommendations } from './bulk-commands.ts'
import {
	completeRecommendation,
	implementRecommendation,
	lapseRecommendation,
	receiveRecommendation,
	reviewRecommendation,
	submitRecommendation
} from './chain-commands.ts'
import { changeRecommendation, proposeRecommendation, rewordRecommendation } from './recommendation-commands.ts'
import { getRecommendation } from './recommendation-page.ts'
import { listMakers, listRecommendations } from './recommendation-queries.ts'
import type { RecommendationDeed } from './recommendation-rules.ts'

const ASKS = { addresseeActor: 'union', areas: ['labour-migration'] }
const LATER = new Date('2026-04-01T09:00:00Z')

let made: TestWorkspace

// A forum that the ministry of health runs, below the committee of home affairs.
beforeAll(async () => {
	made = await aWorkspace()
	await (
		await made.as('administrator')
	).run(createStructure, {
		key: 'forum',
		name: 'Forum',
		level: 'technical',
		kind: 'task-team',
		status: 'active',
		parent: 'committee',
		chair: 'health'
	})
})

const propose = async (more: object = {}) =>
	(
		await (
			await made.as('administrator')
		).run(proposeRecommendation, {
			title: 'One desk',
			text: 'That one desk be opened.',
			structure: 'forum',
			...ASKS,
			...more
		})
	).reference
const at = async (recommendation: string) => ({
	recommendation,
	version: (await (await made.as('administrator')).ask(getRecommendation, { recommendation })).version
})

/** A recommendation that a level has received. */
async function received(to: object = { to: 'committee' }) {
	const reference = await propose()
	const administrator = await made.as('administrator')
	await administrator.run(submitRecommendation, { ...(await at(reference)), ...to })
	await administrator.run(receiveRecommendation, await at(reference))
	return reference
}

const says = { answer: 'accepted', reasons: 'It is needed.' } as const

test('a structure answers in a meeting, by a decision or by written procedure, and not without', async () => {
	const chair = await made.as('chair')
	const recommendation = await received()
	for (const without of [{}, { basis: 'A letter' }]) {
		const refused = await refusalOf(
			chair.run(answerRecommendation, { ...(await at(recommendation)), ...says, ...without })
		)
		expect(refused.issues).toMatchObject([
			{ path: ['meeting'], code: 'deliberation.recommendation-answer-without-place' }
		])
	}
	const { reference: meeting } = await aMeeting(made)
	const { reference: decision } = await chair.run(addDecision, {
		meeting,
		title: 'One desk',
		text: 'One desk is opened.',
		manner: 'consensus'
	})
	await chair.run(answerRecommendation, { ...(await at(recommendation)), ...says, decision })
	const page = await chair.ask(getRecommendation, { recommendation })
	expect(page.hops[0]).toMatchObject({
		meeting: { reference: meeting },
		decision: { reference: decision },
		isPlaced: true
	})
})

test('an answer by written procedure names the decision that came of it, and one that decided nothing gives none', async () => {
	const chair = await made.as('chair')
	const recommendation = await received()
	const asked = { structure: 'committee', subject: 'decision', text: 'One desk is opened.' } as const
	const { reference: open } = await chair.run(openWrittenProcedure, {
		...asked,
		title: 'Still open',
		deadline: '2026-03-31'
	})
	const refused = await refusalOf(
		chair.run(answerRecommendation, { ...(await at(recommendation)), ...says, writtenProcedure: open })
	)
	expect(refused.issues).toMatchObject([
		{ path: ['writtenProcedure'], code: 'deliberation.recommendation-procedure-decided-nothing' }
	])
	const outcome = await closedProcedure('One desk in writing')
	if (!outcome) return
	const later = await made.as('chair', LATER)
	await later.run(answerRecommendation, { ...(await at(recommendation)), ...says, writtenProcedure: outcome.procedure })
	const page = await later.ask(getRecommendation, { recommendation })
	expect(page.hops[0]?.decision?.reference).toBe(outcome.decision)
})

/** A written procedure of the committee that everybody agreed to, and the decision that came of it. */
async function closedProcedure(title: string) {
	const chair = await made.as('chair')
	const { reference } = await chair.run(openWrittenProcedure, {
		structure: 'committee',
		subject: 'decision',
		title,
		text: 'One desk is opened.',
		deadline: '2026-03-31'
	})
	for (const seat of ['chair', 'member'] as const)
		await (await made.as(seat)).run(answerWrittenProcedure, { writtenProcedure: reference, answer: 'agrees' })
	const { result } = await (
		await made.as('chair', LATER)
	).run(closeWrittenProcedure, { writtenProcedure: reference, version: 3 })
	return result && { procedure: reference, decision: result.reference }
}

test('an actor answers by a text, which the page names', async () => {
	const member = await made.as('member')
	const recommendation = await received({ to: 'committee' })
	const administrator = await made.as('administrator')
	await administrator.run(submitRecommendation, { ...(await at(recommendation)), toActor: 'labour' })
	await member.run(receiveRecommendation, await at(recommendation))
	const refused = await refusalOf(member.run(answerRecommendation, { ...(await at(recommendation)), ...says }))
	expect(refused.issues).toMatchObject([{ path: ['basis'], code: 'deliberation.recommendation-answer-without-text' }])
	await member.run(answerRecommendation, { ...(await at(recommendation)), ...says, basis: 'Letter 12 of 2026' })
	const page = await member.ask(getRecommendation, { recommendation })
	expect(page.hops.at(-1)).toMatchObject({ basis: 'Letter 12 of 2026', isPlaced: true, meeting: null })
})

test('several are answered together from one meeting, which is asked for once', async () => {
	const chair = await made.as('chair')
	const both = [await received(), await received()]
	const items = await Promise.all(both.map(async (id) => ({ id, version: (await at(id)).version })))
	const refused = await refusalOf(chair.run(answerTogether, { items, ...says }))
	expect(refused.issues).toMatchObject([{ code: 'deliberation.recommendation-answer-without-place' }])
	const { reference: meeting } = await aMeeting(made)
	await chair.run(answerTogether, { items, ...says, meeting })
	for (const recommendation of both)
		expect((await chair.ask(getRecommendation, { recommendation })).hops[0]?.meeting?.reference).toBe(meeting)
})

test('a meeting that is still to come answers nothing, called or not', async () => {
	const chair = await made.as('chair')
	const recommendation = await received()
	const { reference: meeting } = await aMeeting(made, { state: 'called', day: '2026-03-20', isQuorate: null })
	const refused = await refusalOf(chair.run(answerRecommendation, { ...(await at(recommendation)), ...says, meeting }))
	expect(refused.issues).toMatchObject([{ code: 'deliberation.recommendation-meeting-not-held' }])
})

test('offered are the meetings, decisions and procedures of the level that answers, and each is taken', async () => {
	const chair = await made.as('chair')
	const recommendation = await received()
	const { reference: theirs } = await aMeeting(made, { structure: 'forum', title: 'Elsewhere' })
	const { reference: ahead } = await aMeeting(made, { state: 'planned', day: '2026-03-20', isQuorate: null })
	const { reference: meeting } = await aMeeting(made, { title: 'The day of giraffes' })
	const places = await chair.ask(findAnswering, { recommendations: [recommendation] })
	expect(places).toMatchObject({ level: 'structure', holder: { reference: 'committee' } })
	const offered = places.meetings.map(({ record }) => record.reference)
	expect(offered).toContain(meeting)
	expect(offered).not.toContain(theirs)
	expect(offered).not.toContain(ahead)
	const found = await chair.ask(findAnswering, { recommendations: [recommendation], words: 'giraffes' })
	expect(found.meetings.map(({ record }) => record.reference)).toEqual([meeting])
	expect(found.decisions).toEqual([])
	for (const { record } of places.meetings) {
		const another = await received()
		await chair.run(answerRecommendation, { ...(await at(another)), ...says, meeting: record.reference })
	}
})

test('the clock at a level ends with its answer, in the register and on the page', async () => {
	const early = await made.as('chair', new Date('2026-03-02T09:00:00Z'))
	const recommendation = await received()
	const listed = async (acting: Awaited<ReturnType<TestWorkspace['as']>>) =>
		(await acting.ask(listRecommendations, { filter: { reference: [recommendation] } })).items[0]
	expect(await listed(await made.as('chair', LATER))).toMatchObject({ daysHeld: 30, answered: null })
	const { reference: meeting } = await aMeeting(made)
	await early.run(answerRecommendation, { ...(await at(recommendation)), ...says, meeting })
	const late = await made.as('chair', LATER)
	const told = { daysHeld: null, answered: { by: { reference: 'committee' }, day: TODAY, days: 0 } }
	expect(await listed(late)).toMatchObject(told)
	expect(await late.ask(getRecommendation, { recommendation })).toMatchObject(told)
})

test('a recommendation asks somebody and deals with something, and neither is taken away again', async () => {
	const administrator = await made.as('administrator')
	const without = { title: 'x', text: 'y', structure: 'forum' }
	const codes = async (more: object) =>
		(await refusalOf(administrator.run(proposeRecommendation, { ...without, ...more }))).issues.map(
			({ path, code }) => [path[0], code]
		)
	const nobody = ['addresseeActor', 'deliberation.recommendation-asks-nobody']
	const nothing = ['areas', 'deliberation.recommendation-without-area']
	expect(await codes({})).toEqual([nobody, nothing])
	expect(await codes({ addressee: 'All departments' })).toEqual([nobody, nothing])
	expect(await codes({ addresseeStructure: 'committee' })).toEqual([nothing])
	expect(await codes({ areas: ['labour-migration'] })).toEqual([nobody])
	const reference = await propose()
	const change = async (more: object) =>
		(await refusalOf(administrator.run(changeRecommendation, { ...(await at(reference)), ...more }))).issues[0]?.code
	expect(await change({ addresseeActor: null })).toBe('deliberation.recommendation-asks-nobody')
	expect(await change({ areas: [] })).toBe('deliberation.recommendation-without-area')
	const many = await refusalOf(
		administrator.run(changeManyRecommendations, { items: [{ id: reference, version: 1 }], addresseeActor: null })
	)
	expect(many.issues[0]?.code).toBe('deliberation.recommendation-asks-nobody')
	await administrator.run(changeRecommendation, {
		...(await at(reference)),
		addresseeActor: null,
		addresseeStructure: 'committee'
	})
})

// From a version that never was: whoever may is told that it is not the present one, and nothing is done; whoever may not is
// told so before.
const asked = (recommendation: string) => ({ recommendation, version: 9_000 })
const answered = (answer: 'accepted' | 'accepted-in-part' | 'returned' | 'declined') => (acting: Acting, one: string) =>
	acting.run(answerRecommendation, { ...asked(one), answer, reasons: 'so' })
const COMMANDS: Record<RecommendationDeed, (acting: Acting, recommendation: string) => Promise<unknown>> = {
	submit: (acting, one) => acting.run(submitRecommendation, { ...asked(one), to: 'committee' }),
	receive: (acting, one) => acting.run(receiveRecommendation, asked(one)),
	review: (acting, one) => acting.run(reviewRecommendation, asked(one)),
	accept: answered('accepted'),
	'accept-in-part': answered('accepted-in-part'),
	return: answered('returned'),
	decline: answered('declined'),
	implement: (acting, one) => acting.run(implementRecommendation, asked(one)),
	complete: (acting, one) => acting.run(completeRecommendation, { ...asked(one), reason: 'done' }),
	lapse: (acting, one) => acting.run(lapseRecommendation, { ...asked(one), reason: 'over' }),
	reword: (acting, one) => acting.run(rewordRecommendation, { ...asked(one), text: 'Other', reason: 'better' }),
	change: (acting, one) => acting.run(changeRecommendation, { ...asked(one), deadlineClass: 'immediate' })
}

const STEPS = ['submit', 'receive', 'answer', 'implement'] as const

/** A recommendation of the forum that has come so far. */
async function comeTo(steps: readonly (typeof STEPS)[number][], meeting: string) {
	const administrator = await made.as('administrator')
	const reference = await propose({ audience: 'public' })
	for (const step of steps) {
		const now = await at(reference)
		if (step === 'submit') await administrator.run(submitRecommendation, { ...now, to: 'committee' })
		if (step === 'receive') await administrator.run(receiveRecommendation, now)
		if (step === 'answer') await administrator.run(answerRecommendation, { ...now, ...says, meeting })
		if (step === 'implement') await administrator.run(implementRecommendation, now)
	}
	return reference
}

test('no seat is offered a move that is then refused to it, on the page, for several together or on the form', async () => {
	const { reference: meeting } = await aMeeting(made)
	const every: string[] = []
	for (let far = 0; far <= STEPS.length; far++) every.push(await comeTo(STEPS.slice(0, far), meeting))
	for (const seat of SEAT_KEYS) {
		const acting = await made.as(seat)
		for (const recommendation of every) {
			const { next, status } = await acting.ask(getRecommendation, { recommendation })
			const together = await acting.ask(findAnswering, { recommendations: [recommendation] })
			expect(together.next).toEqual(next)
			for (const deed of next)
				expect(
					(await refusalOf(COMMANDS[deed](acting, recommendation))).kind,
					`${seat}: ${deed} what is ${status}`
				).toBe('conflict')
			const items = [{ id: recommendation, version: 9_000 }]
			if (together.next.includes('accept'))
				expect((await refusalOf(acting.run(answerTogether, { items, ...says }))).kind).toBe('conflict')
			if (together.next.includes('change'))
				expect(
					(await refusalOf(acting.run(changeManyRecommendations, { items, deadlineClass: 'immediate' }))).kind
				).toBe('conflict')
		}
		const { items, mayWithoutStructure } = await acting.ask(listMakers, {})
		for (const { reference: structure } of items)
			await acting.run(proposeRecommendation, { title: 'Offered', text: 'That it be taken.', structure, ...ASKS })
		if (mayWithoutStructure)
			await acting.run(proposeRecommendation, { title: 'Of a paper', text: 'So it be.', ...ASKS })
	}
}, 300_000)
