import { z } from 'zod'
import { beforeEach, describe, expect, test } from 'vitest'
import { listAttention } from '#platform/records/attention.ts'
import { setRecordAudience, withdrawRecord } from '#platform/records/record-operations.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { changeAgreement, setAgreementStage } from './agreement-commands.ts'
import { compareAgreements, listAgreements, listChecklists } from './agreement-queries.ts'
import { agree, TERMS } from '../../../../tests/fixtures/agreed.ts'

let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
})

const Whole = z.object({ reference: z.string() })

const agreed = (more: object = {}) => agree(made, more)

const conflict = (code: string) => ({ kind: 'conflict', code })
const fault = (code: string, ...path: (string | number)[]) => ({
	kind: 'invalid',
	issues: [expect.objectContaining({ code, path })]
})

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

	test('of the name of another is told to who keeps them, unless both are of different years', async () => {
		const { read } = await agreed({ signedOn: '2019-05' })
		const twice = await agreed({})
		await agreed({ year: 2024 })
		const namesakes = async (seat: SeatKey) => (await read(seat)).namesakes.map((one) => one.reference)
		expect(await namesakes('secretariat')).toEqual([twice.reference])
		expect(await namesakes('observer')).toEqual([])
		await twice.secretary.run(withdrawRecord, {
			record: twice.reference,
			kind: 'agreement',
			version: await twice.version(),
			reason: 'Entered twice.'
		})
		expect(await namesakes('secretariat')).toEqual([])
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

test('the countries by which agreements can be narrowed are those of the parties that the reader sees', async () => {
	const { secretary } = await agreed({ audience: 'public' })
	await agreed({ audience: 'secretariat', parties: [{ country: 'ZWE' }, { country: 'NAM' }, { name: 'A partner' }] })
	const observer = await made.as('observer')
	expect((await secretary.ask(listAgreements, {})).countries).toEqual(['NAM', 'ZAF', 'ZWE'])
	expect((await secretary.ask(listChecklists, { filter: { country: 'NAM' } })).countries).toEqual(['NAM', 'ZAF', 'ZWE'])
	expect((await observer.ask(listAgreements, {})).countries).toEqual(['ZAF', 'ZWE'])
})

describe('an agreement of one party', () => {
	const one = { parties: [{ country: 'ZWE' }] }

	test('is a draft whose other party is not known yet, which is told until it is', async () => {
		const { secretary, reference, read, version } = await agreed({ ...one, stage: 'negotiation', lead: 'labour' })
		await agreed({ name: 'Given up', ...one, stage: 'terminated' })
		await agreed({ name: 'Of two', stage: 'negotiation' })
		const told = async (seat: SeatKey) =>
			(await (await made.as(seat)).ask(listAttention, {})).items
				.filter(({ code }) => code === 'agreement-party-missing')
				.map(({ whose, total, path }) => [whose, total, path])
		expect(await told('secretariat')).toMatchObject([
			[
				'mine',
				1,
				'/agreement?filter[partyMissing]=true&filter[stage]=proposed,negotiation,signed,in-force,renegotiation,not-known'
			]
		])
		expect(await told('member')).toMatchObject([['actor', 1, expect.stringContaining('filter[mine]=true')]])
		expect(await told('outsider')).toEqual([])
		const narrowed = await secretary.ask(listAgreements, { filter: { partyMissing: true, stage: ['negotiation'] } })
		expect(narrowed.items.map((item) => item.reference)).toEqual([reference])
		await secretary.run(changeAgreement, {
			agreement: reference,
			version: await version(),
			parties: [{ country: 'ZWE' }, { name: 'A partner' }]
		})
		expect((await read()).parties).toHaveLength(2)
		expect(await told('secretariat')).toEqual([])
	})

	test('is not concluded: no stage from the signing on is taken of it, nor is a party taken from what was signed', async () => {
		const why = 'instruments.agreement-needs-two-parties'
		await expect(agreed({ ...one, stage: 'in-force' })).rejects.toMatchObject(fault(why, 'parties'))
		const { secretary, reference, version } = await agreed({ ...one, stage: 'proposed' })
		const come = async (stage: 'signed' | 'negotiation') =>
			secretary.run(setAgreementStage, { agreement: reference, version: await version(), stage, reason: 'r' })
		await expect(come('signed')).rejects.toMatchObject(fault(why, 'stage'))
		await come('negotiation')
		const two = await agreed({ name: 'Of two' })
		await expect(
			secretary.run(changeAgreement, { agreement: two.reference, version: await two.version(), ...one })
		).rejects.toMatchObject(fault(why, 'parties'))
	})
})
