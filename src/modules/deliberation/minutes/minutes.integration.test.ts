import { describe, expect, test } from 'vitest'
import { addMembership } from '#modules/directory/membership-commands.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { aMeeting } from '#tests/fixtures/meeting.ts'
import { rowsOf } from '#tests/fixtures/workplace.ts'
import { NOW } from '#tests/fixtures/workspace.ts'
import { assignAction } from '../action/action-commands.ts'
import { getAction } from '../action/action-queries.ts'
import { circulateMinutes, draftMinutes } from '../meeting/minutes-moves.ts'
import { edit, openDraft, receive, textOf, wholeOf } from './draft.ts'
import { pushDraft, saveMinute } from './minute-commands.ts'
import { getMinutes, pullDrafts } from './minute-queries.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const base64 = (update: Uint8Array) => Buffer.from(update).toString('base64')

type Meeting = Awaited<ReturnType<typeof aMeeting>>

const itemAs = async (
	{ made, meeting }: Meeting,
	reference: string,
	key: Parameters<typeof made.as>[0] = 'secretariat'
) => {
	const acting = await made.as(key)
	const { items } = await acting.ask(getMinutes, { meeting })
	return items.find((item) => item.reference === reference)
}

/** Somebody's copy of the draft, opened on the page, who types at its end. */
async function aTypist(whole: Meeting, item: string, key: Parameters<Meeting['made']['as']>[0] = 'secretariat') {
	const acting = await whole.made.as(key)
	const doc = openDraft(bytes((await itemAs(whole, item, key))?.draft?.state ?? ''))
	return {
		text: () => textOf(doc),
		type(insert: string, at = textOf(doc).length) {
			edit(doc, [{ at, remove: 0, insert }])
		},
		async send() {
			const { update } = await acting.run(pushDraft, { agendaItem: item, update: base64(wholeOf(doc)) })
			receive(doc, bytes(update))
		},
		leave: () => acting.run(saveMinute, { agendaItem: item })
	}
}

describe('minutes saved by a form', () => {
	test('stand under their item with the day and language they were saved in, and in its history once', async () => {
		const whole = await aMeeting()
		const before = await itemAs(whole, whole.items.open)
		await whole.secretariat.run(saveMinute, {
			agendaItem: whole.items.open,
			version: before?.version,
			text: 'The chair opened the meeting.',
			language: 'fr'
		})
		const item = await itemAs(whole, whole.items.open)
		expect(item?.minute).toMatchObject({ text: 'The chair opened the meeting.', language: 'fr' })
		const { items } = await whole.secretariat.ask(getHistory, { record: whole.items.open, kind: 'agenda-item' })
		expect(items.filter(({ operation }) => operation === 'minute.save')).toHaveLength(1)
	})

	test('made from an older version are refused, and nothing is changed', async () => {
		const whole = await aMeeting()
		const version = (await itemAs(whole, whole.items.open))?.version
		await whole.secretariat.run(saveMinute, { agendaItem: whole.items.open, version, text: 'First.' })
		const again = whole.secretariat.run(saveMinute, { agendaItem: whole.items.open, version, text: 'Second.' })
		await expect(again).rejects.toMatchObject({ kind: 'conflict', code: 'platform.changed-meanwhile' })
		expect((await itemAs(whole, whole.items.open))?.minute?.text).toBe('First.')
	})

	test('are written by those alone who run the meeting', async () => {
		const whole = await aMeeting()
		const member = await whole.made.as('member')
		const writing = member.run(saveMinute, { agendaItem: whole.items.open, text: 'x' })
		await expect(writing).rejects.toMatchObject({ kind: 'forbidden' })
		const outsider = await whole.made.as('outsider')
		const hidden = outsider.run(saveMinute, { agendaItem: whole.items.secret, text: 'x' })
		await expect(hidden).rejects.toMatchObject({ kind: 'absent' })
	})

	test('rest while they are circulated', async () => {
		const whole = await aMeeting()
		await whole.secretariat.run(draftMinutes, await whole.changing())
		await whole.secretariat.run(circulateMinutes, { ...(await whole.changing()), commentsUntil: '2026-03-20' })
		const writing = whole.secretariat.run(saveMinute, { agendaItem: whole.items.open, text: 'x' })
		await expect(writing).rejects.toMatchObject({ kind: 'conflict', code: 'deliberation.minutes-circulated' })
		const pushing = whole.secretariat.run(pushDraft, { agendaItem: whole.items.open, update: 'AAA=' })
		await expect(pushing).rejects.toMatchObject({ kind: 'conflict' })
	})
})

describe('minutes typed together', () => {
	test('two secretaries who type in one item keep every word, and leave one line in its history when they leave it', async () => {
		const whole = await aMeeting()
		const { open } = whole.items
		const one = await aTypist(whole, open, 'secretariat')
		const other = await aTypist(whole, open, 'chair')
		one.type('The ministry of labour reported. ')
		other.type('The ministry of health agreed. ')
		await one.send()
		await other.send()
		one.type('It was noted. ')
		await one.send()
		await other.send()
		expect(one.text()).toBe(other.text())
		for (const words of ['labour reported.', 'health agreed.', 'It was noted.']) expect(one.text()).toContain(words)
		await one.leave()
		await other.leave()
		expect((await itemAs(whole, open))?.minute?.text).toBe(one.text().trim())
		const { items } = await whole.secretariat.ask(getHistory, { record: open, kind: 'agenda-item' })
		expect(items.filter(({ operation }) => operation === 'minute.save')).toHaveLength(1)
		expect(items.map(({ operation }) => operation)).not.toContain('minuteDraft.push')
	})

	test('what is typed while a form saves another text stays, with that text in it', async () => {
		const whole = await aMeeting()
		const { open } = whole.items
		await whole.secretariat.run(saveMinute, { agendaItem: open, text: 'Agreed. Noted.' })
		const typist = await aTypist(whole, open)
		typist.type(' Closed.')
		await typist.send()
		await whole.secretariat.run(saveMinute, { agendaItem: open, text: 'It was agreed. Noted.' })
		await typist.send()
		expect(typist.text()).toBe('It was agreed. Noted. Closed.')
		expect((await itemAs(whole, open))?.minute?.text).toBe('It was agreed. Noted.')
	})

	test('a text typed away from the network before a form saved another is brought together with it', async () => {
		const whole = await aMeeting()
		const { open } = whole.items
		const typist = await aTypist(whole, open)
		typist.type('Typed in the tunnel.')
		await whole.secretariat.run(saveMinute, { agendaItem: open, text: 'Saved at the desk.' })
		await typist.send()
		for (const words of ['Typed in the tunnel.', 'Saved at the desk.']) expect(typist.text()).toContain(words)
	})

	test('is pulled by those alone who write, and tells only what moved on', async () => {
		const whole = await aMeeting()
		const typist = await aTypist(whole, whole.items.open)
		typist.type('New.')
		await typist.send()
		const first = await whole.secretariat.ask(pullDrafts, { meeting: whole.meeting })
		expect(first.items.map(({ item }) => item)).toEqual([whole.items.open])
		const revisions = Object.fromEntries(first.items.map(({ item, revision }) => [item, revision]))
		expect((await whole.secretariat.ask(pullDrafts, { meeting: whole.meeting, revisions })).items).toEqual([])
		const member = await whole.made.as('member')
		await expect(member.ask(pullDrafts, { meeting: whole.meeting })).rejects.toMatchObject({ kind: 'forbidden' })
	})

	test('whoever types is told what others entered in the record since, and nothing twice', async () => {
		const whole = await aMeeting()
		const { open } = whole.items
		const pull = async (saved: Record<string, string>) =>
			(await whole.secretariat.ask(pullDrafts, { meeting: whole.meeting, saved })).saved
		expect(await pull({})).toEqual([])
		await (await whole.made.as('chair')).run(saveMinute, { agendaItem: open, text: 'Agreed.' })
		const [entered] = await pull({})
		expect(entered).toMatchObject({ item: open, text: 'Agreed.' })
		expect(await pull({ [open]: entered?.at.toISOString() ?? '' })).toEqual([])
		expect(await pull({ [open]: '2026-01-01T00:00:00.000Z' })).toHaveLength(1)
	})

	test('an update that is none is refused, and the draft stays as it was', async () => {
		const whole = await aMeeting()
		const typist = await aTypist(whole, whole.items.open)
		typist.type('Kept.')
		await typist.send()
		for (const update of ['AAAA////', '////////////', 'not base64!'])
			await whole.secretariat
				.run(pushDraft, { agendaItem: whole.items.open, update })
				.catch((error: unknown) => expect(error).toMatchObject({ kind: 'invalid' }))
		expect((await itemAs(whole, whole.items.open))?.draft?.text).toBe('Kept.')
	})

	test('leaves one line a day in the access log for each person and item, and none of what was typed', async () => {
		const whole = await aMeeting()
		const [one, other] = [await aTypist(whole, whole.items.open), await aTypist(whole, whole.items.open, 'chair')]
		for (const text of ['a', 'b', 'c']) {
			one.type(text)
			await one.send()
		}
		other.type('d')
		await other.send()
		const last = await aTypist(whole, whole.items.last)
		last.type('e')
		await last.send()
		const pushes = async () =>
			(await rowsOf(whole.made, 'access_log')).filter((line) => line['operation'] === 'minuteDraft.push')
		expect((await pushes()).map((line) => line['subject'])).toEqual([
			`agendaItem=${whole.items.open}`,
			`agendaItem=${whole.items.open}`,
			`agendaItem=${whole.items.last}`
		])
		const tomorrow = await whole.made.as('secretariat', new Date(NOW.getTime() + 25 * 3_600_000))
		await tomorrow.run(pushDraft, { agendaItem: whole.items.open, update: base64(wholeOf(openDraft())) })
		expect(await pushes()).toHaveLength(4)
	})

	test('no word of a draft stands in the history of the item or the access log', async () => {
		const whole = await aMeeting()
		const typist = await aTypist(whole, whole.items.secret)
		typist.type('Whispered')
		await typist.send()
		const { items } = await whole.secretariat.ask(getHistory, { record: whole.items.secret, kind: 'agenda-item' })
		expect(JSON.stringify(items)).not.toContain('Whispered')
		expect(JSON.stringify(await rowsOf(whole.made, 'access_log'))).not.toContain('Whispered')
	})
})

describe('what a reader is shown', () => {
	test('the items it sees, numbered without a gap, and nothing of the others', async () => {
		const whole = await aMeeting()
		for (const item of Object.values(whole.items))
			await whole.secretariat.run(saveMinute, { agendaItem: item, text: `Minutes of ${item}` })
		const seen = async (key: 'secretariat' | 'member' | 'outsider') =>
			(await (await whole.made.as(key)).ask(getMinutes, { meeting: whole.meeting })).items.map(({ number, title }) => [
				number,
				title['en']
			])
		expect(await seen('secretariat')).toEqual([
			[1, 'Opening'],
			[2, 'Budget of the members'],
			[3, 'Deportation flights'],
			[4, 'Closing']
		])
		expect(await seen('member')).toEqual([
			[1, 'Opening'],
			[2, 'Budget of the members'],
			[3, 'Closing']
		])
		expect(await seen('outsider')).toEqual([
			[1, 'Opening'],
			[2, 'Closing']
		])
	})

	test('who does not sit in the structure reads minutes once they are adopted, and nobody but writers the drafts', async () => {
		const whole = await aMeeting({ audience: 'public' })
		await whole.secretariat.run(saveMinute, { agendaItem: whole.items.open, text: 'Not adopted yet.' })
		expect((await itemAs(whole, whole.items.open, 'public'))?.minute).toBeNull()
		expect((await itemAs(whole, whole.items.open, 'outsider'))?.minute).toBeNull()
		expect((await itemAs(whole, whole.items.open, 'member'))?.minute?.text).toBe('Not adopted yet.')
		expect((await itemAs(whole, whole.items.open, 'outsider'))?.draft).toBeNull()
		const reads = async (key: 'public' | 'outsider' | 'member' | 'secretariat') =>
			(await (await whole.made.as(key)).ask(getMinutes, { meeting: whole.meeting })).may.read
		expect([await reads('public'), await reads('outsider'), await reads('member'), await reads('secretariat')]).toEqual(
			[false, false, true, true]
		)
	})
})

describe('actions born inside the minutes', () => {
	test('a line becomes an action when it is confirmed, and is then no longer asked about', async () => {
		const whole = await aMeeting()
		const { open } = whole.items
		const lines = [
			'@action labour: send the figures by 2026-04-30',
			'@action nobody: do it by 2026-04-30',
			'@action labour: later',
			'@action nobody: whenever'
		]
		await whole.secretariat.run(saveMinute, { agendaItem: open, text: ['Noted.', ...lines].join('\n') })
		const item = await itemAs(whole, open)
		expect(item?.proposed.map(({ actor, text, day, problems }) => [actor?.reference, text, day, problems])).toEqual([
			['labour', 'send the figures', '2026-04-30', []],
			[undefined, 'do it', '2026-04-30', ['unknown-actor']],
			['labour', 'later', null, ['no-day']],
			[undefined, 'whenever', null, ['unknown-actor', 'no-day']]
		])
		await whole.secretariat.run(assignAction, {
			title: 'send the figures',
			responsible: 'labour',
			due: '2026-04-30',
			agendaItem: open
		})
		const after = await itemAs(whole, open)
		expect(after?.proposed.map(({ text }) => text)).toEqual(['do it', 'later', 'whenever'])
		expect(after?.actions.map(({ title, due, responsible }) => [title['en'], due, responsible?.reference])).toEqual([
			['send the figures', '2026-04-30', 'labour']
		])
	})

	test('a line may name the seat that sees to it; otherwise the seats of its actor are there to choose from', async () => {
		const whole = await aMeeting()
		const { open } = whole.items
		const lines = ['@action Office of analyst: count them by 2026-04-30', '@action labour: write by 2026-05-31']
		await whole.secretariat.run(saveMinute, { agendaItem: open, text: lines.join('\n') })
		const proposed = (await itemAs(whole, open))?.proposed ?? []
		const seats = [
			{ key: 'analyst', office: 'Office of analyst' },
			{ key: 'member', office: 'Office of member' }
		]
		expect(proposed.map(({ actor, seat, seats: own }) => [actor?.reference, seat, own])).toEqual([
			['labour', 'analyst', seats],
			['labour', null, seats]
		])
		const { reference } = await whole.secretariat.run(assignAction, {
			title: 'count them',
			responsible: 'labour',
			seat: 'analyst',
			due: '2026-04-30',
			agendaItem: open
		})
		expect(await whole.secretariat.ask(getAction, { action: reference })).toMatchObject({ seat: { key: 'analyst' } })
	})

	test('an action of a restricted item is told to nobody who does not see it', async () => {
		const whole = await aMeeting()
		const administrator = await whole.made.as('administrator')
		await administrator.run(addMembership, {
			structure: 'committee',
			actor: 'health',
			kind: 'member',
			from: '2026-01-01',
			reason: 'joined'
		})
		await whole.secretariat.run(assignAction, {
			title: 'Charter the planes',
			responsible: 'police',
			due: '2026-04-30',
			agendaItem: whole.items.secret
		})
		const outsider = await whole.made.as('outsider')
		expect(JSON.stringify(await outsider.ask(getMinutes, { meeting: whole.meeting }))).not.toContain('Charter')
		const police = await (await whole.made.as('police')).ask(getMinutes, { meeting: whole.meeting })
		expect(police.beside.actions.map(({ title }) => title['en'])).toEqual(['Charter the planes'])
		expect(JSON.stringify(police)).not.toContain('Deportation')
	})
})
