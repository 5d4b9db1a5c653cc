import { beforeEach, describe, expect, test } from 'vitest'
import { clockSeat } from '#platform/access/seat.ts'
import { run } from '#platform/operation/perform.server.ts'
import { listDues } from '#modules/deliberation/calendar/due-queries.ts'
import { listAttention } from '#platform/records/attention.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { aMeeting } from '../../../../tests/fixtures/sat.ts'
import { aWorkspace, NOW, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { renewAgreements } from './agreement-commands.ts'
import { agree, TERMS } from '../../../../tests/fixtures/agreed.ts'

let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
})

const agreed = (more: object = {}) => agree(made, more)

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
