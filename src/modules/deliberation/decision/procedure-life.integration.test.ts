import { beforeEach, expect, test } from 'vitest'
import { addMembership } from '#modules/directory/membership-commands.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aMeeting, rulesOf } from '#tests/fixtures/sat.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { getRecommendation } from '../recommendation/recommendation-page.ts'
import { getDecision } from './decision-queries.ts'
import {
	answerWrittenProcedure,
	closeWrittenProcedure,
	openWrittenProcedure,
	stopWrittenProcedure
} from './procedure-commands.ts'
import { getWrittenProcedure } from './procedure-queries.ts'

const at = (day: string) => new Date(`${day}T09:00:00Z`)
let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
	await rulesOf(made, 'committee', { written_days: 10, silence: 'consent', quorum_kind: 'majority' })
	const administrator = await made.as('administrator')
	await administrator.run(addMembership, {
		structure: 'committee',
		actor: 'statistics',
		kind: 'member',
		from: '2026-01-01',
		reason: 'test'
	})
})

const open = async (more: object = {}) =>
	(await made.as('chair')).run(openWrittenProcedure, {
		structure: 'committee',
		subject: 'decision',
		title: 'Adopt the data protocol',
		text: 'The protocol is adopted.',
		deadline: '2026-03-12',
		...more
	})

type Said = { answer: 'agrees' | 'disagrees' | 'abstains'; stance?: 'reservation' | 'objection'; text?: string }

/** Reads, answers and closes one procedure as any seat, on any day. */
function about(writtenProcedure: string) {
	const read = async (key: SeatKey, day = '2026-03-02') =>
		(await made.as(key, at(day))).ask(getWrittenProcedure, { writtenProcedure })
	return {
		read,
		answer: async (key: SeatKey, day: string, said: Said) =>
			(await made.as(key, at(day))).run(answerWrittenProcedure, { writtenProcedure, ...said }),
		close: async (key: SeatKey, day: string, more: object = {}) =>
			(await made.as(key, at(day))).run(closeWrittenProcedure, {
				writtenProcedure,
				version: (await read(key, day)).version,
				...more
			})
	}
}

const letters = async () => {
	const rows = await made.database.owner
		.selectFrom('mail')
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'mail.workspace_id').onRef('seat.id', '=', 'mail.seat_id')
		)
		.select(['mail.template', 'seat.key'])
		.where('mail.workspace_id', '=', made.workspace.id)
		.orderBy('mail.id')
		.execute()
	return rows.map(({ template, key }) => `${template} ${key}`)
}

test('three members go the whole way: an objection is taken back, one abstains, one is silent, and it is decided', async () => {
	const { id } = await open()
	const { read, answer, close } = about(id)
	expect(await read('member')).toMatchObject({
		silence: 'consent',
		deadlineDay: '2026-03-12',
		ballot: { entitled: 3, quorum: 2, silent: 3 },
		may: { answer: true, close: false, stop: false },
		mine: null
	})
	await answer('member', '2026-03-03', { answer: 'disagrees', stance: 'objection', text: 'The law forbids it.' })
	expect((await read('chair', '2026-03-04')).ballot).toMatchObject({ outcome: 'not-adopted', because: 'objection' })
	await answer('member', '2026-03-05', { answer: 'agrees', stance: 'reservation', text: 'Within the law.' })
	await answer('chair', '2026-03-06', { answer: 'abstains' })
	expect((await read('chair', '2026-03-06')).waiting).toMatchObject([{ reference: 'statistics' }])
	expect(await refusalOf(close('chair', '2026-03-12'))).toMatchObject({ code: 'deliberation.procedure-still-runs' })
	// The deadline is a day as the workspace counts it: at 23:30 in Harare answers are taken, an hour later they are not.
	const late = new Date('2026-03-12T21:30:00Z')
	await (await made.as('member', late)).run(answerWrittenProcedure, { writtenProcedure: id, answer: 'agrees' })
	const tooLate = await made.as('member', new Date('2026-03-12T22:30:00Z'))
	expect(
		await refusalOf(tooLate.run(answerWrittenProcedure, { writtenProcedure: id, answer: 'disagrees' }))
	).toMatchObject({ code: 'deliberation.procedure-past-deadline', params: { deadline: '2026-03-12' } })
	const done = await close('chair', '2026-03-13')
	expect(done).toMatchObject({ outcome: 'adopted' })
	expect(await read('member', '2026-03-13')).toMatchObject({
		standing: 'closed',
		outcome: 'adopted',
		ballot: { agrees: 1, abstains: 1, silent: 1, agreeing: 2, takingPart: 3, because: 'unanimous' },
		result: { id: done.result?.id },
		may: { answer: false, close: false, stop: false }
	})
	const chair = await made.as('chair')
	expect(await chair.ask(getDecision, { decision: done.result?.id ?? '' })).toMatchObject({
		text: 'The protocol is adopted.',
		manner: 'written-procedure',
		decidedDay: '2026-03-12',
		positions: []
	})
})

test('whoever was asked is told what became of it, each seat once, and nobody else', async () => {
	const adopted = about((await open()).id)
	await adopted.close('chair', '2026-03-13')
	expect((await letters()).sort()).toEqual([
		'procedure-adopted chair',
		'procedure-adopted member',
		'procedure-adopted statistician',
		'procedure-opened chair',
		'procedure-opened member',
		'procedure-opened statistician'
	])
	const refused = about((await open()).id)
	await refused.answer('member', '2026-03-03', { answer: 'disagrees', stance: 'objection', text: 'No.' })
	await refused.close('chair', '2026-03-13')
	expect((await letters()).filter((one) => one.startsWith('procedure-not-adopted')).sort()).toEqual([
		'procedure-not-adopted chair',
		'procedure-not-adopted member',
		'procedure-not-adopted statistician'
	])
	const stopped = await open()
	const { version } = await about(stopped.id).read('chair')
	const chair = await made.as('chair')
	await chair.run(stopWrittenProcedure, { writtenProcedure: stopped.id, version, reason: 'The wrong text' })
	expect((await letters()).filter((one) => one.startsWith('procedure-stopped')).sort()).toEqual([
		'procedure-stopped chair',
		'procedure-stopped member',
		'procedure-stopped statistician'
	])
})

test('everybody having answered, it is closed before its deadline, on the day it is closed', async () => {
	const { id } = await open()
	const { read, answer, close } = about(id)
	for (const seat of ['member', 'chair', 'statistician'] as const)
		await answer(seat, '2026-03-04', { answer: 'agrees' })
	expect((await read('chair', '2026-03-05')).may).toMatchObject({ close: true })
	const done = await close('chair', '2026-03-05')
	const chair = await made.as('chair')
	expect((await chair.ask(getDecision, { decision: done.result?.id ?? '' })).decidedDay).toBe('2026-03-05')
	expect(await refusalOf(answer('member', '2026-03-06', { answer: 'disagrees' }))).toMatchObject({
		code: 'deliberation.procedure-closed'
	})
})

test('minutes put to the members need no structure named, and are adopted by the silence of all where that is consent', async () => {
	const meeting = await aMeeting(made, { state: 'circulated', day: '2026-02-02' })
	const { id } = await open({ structure: undefined, subject: 'minutes', meeting: meeting.id })
	const { read, close } = about(id)
	expect(await read('member')).toMatchObject({ subject: 'minutes', meeting: { reference: meeting.reference } })
	expect(await close('chair', '2026-03-13')).toMatchObject({
		outcome: 'adopted',
		result: { reference: meeting.reference }
	})
})

test('what the members decided among themselves stays with them, unless a wider circle is chosen', async () => {
	const decide = async (more: object = {}) => {
		const { id } = await open()
		const { answer, close } = about(id)
		await answer('chair', '2026-03-03', { answer: 'agrees' })
		return (await close('chair', '2026-03-13', more)).result?.id ?? ''
	}
	const own = await decide()
	for (const key of ['observer', 'outsider'] as const)
		expect(
			await refusalOf((await made.as(key)).ask(getDecision, { decision: own })),
			`${key} reads what only members saw`
		).toMatchObject({ kind: 'absent' })
	expect((await (await made.as('member')).ask(getDecision, { decision: own })).text).toBe('The protocol is adopted.')
	const told = await decide({ audience: 'workspace' })
	expect((await (await made.as('observer')).ask(getDecision, { decision: told })).id).toBe(told)
})

test('a recommendation made in writing is seen by who saw the procedure and by whom it asks, and by nobody else', async () => {
	const { id } = await open({ subject: 'recommendation', addresseeActor: 'health' })
	const { answer, close } = about(id)
	await answer('chair', '2026-03-03', { answer: 'agrees' })
	const recommendation = (await close('chair', '2026-03-13')).result?.id ?? ''
	expect(await refusalOf((await made.as('observer')).ask(getRecommendation, { recommendation }))).toMatchObject({
		kind: 'absent'
	})
	expect((await (await made.as('outsider')).ask(getRecommendation, { recommendation })).id).toBe(recommendation)
})

test('who has answered is named to who runs the structure or sits in it; whoever only reads along gets the counts', async () => {
	const { id } = await open()
	const { read, answer } = about(id)
	await answer('chair', '2026-03-03', { answer: 'agrees' })
	const { owner } = made.database
	await owner
		.updateTable('record')
		.set({ audience: ['workspace'] })
		.where('workspace_id', '=', made.workspace.id)
		.where('id', '=', id)
		.execute()
	expect(await read('observer', '2026-03-04')).toMatchObject({
		answers: null,
		waiting: null,
		ballot: { entitled: 3, agrees: 1 }
	})
	expect(await read('member', '2026-03-04')).toMatchObject({ answers: [{ answer: 'agrees' }] })
})

test('whoever may close it is told why it cannot be closed yet, and whoever may not is told nothing of that', async () => {
	const { id } = await open()
	const { read, close } = about(id)
	expect(await read('chair')).toMatchObject({
		may: { close: false },
		whyNot: { close: 'deliberation.procedure-still-runs', stop: null }
	})
	expect(await read('member')).toMatchObject({ may: { close: false }, whyNot: { close: null, stop: null } })
	expect(await read('member', '2026-03-13')).toMatchObject({
		may: { answer: false },
		whyNot: { answer: 'deliberation.procedure-past-deadline' }
	})
	await close('chair', '2026-03-13')
	expect(await read('chair', '2026-03-13')).toMatchObject({ whyNot: { close: 'deliberation.procedure-closed' } })
})
