import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { addMembership, addNomination, endMembership } from '#modules/directory/membership-commands.ts'
import { listMemberships } from '#modules/directory/membership-queries.ts'
import { setStructureStatus } from '#modules/directory/structure-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { clockSeat } from '#platform/access/seat.ts'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { getMeeting } from '../meeting/meeting-queries.ts'
import { getRecommendation } from '../recommendation/recommendation-page.ts'
import { getDecision } from './decision-queries.ts'
import {
	answerWrittenProcedure,
	closeWrittenProcedure,
	openWrittenProcedure,
	remindOfWrittenProcedures,
	stopWrittenProcedure
} from './procedure-commands.ts'
import { getWrittenProcedure, listWrittenProcedures } from './procedure-queries.ts'
import { procedureAttention, procedureDues } from './procedure-waiting.ts'
import { aMeeting, rulesOf } from '../../../../tests/fixtures/sat.ts'

const DEADLINE = '2026-03-16'
const LATER = new Date('2026-03-17T08:00:00Z')
const question = {
	structure: 'committee',
	subject: 'decision',
	title: 'Adopt the data protocol',
	text: 'The protocol is adopted.',
	deadline: DEADLINE
} as const
const conflict = (code: string) => ({ kind: 'conflict', code })
const fault = (code: string) => ({ kind: 'invalid', issues: [expect.objectContaining({ code })] })

let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
})

async function opened(more: object = {}) {
	const secretary = await made.as('secretariat')
	const procedure = await secretary.run(openWrittenProcedure, { ...question, ...more })
	const read = async (key: SeatKey = 'secretariat', now?: Date) =>
		(await made.as(key, now)).ask(getWrittenProcedure, { writtenProcedure: procedure.id })
	const answer = async (key: SeatKey, answer: 'agrees' | 'disagrees' | 'abstains', rest: object = {}, now?: Date) =>
		(await made.as(key, now)).run(answerWrittenProcedure, { writtenProcedure: procedure.id, answer, ...rest })
	const close = async (now?: Date, rest: object = {}) =>
		(await made.as('secretariat', now)).run(closeWrittenProcedure, {
			writtenProcedure: procedure.id,
			version: (await read('secretariat', now)).version,
			...rest
		})
	return { procedure, read, answer, close, secretary }
}

const mails = () =>
	made.database.owner
		.selectFrom('mail')
		.select(['template', 'email', 'seat_id', 'params', 'records'])
		.where('workspace_id', '=', made.workspace.id)
		.orderBy('id')
		.execute()

describe('opening', () => {
	test('asks every full member and gives them the days that the rules of procedure give', async () => {
		await rulesOf(made, 'committee', { written_days: 20 })
		await expect(opened()).rejects.toMatchObject(fault('deliberation.procedure-deadline-too-early'))
		const { read } = await opened({ deadline: '2026-03-22' })
		expect(await read('member')).toMatchObject({
			standing: 'open',
			silence: 'no-answer',
			ballot: { entitled: 2, silent: 2 },
			may: { answer: true, close: false, stop: false }
		})
		expect((await mails()).map((one) => one.template)).toEqual(['procedure-opened', 'procedure-opened'])
	})

	test('keeps the rules of the day it was opened', async () => {
		await rulesOf(made, 'committee', { silence: 'consent', quorum_kind: 'majority' })
		const { procedure } = await opened()
		await made.database.owner
			.updateTable('structure_rhythm')
			.set({ silence: 'no-answer', quorum_kind: 'none' })
			.where('workspace_id', '=', made.workspace.id)
			.execute()
		const page = await (await made.as('secretariat')).ask(getWrittenProcedure, { writtenProcedure: procedure.id })
		expect(page).toMatchObject({ silence: 'consent', ballot: { quorum: 2 } })
	})

	test('writes to nominees, and tells an office without a seat nothing but the number', async () => {
		const administrator = await made.as('administrator')
		const { items } = await administrator.ask(listMemberships, { filter: { structure: 'committee', actor: 'labour' } })
		await administrator.run(addNomination, {
			membership: items[0]?.id ?? '',
			capacity: 'principal',
			office: 'Migration desk',
			email: 'desk@labour.test',
			from: '2026-01-01'
		})
		await opened()
		const toOffice = (await mails()).find((one) => one.email !== null)
		expect(toOffice).toMatchObject({ template: 'procedure-opened-office', email: 'desk@labour.test', records: '{}' })
		expect(toOffice?.params).not.toContain(question.title)
	})

	test.for([
		[{ meeting: 'x' }, 'deliberation.procedure-names-meeting-for-minutes'],
		[{ subject: 'minutes' }, 'deliberation.procedure-names-meeting-for-minutes'],
		[{ subject: 'recommendation', effect: '2026-05-01' }, 'deliberation.procedure-effect-of-decision'],
		[{ subject: 'recommendation' }, 'deliberation.recommendation-asks-nobody'],
		[{ addresseeActor: 'health' }, 'deliberation.procedure-addressee-of-recommendation']
	] as const)('%o is refused as %s', async ([more, code]) => {
		await expect(opened(more)).rejects.toMatchObject(fault(code))
	})

	test('is refused in a structure that is dissolved', async () => {
		const administrator = await made.as('administrator')
		const { version } = await administrator.ask(getStructure, { structure: 'committee' })
		await administrator.run(setStructureStatus, {
			structure: 'committee',
			version,
			status: 'dissolved',
			day: '2026-03-02',
			reason: 'Merged'
		})
		await expect(opened()).rejects.toMatchObject(conflict('deliberation.procedure-of-dissolved'))
	})
})

describe('answering', () => {
	test('is for full members alone, once each, and may be changed until the deadline', async () => {
		const administrator = await made.as('administrator')
		for (const [actor, kind] of [
			['union', 'co-opted'],
			['statistics', 'co-opted'],
			['health', 'invited']
		] as const)
			await administrator.run(addMembership, {
				structure: 'committee',
				actor,
				kind,
				from: '2025-01-01',
				reason: 'test'
			})
		const { answer, read } = await opened()
		await expect(answer('statistician', 'agrees')).rejects.toMatchObject({ kind: 'forbidden' })
		await expect(answer('outsider', 'agrees')).rejects.toMatchObject({ kind: 'absent' })
		await expect(answer('secretariat', 'agrees')).rejects.toMatchObject({ kind: 'forbidden' })
		await answer('member', 'disagrees')
		await answer('analyst', 'agrees')
		expect((await read('chair')).answers).toMatchObject([{ actor: { reference: 'labour' }, answer: 'agrees' }])
		expect((await read('chair')).waiting).toMatchObject([{ reference: 'home-affairs' }])
		await expect(answer('member', 'agrees', {}, LATER)).rejects.toMatchObject(
			conflict('deliberation.procedure-past-deadline')
		)
		await expect(answer('member', 'agrees', { stance: 'objection', text: 'no' })).rejects.toMatchObject(
			fault('deliberation.objection-without-disagreement')
		)
	})

	test('is not told to who does not sit in the structure', async () => {
		const { answer, procedure } = await opened()
		await answer('member', 'agrees')
		for (const key of ['outsider', 'observer', 'public'] as const) {
			const reader = await made.as(key)
			expect((await reader.ask(listWrittenProcedures, {})).items).toEqual([])
			await expect(reader.ask(getWrittenProcedure, { writtenProcedure: procedure.id })).rejects.toMatchObject({
				kind: 'absent'
			})
		}
	})
})

describe('closing', () => {
	test('waits for the deadline, or for the last answer', async () => {
		const { answer, close } = await opened()
		await answer('member', 'agrees')
		await expect(close()).rejects.toMatchObject(conflict('deliberation.procedure-still-runs'))
		await answer('chair', 'agrees')
		expect(await close()).toMatchObject({ outcome: 'adopted' })
		await expect(close()).rejects.toMatchObject(conflict('deliberation.procedure-closed'))
	})

	test('makes the decision in the words agreed, with the reservations, on the day that counts', async () => {
		const { answer, close, read, secretary, procedure } = await opened({ basis: 'Rule 7', effect: '2026-04-01' })
		await answer('member', 'agrees', { stance: 'reservation', text: 'Subject to funds' })
		const done = await close(LATER, { audience: 'workspace' })
		const decision = await secretary.ask(getDecision, { decision: done.result?.id ?? '' })
		expect(decision).toMatchObject({
			title: { en: question.title },
			text: question.text,
			basis: 'Rule 7',
			effectDay: '2026-04-01',
			manner: 'written-procedure',
			decidedDay: DEADLINE,
			writtenProcedure: { reference: procedure.reference },
			positions: [{ actor: { reference: 'labour' }, stance: 'reservation', text: 'Subject to funds' }],
			may: { change: false, note: false, replace: true, revoke: true }
		})
		expect((await read()).result?.reference).toBe(decision.reference)
		const outsider = await made.as('outsider')
		const seen = await outsider.ask(getDecision, { decision: decision.id })
		expect(seen.writtenProcedure).toBeNull()
	})

	test('adopts nothing against an objection, and makes nothing', async () => {
		await rulesOf(made, 'committee', { silence: 'consent' })
		const { answer, close, read } = await opened()
		await answer('member', 'disagrees', { stance: 'objection', text: 'It breaks the Act' })
		expect(await close(LATER)).toMatchObject({ outcome: 'not-adopted', result: null })
		expect(await read()).toMatchObject({ standing: 'closed', ballot: { because: 'objection' }, result: null })
	})

	test('counts silence as the rules say', async () => {
		const nobody = await opened()
		expect(await nobody.close(LATER)).toMatchObject({ outcome: 'not-adopted' })
		await rulesOf(made, 'committee', { silence: 'consent', quorum_kind: 'majority' })
		const consenting = await opened()
		expect(await consenting.close(LATER)).toMatchObject({ outcome: 'adopted' })
	})

	test('does not count the answer of a member that has left meanwhile', async () => {
		const { answer, close, read } = await opened()
		await answer('member', 'disagrees')
		await answer('chair', 'agrees')
		const administrator = await made.as('administrator')
		const { items } = await administrator.ask(listMemberships, { filter: { structure: 'committee', actor: 'labour' } })
		await administrator.run(endMembership, { membership: items[0]?.id ?? '', day: '2026-03-01', reason: 'left' })
		expect(await close(LATER)).toMatchObject({ outcome: 'adopted' })
		expect(await read()).toMatchObject({ ballot: { entitled: 1, agrees: 1, disagrees: 0 } })
	})

	test('makes a recommendation to whom it was put', async () => {
		const { answer, close, secretary } = await opened({
			subject: 'recommendation',
			addresseeActor: 'health',
			areas: ['labour-migration']
		})
		await answer('member', 'agrees')
		await answer('chair', 'agrees')
		const done = await close()
		const recommendation = await secretary.ask(getRecommendation, { recommendation: done.result?.id ?? '' })
		expect(recommendation.title).toEqual({ en: question.title })
		expect(recommendation.areas.map(({ reference }) => reference)).toEqual(['labour-migration'])
		const health = await made.as('outsider')
		expect((await health.ask(getRecommendation, { recommendation: recommendation.id })).id).toBe(recommendation.id)
	})

	test('adopts the minutes of a meeting, and only minutes that were circulated', async () => {
		const held = await aMeeting(made, { state: 'held', day: '2026-02-02' })
		await expect(opened({ subject: 'minutes', structure: undefined, meeting: held.id })).rejects.toMatchObject(
			conflict('deliberation.minutes-not-circulated')
		)
		const meeting = await aMeeting(made, { state: 'circulated', day: '2026-02-03' })
		const minutes = { subject: 'minutes', meeting: meeting.id }
		const { answer, close, secretary } = await opened(minutes)
		await expect(opened(minutes)).rejects.toMatchObject(conflict('deliberation.procedure-on-minutes-runs'))
		await answer('member', 'agrees')
		await answer('chair', 'agrees')
		expect(await close()).toMatchObject({ outcome: 'adopted', result: { reference: meeting.reference } })
		const adopted = await secretary.ask(getMeeting, { meeting: meeting.id })
		expect(JSON.stringify(adopted)).toContain('written-procedure')
	})
})

test('stopped with a reason, it takes no answer and makes nothing', async () => {
	const { answer, read, secretary, procedure } = await opened()
	await secretary.run(stopWrittenProcedure, {
		writtenProcedure: procedure.id,
		version: (await read()).version,
		reason: 'The text was the wrong one'
	})
	await expect(answer('member', 'agrees')).rejects.toMatchObject(conflict('deliberation.procedure-stopped'))
	expect(await read()).toMatchObject({
		standing: 'stopped',
		standingReason: 'The text was the wrong one',
		result: null
	})
})

describe('the clock', () => {
	const tick = async (now: Date) => {
		const { opening } = await made.as('administrator', now)
		return run({ ...opening, seat: clockSeat, via: 'job' }, remindOfWrittenProcedures, {})
	}

	test('reminds once those who have not answered, then once the secretary, and closes nothing', async () => {
		const { answer, read } = await opened()
		await answer('chair', 'agrees')
		expect(await tick(new Date('2026-03-13T04:20:00Z'))).toEqual({ reminded: 0, chased: 0 })
		expect(await tick(new Date('2026-03-14T04:20:00Z'))).toEqual({ reminded: 1, chased: 0 })
		expect(await tick(new Date('2026-03-15T04:20:00Z'))).toEqual({ reminded: 0, chased: 0 })
		expect(await tick(LATER)).toEqual({ reminded: 0, chased: 1 })
		expect(await tick(LATER)).toEqual({ reminded: 0, chased: 0 })
		expect((await read('secretariat', LATER)).standing).toBe('open')
		const sent = await mails()
		expect(sent.filter((one) => one.template === 'procedure-reminder')).toHaveLength(1)
		expect(sent.some((one) => one.template === 'procedure-to-close')).toBe(true)
	})

	test('is the only one that may remind', async () => {
		for (const key of ['administrator', 'secretariat'] as const)
			await expect((await made.as(key)).run(remindOfWrittenProcedures, {})).rejects.toMatchObject({ kind: 'forbidden' })
	})
})

const telling = query({
	name: 'workspace.get',
	input: z.strictObject({ actor: z.string().optional() }),
	output: z.object({
		matters: z.array(z.object({ code: z.string(), total: z.int() })),
		dues: z.array(z.object({ code: z.string(), day: z.string() }))
	}),
	about: nothing,
	allow: everyone,
	async run(here, { actor }) {
		const asked = { from: null, until: '2026-12-31', limit: 10, ...(actor === undefined ? {} : { actorId: actor }) }
		return { matters: await procedureAttention.matters(here), dues: await procedureDues.dues(here, asked) }
	}
})

test('a member is told what waits for its answer, and whoever serves the structure what waits to be closed', async () => {
	const { answer } = await opened()
	const matters = async (key: SeatKey, now?: Date) =>
		(await (await made.as(key, now)).ask(telling, {})).matters.map(({ code, total }) => [code, total])
	expect(await matters('member')).toEqual([['procedure-to-answer', 1]])
	expect(await matters('outsider')).toEqual([])
	await answer('member', 'agrees')
	expect(await matters('member')).toEqual([])
	expect(await matters('chair', LATER)).toEqual([['procedure-past-deadline', 1]])
	await answer('chair', 'agrees')
	expect(await matters('chair')).toEqual([['procedure-to-close', 1]])
})

test('its deadline falls due to who sits in the structure', async () => {
	await opened()
	const dues = async (key: SeatKey) => {
		const acting = await made.as(key)
		return (await acting.ask(telling, { actor: acting.seat.actorId ?? '' })).dues
	}
	expect(await dues('member')).toMatchObject([{ code: 'procedure-deadline', day: DEADLINE }])
	expect(await dues('outsider')).toEqual([])
})
