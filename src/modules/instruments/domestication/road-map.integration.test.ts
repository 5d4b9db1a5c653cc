import { z } from 'zod'
import { beforeEach, describe, expect, test } from 'vitest'
import { proposeRecommendation } from '#modules/deliberation/recommendation/recommendation-commands.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { listAttention } from '#platform/records/attention.ts'
import { linkRecords, setRecordAudience } from '#platform/records/record-operations.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { promise } from '../../../../tests/fixtures/promised.ts'
import { aMeeting } from '../../../../tests/fixtures/sat.ts'
import { aWorkspace, TODAY, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import {
	addObstacle,
	addStep,
	changeStep,
	followRecommendation,
	moveStep,
	overcomeObstacle,
	placeStep,
	setStepTarget
} from './road-map-commands.ts'
import { roadMapDues } from './road-map-dues.ts'
import { getRoadMap, listSteps } from './road-map-queries.ts'

let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
})

const conflict = (code: string) => ({ kind: 'conflict', code })
const fault = (field: string, code: string) => ({
	kind: 'invalid',
	issues: [expect.objectContaining({ path: [field], code })]
})

async function mapped(more: object = {}) {
	const { instrument } = await promise(made)
	const secretary = await made.as('secretariat')
	const step = async (some: object = {}) =>
		(await secretary.run(addStep, { instrument, form: 'study', title: 'Study of the law', ...some })).id
	const id = await step(more)
	const read = async (seat: SeatKey = 'secretariat') => (await made.as(seat)).ask(getRoadMap, { instrument })
	const version = async () => (await read()).instrument.version
	return { instrument, secretary, step, id, read, version }
}

describe('a road map', () => {
	test('has its steps in order, each with who leads it and which structure follows it', async () => {
		const { step, read, id } = await mapped({ lead: 'labour', structure: 'committee', target: '2026-06-30' })
		const second = await step({ form: 'deposit', title: 'Deposit', state: 'under-way' })
		const { steps, progress, may } = await read()
		expect(steps).toMatchObject([
			{
				id,
				form: 'study',
				lead: { reference: 'labour' },
				structure: { reference: 'committee' },
				firstTarget: '2026-06-30',
				target: '2026-06-30',
				state: 'planned',
				slippage: 0
			},
			{ id: second, form: 'deposit', state: 'under-way', slippage: null }
		])
		expect(progress).toEqual({ steps: 2, done: 0, late: 0, slippage: 0 })
		expect([may.change, (await read('member')).may.change]).toEqual([true, false])
	})

	test('keeps the first target of a step however often it is moved, and each move with its reason', async () => {
		const { secretary, id, version, read, instrument } = await mapped({ target: '2026-06-30' })
		const move = async (target: string, reason?: string) =>
			secretary.run(setStepTarget, { step: id, version: await version(), target, reason })
		await expect(move('2026-07-30')).rejects.toMatchObject(fault('reason', 'instruments.target-needs-reason'))
		await move('2026-07-30', 'Parliament rises early.')
		await move('2026-08-29', 'The drafters are few.')
		expect((await read()).steps[0]).toMatchObject({
			firstTarget: '2026-06-30',
			target: '2026-08-29',
			slippage: 60
		})
		const { items } = await secretary.ask(getHistory, { record: instrument, kind: 'instrument' })
		expect(items.flatMap(({ operation, reason }) => (operation === 'roadMapStep.setTarget' ? [reason] : []))).toEqual([
			'The drafters are few.',
			'Parliament rises early.'
		])
	})

	test('is moved on by who leads a step, and by nobody else who does not keep instruments', async () => {
		const { id, version, read } = await mapped({ lead: 'labour' })
		const moving = async (seat: SeatKey) =>
			(await made.as(seat)).run(moveStep, { step: id, version: await version(), state: 'done', day: '2026-02-27' })
		await expect(moving('outsider')).rejects.toMatchObject({ kind: 'forbidden' })
		await moving('member')
		expect((await read('member')).steps[0]).toMatchObject({
			state: 'done',
			done: '2026-02-27',
			may: { move: true, change: false }
		})
		await expect(moving('member')).rejects.toMatchObject(conflict('instruments.step-stands-so'))
	})

	test('takes a step up again with a reason, and forgets the day it was done', async () => {
		const { secretary, id, version, read } = await mapped()
		const move = async (more: object) =>
			secretary.run(moveStep, { step: id, version: await version(), state: 'done', ...more })
		await move({})
		expect((await read()).steps[0]).toMatchObject({ done: TODAY })
		await expect(move({ state: 'under-way' })).rejects.toMatchObject(fault('reason', 'instruments.step-needs-reason'))
		await move({ state: 'under-way', reason: 'The study was sent back.' })
		expect((await read()).steps[0]).toMatchObject({ done: null, stateReason: 'The study was sent back.' })
	})

	test('puts a step at another place', async () => {
		const { secretary, step, version, read, id } = await mapped()
		const [second, third] = [await step({ title: 'Two' }), await step({ title: 'Three' })]
		await secretary.run(placeStep, { step: third, version: await version(), place: 1 })
		expect((await read()).steps.map((one) => one.id)).toEqual([third, id, second])
	})

	test('puts right what a step is, and keeps what is not said', async () => {
		const { secretary, version, read, id } = await mapped({ lead: 'labour', structure: 'committee' })
		await secretary.run(changeStep, {
			step: id,
			version: await version(),
			title: 'Study of both laws',
			structure: null
		})
		expect((await read()).steps[0]).toMatchObject({
			title: 'Study of both laws',
			lead: { reference: 'labour' },
			structure: null,
			form: 'study'
		})
	})

	test('names obstacles, of the whole or of a step, until they are overcome', async () => {
		const { secretary, instrument, version, read, id } = await mapped()
		const { id: obstacle } = await secretary.run(addObstacle, {
			instrument,
			step: id,
			obstacle: 'incompatible-law',
			note: 'Section 4 stands against it.',
			day: '2026-02-01'
		})
		await secretary.run(addObstacle, { instrument, obstacle: 'lack-of-means' })
		const overcome = async (day: string) =>
			secretary.run(overcomeObstacle, { obstacle, version: await version(), day, reason: 'Section 4 is repealed.' })
		await expect(overcome('2026-01-31')).rejects.toMatchObject(fault('day', 'instruments.obstacle-overcome-day'))
		await overcome('2026-02-20')
		expect((await read()).obstacles).toMatchObject([
			{ obstacle: 'lack-of-means', step: null, day: TODAY, overcomeDay: null },
			{ obstacle: 'incompatible-law', step: id, text: 'Section 4 stands against it.', overcomeDay: '2026-02-20' }
		])
		await expect(overcome('2026-02-20')).rejects.toMatchObject(conflict('instruments.obstacle-overcome'))
		const other = await promise(made, { prefix: 'Other' })
		await expect(
			secretary.run(addObstacle, { instrument: other.instrument, step: id, obstacle: 'novelty' })
		).rejects.toMatchObject(fault('step', 'instruments.step-of-other-instrument'))
	})

	test('names the recommendations that asked for it', async () => {
		const { secretary, instrument, read } = await mapped()
		const recommendation = await secretary.run(proposeRecommendation, {
			structure: 'committee',
			title: 'Ratify it',
			text: 'That it be ratified.',
			addresseeActor: 'labour',
			areas: ['labour-migration'],
			audience: 'workspace'
		})
		await secretary.run(followRecommendation, {
			instrument,
			recommendation: recommendation.reference,
			argument: 'Asked for by the committee.'
		})
		expect((await read()).recommendations).toMatchObject([
			{ reference: recommendation.reference, argument: 'Asked for by the committee.' }
		])
		expect((await read('public')).recommendations).toEqual([])
	})

	test('names those that are linked with the instrument in another way, from either side, each once', async () => {
		const { secretary, instrument, read } = await mapped()
		const propose = async (title: string) =>
			(
				await secretary.run(proposeRecommendation, {
					structure: 'committee',
					title,
					text: title,
					addresseeActor: 'labour',
					areas: ['labour-migration'],
					audience: 'workspace'
				})
			).reference
		const [one, two] = [await propose('Ratify it'), await propose('Carry it into law')]
		const link = async (from: string, fromKind: string, type: 'supports' | 'implements', to: string, toKind: string) =>
			secretary.run(linkRecords, { from, fromKind, type, to, toKind, argument: type })
		await link(one, 'recommendation', 'supports', instrument, 'instrument')
		await link(instrument, 'instrument', 'implements', one, 'recommendation')
		await link(two, 'recommendation', 'supports', instrument, 'instrument')
		expect((await read()).recommendations.map(({ reference }) => reference)).toEqual([one, two])
	})
})

describe('what falls due', () => {
	async function late() {
		const map = await mapped({ lead: 'labour', structure: 'committee', target: '2026-02-20' })
		const { secretary, step, version } = map
		const done = await step({ title: 'Done', lead: 'labour', structure: 'committee', target: '2026-02-21' })
		await secretary.run(moveStep, { step: done, version: await version(), state: 'done' })
		await step({ form: 'law', title: 'Law', lead: 'health', target: '2026-05-01' })
		return map
	}

	test('is listed by its target: whose it is, and whether it is late', async () => {
		const { secretary, instrument } = await late()
		const { items } = await secretary.ask(listSteps, { filter: { state: ['planned'] } })
		expect(items.map(({ form, late: days }) => [form, days])).toEqual([
			['study', 10],
			['law', 0]
		])
		const own = await (await made.as('member')).ask(listSteps, { filter: { mine: true, late: true } })
		expect(own.items.map(({ instrument: of, form }) => [of.id, form])).toEqual([[instrument, 'study']])
	})

	test('waits on the first page of who leads it, once its target has passed', async () => {
		const { instrument } = await late()
		const matters = async (seat: SeatKey, wanted = 'road-map-overdue') =>
			(await (await made.as(seat)).ask(listAttention, {})).items.filter(({ code }) => code === wanted)
		expect(await matters('member')).toMatchObject([
			{ whose: 'actor', total: 1, first: [{ record: { id: instrument }, day: '2026-02-20' }] }
		])
		expect(await matters('outsider')).toEqual([])
		expect(await matters('outsider', 'road-map-followed')).toEqual([])
		expect(await matters('observer')).toEqual([])
	})

	test('waits with the structure that follows it and with whoever keeps the road maps, each told once', async () => {
		const { instrument } = await late()
		const told = async (seat: SeatKey) =>
			(await (await made.as(seat)).ask(listAttention, {})).items.filter(({ code }) => code.startsWith('road-map-'))
		const first = [{ record: { id: instrument }, day: '2026-02-20' }]
		expect(await told('chair')).toMatchObject([{ code: 'road-map-followed', whose: 'structure', total: 1, first }])
		expect(await told('secretariat')).toMatchObject([{ code: 'road-map-kept', whose: 'mine', total: 1, first }])
		expect((await told('member')).map(({ code }) => code)).toEqual(['road-map-overdue'])
		const followed = async (seat: SeatKey, more: object) =>
			(await (await made.as(seat)).ask(listSteps, { filter: { late: true, ...more } })).items.length
		expect([
			await followed('chair', { followed: true, mine: false }),
			await followed('member', { followed: true, mine: false }),
			await followed('outsider', { followed: true }),
			await followed('outsider', { followed: false })
		]).toEqual([1, 0, 0, 1])
	})

	test('is told two weeks before its target, and not earlier', async () => {
		const { step } = await mapped({ lead: 'labour', target: '2026-03-16' })
		await step({ lead: 'labour', target: '2026-03-17' })
		await step({ lead: 'labour', target: TODAY })
		const soon = async (seat: SeatKey) =>
			(await (await made.as(seat)).ask(listAttention, {})).items.filter(({ code }) => code.startsWith('road-map-'))
		expect(await soon('member')).toMatchObject([
			{ code: 'road-map-soon', whose: 'actor', total: 2, first: [{ day: TODAY }, { day: '2026-03-16' }] }
		])
		expect(await soon('outsider')).toEqual([])
		expect(await soon('secretariat')).toMatchObject([{ code: 'road-map-soon', whose: 'mine', total: 2 }])
	})

	test('stands on the agenda of the structure that follows it, and in its calendar', async () => {
		const { instrument, secretary } = await late()
		const meeting = await aMeeting(made, { state: 'called', isQuorate: null })
		const { standing } = await secretary.ask(getMeeting, { meeting: meeting.id })
		expect(standing.commitments).toMatchObject([
			{ record: { id: instrument }, code: 'road-map-study', day: '2026-02-20' }
		])
		const dues = (actor: string) => doing(made, (here) => dueOf(here, actor))
		const { seat } = await made.as('member')
		expect(await dues(seat.actorId ?? '')).toMatchObject([{ code: 'road-map-study', day: '2026-02-20' }])
	})

	test('is told apart in calendars, though an instrument has many steps of one kind', async () => {
		const { step } = await mapped({ lead: 'labour', target: '2026-05-01' })
		await step({ lead: 'labour', target: '2026-05-01' })
		const { seat } = await made.as('member')
		const dues = await doing(made, (here) => dueOf(here, seat.actorId ?? ''))
		expect(new Set(dues.map(({ record, code, part }) => `${record.id} ${code} ${part ?? ''}`)).size).toBe(2)
	})

	test('is not told to who may not see the instrument', async () => {
		const { secretary, instrument, version } = await late()
		await secretary.run(setRecordAudience, {
			record: instrument,
			kind: 'instrument',
			version: await version(),
			audience: 'secretariat',
			reason: 'It is being negotiated.'
		})
		const member = await made.as('member')
		expect((await member.ask(listSteps, {})).items).toEqual([])
		expect((await member.ask(listAttention, {})).items.filter(({ code }) => code === 'road-map-overdue')).toEqual([])
	})
})

async function doing<T>({ as }: TestWorkspace, work: (here: Here) => Promise<T>): Promise<T> {
	let found: T[] = []
	const look = query({
		name: 'workspace.get',
		input: z.strictObject({}),
		output: z.object({}),
		about: nothing,
		allow: everyone,
		async run(here) {
			found = [await work(here)]
			return {}
		}
	})
	await (await as('member')).ask(look, {})
	const [first] = found
	if (first === undefined) throw new Error('nothing was found')
	return first
}

const dueOf = (here: Here, actorId: string) =>
	roadMapDues.dues(here, { from: null, until: '2026-12-31', actorId, limit: 10 })
