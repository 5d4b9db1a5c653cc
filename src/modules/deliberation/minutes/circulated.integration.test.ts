import { describe, expect, test } from 'vitest'
import { addComment, listComments } from '#platform/records/discussion.ts'
import { listAttention } from '#platform/records/attention.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aMeeting } from '#tests/fixtures/meeting.ts'
import { rowsOf } from '#tests/fixtures/workplace.ts'
import { NOW, TODAY, type SeatKey } from '#tests/fixtures/workspace.ts'
import { openWrittenProcedure } from '../decision/procedure-commands.ts'
import { holdMeeting } from '../meeting/hold-command.ts'
import { callMeeting, planMeeting } from '../meeting/meeting-commands.ts'
import { getMeeting, listMeetings } from '../meeting/meeting-queries.ts'
import { adoptMinutes, circulateMinutes, draftMinutes } from '../meeting/minutes-moves.ts'
import { edit, openDraft, textOf, wholeOf } from './draft.ts'
import { pushDraft, saveMinute } from './minute-commands.ts'
import { getMinutes } from './minute-queries.ts'

type Meeting = Awaited<ReturnType<typeof aMeeting>>
const UNTIL = '2026-03-20'

const itemOf = async ({ made, meeting }: Meeting, reference: string, key: SeatKey = 'secretariat') =>
	(await (await made.as(key)).ask(getMinutes, { meeting })).items.find((item) => item.reference === reference)

/** Types at the end of an item, and stays in it. */
async function typed(whole: Meeting, item: string, insert: string) {
	const state = (await itemOf(whole, item))?.draft?.state ?? ''
	const doc = openDraft(new Uint8Array(Buffer.from(state, 'base64')))
	edit(doc, [{ at: textOf(doc).length, remove: 0, insert }])
	const update = Buffer.from(wholeOf(doc)).toString('base64')
	await whole.secretariat.run(pushDraft, { agendaItem: item, update })
	return update
}

async function circulated(whole: Meeting, more: { day?: string; commentsUntil?: string } = {}) {
	await whole.secretariat.run(draftMinutes, await whole.changing())
	return whole.secretariat.run(circulateMinutes, { ...(await whole.changing()), commentsUntil: UNTIL, ...more })
}

describe('text that is still being typed', () => {
	test('is entered when minutes are drafted, and when they are circulated, whole and with its history', async () => {
		const whole = await aMeeting()
		const { open } = whole.items
		await whole.secretariat.run(saveMinute, { agendaItem: open, text: 'The chair opened.' })
		await typed(whole, open, ' Labour spoke.')
		await whole.secretariat.run(draftMinutes, await whole.changing())
		expect((await itemOf(whole, open))?.minute?.text).toBe('The chair opened. Labour spoke.')
		await typed(whole, open, ' Health agreed.')
		await typed(whole, whole.items.last, 'Closed at noon.')
		await whole.secretariat.run(circulateMinutes, { ...(await whole.changing()), commentsUntil: UNTIL })
		expect((await itemOf(whole, open))?.minute?.text).toBe('The chair opened. Labour spoke. Health agreed.')
		expect((await itemOf(whole, whole.items.last))?.minute?.text).toBe('Closed at noon.')
		const { items } = await whole.secretariat.ask(getHistory, { record: open, kind: 'agenda-item' })
		expect(items.map(({ operation }) => operation).slice(0, 3)).toEqual([
			'meeting.circulate',
			'meeting.draft',
			'minute.save'
		])
	})

	test('is entered in an item that whoever circulates the minutes does not see, and told to nobody else', async () => {
		const whole = await aMeeting()
		await typed(whole, whole.items.secret, 'Whispered.')
		const chair = await whole.made.as('chair')
		expect(await itemOf(whole, whole.items.secret, 'chair')).toBe(undefined)
		await chair.run(draftMinutes, await whole.changing())
		expect((await itemOf(whole, whole.items.secret))?.minute?.text).toBe('Whispered.')
		const { items } = await chair.ask(getHistory, { record: whole.meeting, kind: 'meeting' })
		expect(JSON.stringify(items)).not.toContain('Whispered')
	})

	test('is refused with the reason once they are circulated, and what was entered stands', async () => {
		const whole = await aMeeting()
		const { open } = whole.items
		const update = await typed(whole, open, 'In time.')
		await circulated(whole)
		expect(await refusalOf(whole.secretariat.run(pushDraft, { agendaItem: open, update }))).toMatchObject({
			code: 'deliberation.minutes-circulated'
		})
		expect((await itemOf(whole, open))?.minute?.text).toBe('In time.')
	})
})

describe('minutes that are circulated', () => {
	test('are sent to those who sit in the structure, and wait on their first pages until the day', async () => {
		const whole = await aMeeting()
		const before = new Set((await rowsOf(whole.made, 'mail')).map(({ id }) => id))
		const done = await circulated(whole)
		expect(done.told?.told).toBeGreaterThan(0)
		const sent = (await rowsOf(whole.made, 'mail')).filter(({ id }) => !before.has(id))
		expect(sent).toHaveLength(done.told?.told ?? 0)
		expect(new Set(sent.map(({ template }) => template))).toEqual(new Set(['minutes-circulated']))
		const member = await whole.made.as('member')
		expect(sent.map((mail) => mail['seat_id'])).toContain(member.seat.id)
		const waiting = async (key: SeatKey, now = NOW) =>
			(await (await whole.made.as(key, now)).ask(listAttention, {})).items
				.filter(({ code }) => code === 'meeting-comments')
				.flatMap(({ first }) => first.map(({ record, day }) => [record.reference, day]))
		expect(await waiting('member')).toEqual([[whole.meeting, UNTIL]])
		expect(await waiting('member', new Date('2026-03-21T09:00:00Z'))).toEqual([])
		for (const key of ['outsider', 'observer', 'public'] as const) expect(await waiting(key)).toEqual([])
		const listed = await member.ask(listMeetings, { filter: { waiting: 'comments' } })
		expect(listed.items.map(({ reference }) => reference)).toEqual([whole.meeting])
	})

	test('recorded after their time, write to nobody', async () => {
		const whole = await aMeeting({ held: true })
		const done = await circulated(whole, { day: TODAY, commentsUntil: TODAY })
		expect(done.told).not.toBe(null)
		const late = await aMeeting()
		await late.secretariat.run(draftMinutes, await late.changing())
		const then = await late.made.as('secretariat', new Date('2026-04-20T09:00:00Z'))
		expect(
			await then.run(circulateMinutes, { ...(await late.changing()), day: '2026-03-05', commentsUntil: UNTIL })
		).toMatchObject({ told: null })
	})

	test('are commented on item by item, by those who see the item, among those who read the minutes', async () => {
		const whole = await aMeeting()
		const { open, members, secret } = whole.items
		const outsider = await whole.made.as('outsider')
		await outsider.run(addComment, { record: open, kind: 'agenda-item', text: 'Said by a passer-by.' })
		await typed(whole, open, 'Not adopted yet.')
		await circulated(whole)
		const member = await whole.made.as('member')
		expect((await member.ask(getMinutes, { meeting: whole.meeting })).may.comment).toBe(true)
		await member.run(addComment, { record: open, kind: 'agenda-item', text: 'The chair said otherwise.' })
		await member.run(addComment, { record: members, kind: 'agenda-item', text: 'Of the budget.' })
		await whole.secretariat.run(addComment, { record: secret, kind: 'agenda-item', text: 'Of the flights.' })
		const said = async (key: SeatKey) =>
			(await (await whole.made.as(key)).ask(getMinutes, { meeting: whole.meeting })).items.flatMap(({ comments }) =>
				comments.map(({ text }) => text)
			)
		expect(await said('secretariat')).toEqual([
			'Said by a passer-by.',
			'The chair said otherwise.',
			'Of the budget.',
			'Of the flights.'
		])
		expect(await said('member')).toEqual(['Said by a passer-by.', 'The chair said otherwise.', 'Of the budget.'])
		for (const key of ['outsider', 'observer'] as const) {
			const acting = await whole.made.as(key)
			expect(await said(key)).toEqual([])
			expect((await acting.ask(getMinutes, { meeting: whole.meeting })).may.comment).toBe(false)
		}
		// Neither the page of the item nor its history tells them.
		for (const key of ['outsider', 'observer'] as const) {
			const acting = await whole.made.as(key)
			const { items } = await acting.ask(listComments, { record: open, kind: 'agenda-item' })
			expect(items.map(({ text }) => text)).toEqual(['Said by a passer-by.'])
			const history = await acting.ask(getHistory, { record: open, kind: 'agenda-item' })
			expect(JSON.stringify(history)).not.toContain('otherwise')
			expect(JSON.stringify(history)).not.toContain('Not adopted yet')
		}
		const own = JSON.stringify(await member.ask(getHistory, { record: open, kind: 'agenda-item' }))
		for (const words of ['otherwise', 'Not adopted yet']) expect(own).toContain(words)
	})
})

describe('the meeting in which minutes are adopted', () => {
	/** A later meeting of the committee, held on its day. */
	async function later(whole: Meeting, start: string, moment: Date) {
		const secretariat = await whole.made.as('secretariat', moment)
		const { reference } = await secretariat.run(planMeeting, {
			structure: 'committee',
			start: `${start}T09:00`,
			end: `${start}T10:00`,
			purpose: 'extraordinary',
			standing: false
		})
		const version = async () => (await secretariat.ask(getMeeting, { meeting: reference })).version
		await secretariat.run(callMeeting, { meeting: reference, version: await version(), day: TODAY, reason: 'urgent' })
		await secretariat.run(holdMeeting, {
			meeting: reference,
			version: await version(),
			attendance: [{ actor: 'home-affairs', state: 'present' }]
		})
		return { secretariat, reference }
	}

	test('began after they were circulated, on whatever day that is recorded', async () => {
		const whole = await aMeeting()
		const { secretariat, reference } = await later(whole, '2026-03-06', new Date('2026-03-06T12:00:00Z'))
		await secretariat.run(draftMinutes, await whole.changing())
		await secretariat.run(circulateMinutes, { ...(await whole.changing()), commentsUntil: UNTIL })
		const adopting = async () => ({ ...(await whole.changing()), adoptedIn: reference, reason: 'Nobody had more.' })
		expect(await refusalOf(secretariat.run(adoptMinutes, await adopting()))).toMatchObject({
			issues: [{ path: ['adoptedIn'], code: 'deliberation.adopted-before-circulated' }]
		})
		await secretariat.run(draftMinutes, await whole.changing())
		await secretariat.run(circulateMinutes, {
			...(await whole.changing()),
			day: '2026-03-03',
			commentsUntil: '2026-03-05'
		})
		await secretariat.run(adoptMinutes, await adopting())
	})

	test('comes after the time for comments, or it is said on the minutes and in their history why not', async () => {
		const whole = await aMeeting()
		await circulated(whole)
		const { secretariat, reference } = await later(whole, '2026-03-06', new Date('2026-03-06T12:00:00Z'))
		const adopting = { ...(await whole.changing()), adoptedIn: reference }
		expect(await refusalOf(secretariat.run(adoptMinutes, adopting))).toMatchObject({
			issues: [{ path: ['reason'], code: 'deliberation.comments-not-over', params: { day: UNTIL } }]
		})
		await secretariat.run(adoptMinutes, { ...adopting, reason: 'Every member has commented.' })
		const minutes = await (await whole.made.as('member')).ask(getMinutes, { meeting: whole.meeting })
		expect(minutes.earlyReason).toBe('Every member has commented.')
		const { items } = await secretariat.ask(getHistory, { record: whole.meeting, kind: 'meeting' })
		expect(items[0]).toMatchObject({ operation: 'meeting.adopt', reason: 'Every member has commented.' })
	})

	test('a written procedure gives the members at least their time for comments', async () => {
		const whole = await aMeeting()
		await circulated(whole, { commentsUntil: '2026-04-20' })
		const opening = { subject: 'minutes' as const, meeting: whole.meeting, title: 'Minutes', text: 'Adopted.' }
		expect(
			await refusalOf(whole.secretariat.run(openWrittenProcedure, { ...opening, deadline: '2026-04-19' }))
		).toMatchObject({ issues: [{ path: ['deadline'], code: 'deliberation.procedure-before-comments-end' }] })
		await whole.secretariat.run(openWrittenProcedure, { ...opening, deadline: '2026-04-20' })
	})

	test('minutes are not circulated before their meeting, nor on a day to come', async () => {
		const whole = await aMeeting()
		await whole.secretariat.run(draftMinutes, await whole.changing())
		const on = async (day: string, commentsUntil = UNTIL) =>
			(await refusalOf(whole.secretariat.run(circulateMinutes, { ...(await whole.changing()), day, commentsUntil })))
				.issues
		expect(await on('2026-03-01')).toMatchObject([{ path: ['day'], code: 'deliberation.circulated-before-meeting' }])
		expect(await on('2026-03-10')).toMatchObject([{ path: ['day'], code: 'directory.day-in-future' }])
		expect(await on(TODAY, '2026-03-01')).toMatchObject([{ code: 'deliberation.comments-day-past' }])
	})
})
