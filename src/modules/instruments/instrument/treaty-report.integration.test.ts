import { beforeEach, describe, expect, test } from 'vitest'
import { addStandingItems } from '#modules/deliberation/meeting/meeting-commands.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { clockSeat } from '#platform/access/seat.ts'
import { run } from '#platform/operation/perform.server.ts'
import { planned } from '#tests/fixtures/committee.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { addStep } from '../domestication/road-map-commands.ts'
import { addReportingDuty, withdrawReportingDuty } from './duty-commands.ts'
import { addInstrument } from './instrument-commands.ts'
import { getInstrument } from './instrument-queries.ts'
import {
	addTreatyReport,
	changeTreatyReport,
	dropTreatyReport,
	recordDialogue,
	recordObservations,
	submitTreatyReport
} from './report-commands.ts'
import { getTreatyReport, listTreatyReports } from './report-queries.ts'
import { scheduleReports } from './report-schedule.ts'
import { reportAttention, reportDues } from './report-waiting.ts'
import { setStatus } from './status-commands.ts'
import { query, nothing } from '#platform/operation/operation.server.ts'
import { z } from 'zod'
import type { Due, Matter } from '#platform/records/registers.ts'

let made: TestWorkspace
let keeper: Acting
let instrument: string

const version = async () => (await keeper.ask(getInstrument, { instrument })).version

beforeEach(async () => {
	made = await aWorkspace()
	keeper = await made.as('secretariat')
	const added = await keeper.run(addInstrument, {
		key: 'icrmw',
		name: 'Convention on migrant workers',
		acronym: 'ICRMW',
		form: 'convention',
		scope: 'global',
		adoptedOn: '1990-12-18',
		inForceOn: '2003-07-01',
		entryMonths: 3,
		entryFirstOfMonth: true
	})
	instrument = added.reference
})

const schedule = async (day: string) =>
	run({ ...keeper.opening, seat: clockSeat, now: new Date(`${day}T09:00:00Z`) }, scheduleReports, {})
const reports = async () => (await keeper.ask(listTreatyReports, { sort: 'due' })).items
const read = (report: string) => keeper.ask(getTreatyReport, { report })

async function aReport(more: object = {}) {
	const { reference } = await keeper.run(addTreatyReport, {
		instrument,
		title: 'Periodic report',
		form: 'periodic',
		due: '2026-02-01',
		lead: 'labour',
		...more
	})
	return reference
}

describe('the reports that a treaty asks for', () => {
	beforeEach(async () => {
		await keeper.run(addReportingDuty, {
			instrument,
			version: await version(),
			article: 'Article 73',
			body: 'Committee on Migrant Workers',
			firstMonths: 12,
			everyMonths: 60
		})
	})

	test('are none while the country is not bound, and come in their row once it is', async () => {
		expect(await schedule('2026-03-02')).toEqual({ made: 0 })
		await keeper.run(setStatus, { instrument, version: await version(), event: 'ratified', day: '2025-02-10' })
		// Bound on the first day of the month that follows three months after the deposit.
		expect(await schedule('2026-03-02')).toEqual({ made: 1 })
		expect(await reports()).toMatchObject([
			{ form: 'initial', dueDay: '2026-06-01', title: { en: 'ICRMW 2026' }, progress: 'due' }
		])
		expect(await schedule('2026-03-03')).toEqual({ made: 0 })
		const [first] = await reports()
		const later = await made.as('secretariat', new Date('2026-06-02T09:00:00Z'))
		await later.run(submitTreatyReport, {
			report: first?.reference ?? '',
			version: first?.version ?? 0,
			day: '2026-05-30'
		})
		expect(await schedule('2026-06-02')).toEqual({ made: 1 })
		expect((await reports()).map(({ form, dueDay }) => [form, dueDay])).toEqual([
			['initial', '2026-06-01'],
			['periodic', '2031-06-01']
		])
		expect((await read(first?.reference ?? '')).duty).toEqual({
			article: 'Article 73',
			body: 'Committee on Migrant Workers'
		})
	})

	test('are none while the day that binds the country is known only to the year, and the duty says why', async () => {
		const why = async () => (await keeper.ask(getInstrument, { instrument })).duties.map(({ noReport }) => noReport)
		expect(await why()).toEqual(['position-not-known'])
		await keeper.run(setStatus, { instrument, version: await version(), event: 'ratified', day: '2005' })
		expect((await keeper.ask(getInstrument, { instrument })).position?.inForce).toBe('yes')
		expect(await schedule('2026-03-02')).toEqual({ made: 0 })
		expect(await why()).toEqual(['day-not-known'])
		const [duty] = (await keeper.ask(getInstrument, { instrument })).duties
		await aReport({ duty: duty?.id })
		expect(await why()).toEqual([null])
	})

	test('are worked out from the day of force that is noted, where that of joining is known only to the year', async () => {
		await keeper.run(setStatus, { instrument, version: await version(), event: 'ratified', day: '2024' })
		await keeper.run(setStatus, { instrument, version: await version(), event: 'in-force', day: '2025-06-01' })
		expect((await keeper.ask(getInstrument, { instrument })).duties).toMatchObject([{ noReport: 'coming' }])
		expect(await schedule('2026-03-02')).toEqual({ made: 1 })
		expect(await reports()).toMatchObject([{ dueDay: '2026-06-01' }])
	})

	test('are called for no more once the duty is withdrawn', async () => {
		await keeper.run(setStatus, { instrument, version: await version(), event: 'ratified', day: '2025-02-10' })
		const [duty] = (await keeper.ask(getInstrument, { instrument })).duties
		await keeper.run(withdrawReportingDuty, { duty: duty?.id ?? '', reason: 'the treaty was replaced' })
		expect(await schedule('2026-03-02')).toEqual({ made: 0 })
	})
})

describe('a report', () => {
	test('goes from step to step, in their order and on days that have been', async () => {
		const report = await aReport()
		const at = async () => (await read(report)).version
		await expect(keeper.run(recordDialogue, { report, version: await at(), day: '2026-02-10' })).rejects.toMatchObject({
			kind: 'conflict',
			code: 'instruments.report-not-submitted'
		})
		await expect(
			keeper.run(submitTreatyReport, { report, version: await at(), day: '2026-03-03' })
		).rejects.toMatchObject({
			kind: 'invalid',
			issues: [expect.objectContaining({ path: ['day'], code: 'instruments.report-day-ahead' })]
		})
		expect((await read(report)).isLate).toBe(true)
		await keeper.run(submitTreatyReport, { report, version: await at(), day: '2026-02-10' })
		await keeper.run(recordDialogue, { report, version: await at(), day: '2026-02-20' })
		await expect(keeper.run(dropTreatyReport, { report, version: await at(), reason: 'no' })).rejects.toMatchObject({
			code: 'instruments.report-submitted-already'
		})
		expect(await read(report)).toMatchObject({
			progress: 'dialogue-held',
			isLate: false,
			submittedDay: '2026-02-10',
			dialogueDay: '2026-02-20',
			may: { submit: false, observations: true },
			whyNot: { submit: 'instruments.report-submitted-already' }
		})
	})

	test('its concluding observations enter the register of recommendations, each linked to it, all or none', async () => {
		const report = await aReport()
		await keeper.run(submitTreatyReport, { report, version: 1, day: '2026-02-10' })
		const whole = {
			title: 'Ratify',
			text: 'Ratify the smuggling protocol.',
			addresseeActor: 'labour',
			areas: ['labour-migration']
		}
		const noting = async (recommendations: (typeof whole)[]) =>
			keeper.run(recordObservations, {
				report,
				version: (await read(report)).version,
				day: '2026-03-01',
				recommendations
			})
		await expect(noting([whole, { ...whole, areas: ['nowhere'] }])).rejects.toMatchObject({
			kind: 'invalid',
			issues: [expect.objectContaining({ path: ['recommendations', 1, 'areas', 0] })]
		})
		expect(await read(report)).toMatchObject({ progress: 'submitted', recommendations: [] })
		const { recommendations } = await noting([whole, { ...whole, title: 'Train', text: 'Train inspectors.' }])
		expect(recommendations).toHaveLength(2)
		expect((await read(report)).recommendations.map(({ reference }) => reference)).toEqual(recommendations)
		expect(await read(report)).toMatchObject({ progress: 'observations-received', observationsDay: '2026-03-01' })
		const first = await keeper.ask(getRecommendation, { recommendation: recommendations[0] ?? '' })
		expect(first).toMatchObject({ status: 'proposed', addresseeActor: { reference: 'labour' } })
	})

	test('an analyst notes the observations, and enters nothing into the register', async () => {
		const report = await aReport()
		await keeper.run(submitTreatyReport, { report, version: 1, day: '2026-02-10' })
		const analyst = await made.as('analyst')
		const whole = { title: 'Ratify', text: 'Ratify it.', addressee: 'the State', areas: ['labour-migration'] }
		const at = (await read(report)).version
		await expect(
			analyst.run(recordObservations, { report, version: at, day: '2026-03-01', recommendations: [whole] })
		).rejects.toMatchObject({ kind: 'forbidden' })
		await analyst.run(recordObservations, { report, version: at, day: '2026-03-01' })
		expect((await read(report)).progress).toBe('observations-received')
	})
})

const told = (asked: { from: string | null; until: string; actorId?: string; structureId?: string }) =>
	query({
		name: 'attention.list',
		input: z.strictObject({}),
		output: z.object({ matters: z.custom<Matter[]>(), dues: z.custom<Due[]>() }),
		about: nothing,
		allow: () => true,
		run: async (here) => ({
			matters: await reportAttention.matters(here),
			dues: await reportDues.dues(here, { ...asked, limit: 10 })
		})
	})

test('a report that is due waits for the actor that writes it and for those who keep instruments, and stands in the calendar', async () => {
	const late = await aReport()
	const soon = await aReport({ title: 'Next report', due: '2026-06-01' })
	await aReport({ title: 'Far report', due: '2031-06-01' })
	await aReport({ title: 'Other report', due: '2026-02-02', lead: 'health' })
	const codes = async (seat: 'member' | 'secretariat' | 'observer' | 'public') => {
		const { matters, dues } = await (await made.as(seat)).ask(told({ from: null, until: '2026-12-31' }), {})
		return { matters: matters.map(({ code, total, whose }) => [code, total, whose]), dues: dues.length }
	}
	expect(await codes('member')).toEqual({
		matters: [
			['treaty-report-late', 1, 'actor'],
			['treaty-report-soon', 1, 'actor']
		],
		dues: 3
	})
	expect((await codes('secretariat')).matters).toEqual([
		['treaty-report-late', 2, 'mine'],
		['treaty-report-soon', 1, 'mine']
	])
	expect((await codes('observer')).matters).toEqual([])
	const { dues } = await keeper.ask(told({ from: '2026-01-01', until: '2026-12-31' }), {})
	expect(dues.map(({ day, record, code }) => [day, record.reference, code])).toEqual(
		expect.arrayContaining([
			['2026-02-01', late, 'treaty-report'],
			['2026-06-01', soon, 'treaty-report']
		])
	)
	expect(
		(
			await keeper.ask(
				told({ from: null, until: '2026-12-31', structureId: '01900000-0000-7000-8000-000000000001' }),
				{}
			)
		).dues
	).toEqual([])
})

test('a report stands on the agenda of a structure that follows the road map of its instrument, and on no other', async () => {
	const report = await aReport({ title: 'Followed report', due: '2026-04-01' })
	const meeting = await planned(made)
	await (await made.as('chair')).run(addStandingItems, { meeting: meeting.meeting })
	const commitments = async () => {
		const { standing } = await keeper.ask(getMeeting, { meeting: meeting.meeting })
		return standing.commitments.filter(({ code }) => code === 'treaty-report').map(({ record }) => record.reference)
	}
	expect(await commitments()).toEqual([])
	await keeper.run(addStep, { instrument, form: 'law', title: 'A law', structure: 'committee' })
	expect(await commitments()).toEqual([report])
})

test('a dialogue stands in the calendar from when it is planned until it is noted, and waits once its day is past', async () => {
	const report = await aReport()
	const at = async () => (await read(report)).version
	const plan = async (dialogue: string | null) =>
		keeper.run(changeTreatyReport, { report, version: await at(), dialogue })
	const heard = async () => {
		const { matters, dues } = await keeper.ask(told({ from: '2026-02-15', until: '2026-12-31' }), {})
		return [matters.map(({ code, path }) => [code, path]), dues.map(({ code, day }) => [code, day])]
	}
	await keeper.run(submitTreatyReport, { report, version: await at(), day: '2026-02-10' })
	await expect(plan('2026-02-09')).rejects.toMatchObject({
		kind: 'invalid',
		issues: [expect.objectContaining({ path: ['dialogue'], code: 'instruments.report-day-before' })]
	})
	await plan('2026-05-05')
	expect(await read(report)).toMatchObject({ progress: 'submitted', dialoguePlanned: '2026-05-05', dialogueDay: null })
	const path = '/treaty-report?filter[progress]=due,submitted'
	expect(await heard()).toEqual([
		[['treaty-dialogue-soon', `${path}&filter[dialogueFrom]=2026-03-02&filter[dialogueUntil]=2026-09-02`]],
		[['treaty-dialogue', '2026-05-05']]
	])
	const found = await keeper.ask(listTreatyReports, { filter: { dialogueFrom: '2026-05-05', progress: ['submitted'] } })
	expect(found.items.map(({ reference }) => reference)).toEqual([report])
	await plan('2026-02-20')
	expect(await heard()).toEqual([
		[['treaty-dialogue-past', `${path}&filter[dialogueUntil]=2026-03-01`]],
		[['treaty-dialogue', '2026-02-20']]
	])
	await keeper.run(recordDialogue, { report, version: await at(), day: '2026-02-21' })
	expect(await heard()).toEqual([[], []])
	await expect(plan('2026-05-05')).rejects.toMatchObject({
		issues: [expect.objectContaining({ code: 'instruments.report-dialogue-held-already' })]
	})
	expect(await read(report)).toMatchObject({ dialoguePlanned: null, dialogueDay: '2026-02-21' })
})

test('observations that came before a planned dialogue leave none behind, and an answer that they ask for is a report with its day', async () => {
	const report = await aReport()
	await keeper.run(submitTreatyReport, { report, version: 1, day: '2026-02-10' })
	await keeper.run(changeTreatyReport, { report, version: (await read(report)).version, dialogue: '2026-05-05' })
	const noting = async (answerDue: string) =>
		keeper.run(recordObservations, { report, version: (await read(report)).version, day: '2026-03-01', answerDue })
	await expect(noting('2026-02-28')).rejects.toMatchObject({
		issues: [expect.objectContaining({ path: ['answerDue'], code: 'instruments.report-answer-before' })]
	})
	const { followUp } = await noting('2027-03-01')
	expect(await read(report)).toMatchObject({ dialoguePlanned: null, dialogueDay: null, observationsDay: '2026-03-01' })
	expect(await read(followUp ?? '')).toMatchObject({
		form: 'follow-up',
		dueDay: '2027-03-01',
		title: { en: 'ICRMW 2027' },
		lead: { reference: 'labour' },
		progress: 'due'
	})
	const { dues } = await keeper.ask(told({ from: '2026-03-01', until: '2027-12-31' }), {})
	expect(dues.map(({ code, record, day }) => [code, record.reference, day])).toEqual([
		['treaty-report', followUp, '2027-03-01']
	])
})
