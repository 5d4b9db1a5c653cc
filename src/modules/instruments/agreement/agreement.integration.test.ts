import { z } from 'zod'
import { beforeEach, describe, expect, test } from 'vitest'
import { clockSeat } from '#platform/access/seat.ts'
import { run } from '#platform/operation/perform.server.ts'
import { listDues } from '#modules/deliberation/calendar/due-queries.ts'
import { listAttention } from '#platform/records/attention.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { aMeeting } from '../../../../tests/fixtures/sat.ts'
import { aWorkspace, NOW, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { addAgreement, changeAgreement, renewAgreements, setAgreementStage } from './agreement-commands.ts'
import { compareAgreements, getAgreement, listAgreements, listChecklists } from './agreement-queries.ts'
import {
	addAgreementProvision,
	changeAgreementProvision,
	checkAgreement,
	removeAgreementProvision
} from './provision-commands.ts'

let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
})

const conflict = (code: string) => ({ kind: 'conflict', code })
const fault = (code: string, ...path: (string | number)[]) => ({
	kind: 'invalid',
	issues: [expect.objectContaining({ code, path })]
})
const Whole = z.object({ reference: z.string() })

async function agreed(more: object = {}) {
	const secretary = await made.as('secretariat')
	const { reference } = Whole.parse(
		await secretary.runRaw(addAgreement, {
			name: 'Invented labour agreement',
			form: 'bilateral-labour-agreement',
			subject: 'Employment of workers',
			stage: 'in-force',
			parties: [{ country: 'ZWE' }, { country: 'ZAF' }],
			...more
		})
	)
	const read = async (seat: SeatKey = 'secretariat') =>
		(await made.as(seat)).ask(getAgreement, { agreement: reference })
	const version = async () => (await read()).version
	return { secretary, reference, read, version }
}

const TERMS = { signedOn: '2019-05', inForceOn: '2019-06-30', expiryDay: '2027-06-30', noticeMonths: 6 } as const

describe('an agreement', () => {
	test('keeps its parties, its days as they are known, and the day of notice worked out from them', async () => {
		const { read } = await agreed({
			...TERMS,
			parties: [{ country: 'ZWE' }, { actor: 'union' }, { name: 'Partner not named' }],
			lead: 'labour',
			commission: 'committee',
			areas: ['labour-migration']
		})
		expect(await read()).toMatchObject({
			parties: [
				{ country: 'ZWE', actor: null, name: null },
				{ actor: { reference: 'union' } },
				{ name: 'Partner not named' }
			],
			signedOn: '2019-05',
			inForceOn: '2019-06-30',
			expiryDay: '2027-06-30',
			noticeDay: '2026-12-30',
			lead: { reference: 'labour' },
			commission: { reference: 'committee' },
			areas: [{ reference: 'labour-migration' }]
		})
	})

	test('is refused where its days contradict each other, and where a party is nobody or two', async () => {
		await expect(agreed({ signedOn: '2020', inForceOn: '2019' })).rejects.toMatchObject(
			fault('instruments.agreement-in-force-before-signed', 'inForceOn')
		)
		await expect(agreed({ renewal: 'automatic' })).rejects.toMatchObject(
			fault('instruments.agreement-renewal-length', 'renewalMonths')
		)
		await expect(agreed({ parties: [{ country: 'ZWE', name: 'x' }] })).rejects.toMatchObject(
			fault('instruments.agreement-one-party', 'parties', 0)
		)
		await expect(agreed({ parties: [{ country: 'ZWE' }, { country: 'ZWE' }] })).rejects.toMatchObject(
			fault('instruments.agreement-party-twice', 'parties', 1)
		)
	})

	test('has its day of notice worked out anew when its end or its time of notice changes', async () => {
		const { secretary, reference, version, read } = await agreed(TERMS)
		await secretary.run(changeAgreement, { agreement: reference, version: await version(), noticeMonths: 12 })
		expect((await read()).noticeDay).toBe('2026-06-30')
		await secretary.run(changeAgreement, { agreement: reference, version: await version(), expiryDay: '2028-02-29' })
		expect((await read()).noticeDay).toBe('2027-02-28')
		await secretary.run(changeAgreement, { agreement: reference, version: await version(), expiryDay: null })
		expect(await read()).toMatchObject({ expiryDay: null, noticeDay: null, signedOn: '2019-05' })
	})

	test('changes its parties, of which those that stay keep their place in the history', async () => {
		const { secretary, reference, version, read } = await agreed()
		const parties = [{ country: 'NAM' }, { country: 'ZWE' }]
		await secretary.run(changeAgreement, { agreement: reference, version: await version(), parties })
		expect((await read()).parties.map(({ country }) => country)).toEqual(['NAM', 'ZWE'])
	})

	test('comes to a stage with a reason, and keeps the day it was signed or came into force', async () => {
		const { secretary, reference, version, read } = await agreed({ stage: 'negotiation' })
		const come = async (stage: 'signed' | 'in-force' | 'proposed', on?: string) =>
			secretary.run(setAgreementStage, {
				agreement: reference,
				version: await version(),
				stage,
				...(on === undefined ? {} : { on }),
				reason: 'As the letter says.'
			})
		await come('signed', '2026-02')
		expect(await read()).toMatchObject({ stage: 'signed', signedOn: '2026-02' })
		await expect(come('proposed')).rejects.toMatchObject(conflict('instruments.agreement-stage-order'))
		await expect(come('in-force', '2026-03-03')).rejects.toMatchObject(
			fault('instruments.agreement-stage-in-future', 'on')
		)
		await come('in-force', '2026-03-02')
		expect(await read()).toMatchObject({ stage: 'in-force', signedOn: '2026-02', inForceOn: '2026-03-02' })
	})

	test('is kept by those who keep instruments, and by nobody else', async () => {
		const { reference, version, read } = await agreed({ lead: 'labour' })
		for (const [seat, may] of [
			['analyst', true],
			['member', false],
			['observer', false]
		] as const) {
			expect((await read(seat)).may.change).toBe(may)
			const changed = (await made.as(seat)).run(changeAgreement, {
				agreement: reference,
				version: await version(),
				subject: `Of ${seat}`
			})
			if (may) await changed
			else await expect(changed).rejects.toMatchObject({ kind: 'forbidden' })
		}
	})

	test('is absent to whoever may not see it, in lists, comparisons and what falls due', async () => {
		const one = await agreed({ lead: 'labour', expiryDay: '2026-04-01' })
		const other = await agreed({ name: 'Other agreement' })
		await one.secretary.run(setRecordAudience, {
			record: one.reference,
			kind: 'agreement',
			version: await one.version(),
			audience: 'secretariat',
			reason: 'It is being negotiated.'
		})
		const member = await made.as('member')
		expect((await member.ask(listAgreements, {})).items.map(({ reference }) => reference)).toEqual([other.reference])
		await expect(member.ask(compareAgreements, { agreements: [one.reference, other.reference] })).rejects.toMatchObject(
			{ kind: 'absent' }
		)
		expect((await member.ask(listAttention, {})).items.filter(({ code }) => code.startsWith('agreement'))).toEqual([])
	})
})

describe('the list of agreements', () => {
	test('is narrowed by words, form, stage, party, theme and days', async () => {
		const one = await agreed({ ...TERMS, lead: 'labour', areas: ['labour-migration'] })
		const two = await agreed({
			name: 'Second memorandum',
			form: 'memorandum-of-understanding',
			stage: 'proposed',
			parties: [{ country: 'ZWE' }, { actor: 'union' }]
		})
		const { secretary } = one
		const found = async (filter: object) =>
			Whole.array()
				.parse(z.object({ items: z.array(Whole) }).parse(await secretary.askRaw(listAgreements, { filter })).items)
				.map(({ reference }) => reference)
		for (const [filter, expected] of [
			[{ words: 'memorandum' }, [two]],
			[{ form: ['memorandum-of-understanding'] }, [two]],
			[{ stage: ['in-force'] }, [one]],
			[{ country: 'ZAF' }, [one]],
			[{ actor: 'union' }, [two]],
			[{ actor: 'labour' }, [one]],
			[{ area: 'labour-migration' }, [one]],
			[{ expiresBefore: '2027-06-30' }, [one]],
			[{ expiresBefore: '2027-06-29' }, []],
			[{ noticeBefore: '2026-12-30' }, [one]],
			[{ noticeFrom: '2026-12-31' }, []],
			[{ state: ['withdrawn'] }, []],
			[{ origin: ['entered'] }, [one, two]]
		] as const)
			expect([filter, await found(filter)]).toEqual([filter, expected.map(({ reference }) => reference)])
	})

	test('is sorted by the day of notice, those without one last', async () => {
		const late = await agreed({ ...TERMS, name: 'Late' })
		const soon = await agreed({ ...TERMS, name: 'Soon', expiryDay: '2026-12-31' })
		const never = await agreed({ name: 'Never' })
		const { items } = await late.secretary.ask(listAgreements, { sort: 'notice' })
		expect(items.map(({ reference }) => reference)).toEqual([soon, late, never].map(({ reference }) => reference))
	})
})

describe('renewal', () => {
	const RENEWED = { ...TERMS, expiryDay: '2026-03-31', renewal: 'automatic', renewalMonths: 24 } as const
	const onDay = async (day: string) => {
		const { opening } = await made.as('secretariat', new Date(`${day}T09:00:00Z`))
		return run({ ...opening, seat: clockSeat, via: 'job' }, renewAgreements, {})
	}

	test('moves the end and the day of notice to the next term, once the present one has ended', async () => {
		const { read } = await agreed(RENEWED)
		expect(await onDay('2026-03-31')).toEqual({ renewed: 0 })
		expect(await onDay('2026-04-01')).toEqual({ renewed: 1 })
		expect(await read()).toMatchObject({ expiryDay: '2028-03-31', noticeDay: '2027-09-30' })
		expect(await onDay('2026-04-01')).toEqual({ renewed: 0 })
	})

	test('leaves what ends, and what was terminated', async () => {
		const { read } = await agreed({ ...RENEWED, renewal: 'by-agreement' })
		const ended = await agreed({ ...RENEWED, name: 'Ended', stage: 'terminated' })
		expect(await onDay('2026-04-01')).toEqual({ renewed: 0 })
		expect([(await read()).expiryDay, (await ended.read()).expiryDay]).toEqual(['2026-03-31', '2026-03-31'])
	})

	test('is done by the clock alone', async () => {
		await expect((await made.as('administrator')).run(renewAgreements, {})).rejects.toMatchObject({ kind: 'forbidden' })
	})
})

describe('reminders', () => {
	test('tell of notice and of ends three months ahead, and of what has ended, to who keeps it or answers for it', async () => {
		await agreed({ ...TERMS, expiryDay: '2026-10-01', noticeMonths: 5, lead: 'labour' })
		await agreed({ name: 'Ending', expiryDay: '2026-05-31' })
		await agreed({ name: 'Ended', expiryDay: '2026-03-01' })
		await agreed({ name: 'Renewed', expiryDay: '2026-05-31', renewal: 'automatic', renewalMonths: 12 })
		await agreed({ name: 'Far', ...TERMS })
		await agreed({ name: 'Only proposed', stage: 'proposed', expiryDay: '2026-05-31', noticeMonths: 1 })
		const told = async (seat: SeatKey) =>
			(await (await made.as(seat)).ask(listAttention, {})).items
				.filter(({ code }) => code.startsWith('agreement'))
				.map(({ code, whose, total, first }) => [code, whose, total, first[0]?.day])
		expect(await told('secretariat')).toEqual([
			['agreement-notice-soon', 'mine', 1, '2026-05-01'],
			['agreement-ends-soon', 'mine', 1, '2026-05-31'],
			['agreement-ended', 'mine', 1, '2026-03-01']
		])
		expect(await told('member')).toEqual([['agreement-notice-soon', 'actor', 1, '2026-05-01']])
		expect(await told('outsider')).toEqual([])
		expect(await told('observer')).toEqual([])
	})

	test('stand in the calendar of the workspace and of the joint commission, for whoever holds a seat', async () => {
		const { reference } = await agreed({ ...TERMS, expiryDay: '2026-10-01', noticeMonths: 6, commission: 'committee' })
		await agreed({ name: 'Of no commission', expiryDay: '2026-05-31' })
		const dues = async (seat: SeatKey, more: object = {}) =>
			(await (await made.as(seat)).ask(listDues, { from: '2026-03-15', until: '2026-12-31', ...more })).items
		const days = async (seat: SeatKey, more: object = {}) =>
			(await dues(seat, more)).map(({ code, day }) => [code, day])

		expect(await days('secretariat', { structure: 'committee' })).toEqual([
			['agreement-notice', '2026-04-01'],
			['agreement-expiry', '2026-10-01']
		])
		expect((await dues('secretariat', { structure: 'committee' }))[0]).toMatchObject({
			record: { reference },
			structure: { reference: 'committee' }
		})
		expect(await days('secretariat')).toEqual(
			expect.arrayContaining([
				['agreement-notice', '2026-04-01'],
				['agreement-expiry', '2026-05-31']
			])
		)
		expect(await days('public')).toEqual([])
	})

	test('stand on the agenda of the joint commission', async () => {
		const { reference, secretary } = await agreed({
			...TERMS,
			expiryDay: '2026-10-01',
			noticeMonths: 6,
			commission: 'committee'
		})
		const meeting = await aMeeting(made, { state: 'called', isQuorate: null })
		const { standing } = await secretary.ask(getMeeting, { meeting: meeting.id })
		expect(standing.commitments).toMatchObject([{ record: { reference }, code: 'agreement-notice', day: '2026-04-01' }])
		expect(NOW.toISOString()).toContain('2026-03-02')
	})
})

describe('the checklist', () => {
	test('says what an agreement has of each recommended provision, and of others by their title', async () => {
		const { secretary, reference, version, read } = await agreed()
		await secretary.run(checkAgreement, {
			agreement: reference,
			version: await version(),
			items: [
				{ item: 'movement', has: 'included', article: '4' },
				{ item: 'social-security', has: 'missing', note: 'Nothing is said of pensions.' }
			]
		})
		await secretary.run(checkAgreement, {
			agreement: reference,
			version: await version(),
			items: [{ item: 'social-security', has: 'asked-for' }]
		})
		await expect(
			secretary.run(addAgreementProvision, { agreement: reference, item: 'other', has: 'included' })
		).rejects.toMatchObject(fault('instruments.agreement-provision-untitled', 'title'))
		const { id } = await secretary.run(addAgreementProvision, {
			agreement: reference,
			item: 'other',
			title: 'Recognition of skills',
			has: 'partly'
		})
		expect((await read()).provisions).toMatchObject([
			{ item: 'movement', has: 'included', article: '4' },
			{ item: 'social-security', has: 'asked-for', text: null },
			{ id, item: 'other', title: 'Recognition of skills', has: 'partly' }
		])
		await secretary.run(changeAgreementProvision, { provision: id, version: await version(), has: 'included' })
		expect((await read()).provisions[2]).toMatchObject({ title: 'Recognition of skills', has: 'included' })
		await secretary.run(removeAgreementProvision, { provision: id, version: await version(), reason: 'Not in it.' })
		expect((await read()).provisions).toHaveLength(2)
	})

	test('goes through a provision once at a time', async () => {
		const { secretary, reference, version } = await agreed()
		const items = [
			{ item: 'movement' as const, has: 'included' as const },
			{ item: 'movement' as const, has: 'missing' as const }
		]
		await expect(
			secretary.run(checkAgreement, { agreement: reference, version: await version(), items })
		).rejects.toMatchObject(fault('instruments.agreement-item-twice', 'items', 1, 'item'))
	})

	test('stands for all agreements, narrowed as their list', async () => {
		const one = await agreed()
		await agreed({ name: 'Other', stage: 'proposed' })
		await one.secretary.run(checkAgreement, {
			agreement: one.reference,
			version: await one.version(),
			items: [{ item: 'information', has: 'partly' }]
		})
		const { items } = await one.secretary.ask(listChecklists, { filter: { stage: ['in-force'] } })
		expect(items).toMatchObject([{ reference: one.reference, provisions: [{ item: 'information', has: 'partly' }] }])
	})
})

describe('a comparison', () => {
	test('sets two to six agreements side by side, in the order asked', async () => {
		const one = await agreed(TERMS)
		const two = await agreed({ name: 'Second', stage: 'proposed' })
		await two.secretary.run(checkAgreement, {
			agreement: two.reference,
			version: await two.version(),
			items: [{ item: 'equal-treatment', has: 'included' }]
		})
		const { items } = await one.secretary.ask(compareAgreements, { agreements: [two.reference, one.reference] })
		expect(items).toMatchObject([
			{ reference: two.reference, stage: 'proposed', provisions: [{ item: 'equal-treatment' }] },
			{ reference: one.reference, noticeDay: '2026-12-30', provisions: [] }
		])
		await expect(one.secretary.ask(compareAgreements, { agreements: [one.reference] })).rejects.toMatchObject({
			kind: 'invalid'
		})
		await expect(
			one.secretary.ask(compareAgreements, { agreements: Array.from({ length: 7 }, () => one.reference) })
		).rejects.toMatchObject({ kind: 'invalid' })
	})
})
