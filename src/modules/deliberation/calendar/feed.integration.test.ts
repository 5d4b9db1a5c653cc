import ICAL from 'ical.js'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { holdSeat } from '#platform/access/hold-seat.server.ts'
import { vacateSeat } from '#platform/access/seat-operations.ts'
import { seedAction, seedMeeting, written } from '#tests/fixtures/deliberated.ts'
import { idOf, refusalOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, NOW, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { cancelMeeting, postponeMeeting, rescheduleMeeting } from '../meeting/meeting-commands.ts'
import { listMeetings } from '../meeting/meeting-queries.ts'
import { createSeries } from '../meeting/series-commands.ts'
import { createFeed, revokeFeed } from './feed-commands.ts'
import { listFeeds, readFeed } from './feed-queries.ts'
import { findFeedOfSecret } from './find-feed.server.ts'

/** The events of a feed as another reader of the standard finds them. */
function eventsIn(text: string) {
	const calendar = ICAL.Component.fromString(text)
	return calendar.getAllSubcomponents('vevent').map((component) => {
		const event = new ICAL.Event(component)
		return {
			uid: event.uid,
			summary: event.summary,
			sequence: event.sequence,
			start: event.startDate.toString(),
			status: String(component.getFirstPropertyValue('status'))
		}
	})
}

async function meeting(
	made: TestWorkspace,
	given: { day: string; structure?: string; state?: 'planned' | 'called' | 'held' | 'cancelled'; audience?: string[] }
) {
	const structure = await idOf(made, 'structure', given.structure ?? 'committee')
	const { day, state = 'called', audience } = given
	return written(await made.as('administrator'), (here) =>
		seedMeeting(here, { structure, state, day, ...(audience ? { audience } : {}) })
	)
}

async function feedOf(made: TestWorkspace, key: SeatKey, input: { structure?: string } = {}) {
	const acting = await made.as(key)
	const { id, secret } = await acting.run(createFeed, input)
	return { id, secret, read: async () => (await acting.ask(readFeed, { feed: id, site: 'https://pitso.test' })).text }
}

test('a seat finds the meetings of its structures and what falls due for its organization, and nothing it may not see', async () => {
	const made = await aWorkspace()
	const open = await meeting(made, { day: '2026-04-10' })
	const inside = await meeting(made, { day: '2026-04-11', structure: 'closed-group' })
	const hidden = await meeting(made, { day: '2026-04-12', audience: ['role:administrator', 'role:secretariat'] })
	const labour = await idOf(made, 'actor', 'labour')
	const committee = await idOf(made, 'structure', 'committee')
	const action = await written(await made.as('administrator'), (here) =>
		seedAction(here, { structure: committee, actor: labour, due: '2026-05-01', title: 'Count the trucks' })
	)
	const member = eventsIn(await (await feedOf(made, 'member')).read())
	const uid = (id: string) => `${id}@${made.workspace.key}.pitso`
	expect(member.map((event) => event.uid)).toEqual([uid(open), uid(inside), uid(`${action}-action`)])
	expect(member[0]).toMatchObject({ status: 'CONFIRMED', sequence: 0 })
	expect(member[2]?.summary).toContain('Count the trucks')
	expect(member.map((event) => event.uid)).not.toContain(uid(hidden))
	const outsider = await (await feedOf(made, 'outsider')).read()
	expect(eventsIn(outsider)).toEqual([])
})

test('a structure has a calendar of its own', async () => {
	const made = await aWorkspace()
	await meeting(made, { day: '2026-04-10' })
	await meeting(made, { day: '2026-04-11', structure: 'closed-group' })
	const feed = await feedOf(made, 'secretariat', { structure: 'committee' })
	const text = await feed.read()
	expect(eventsIn(text)).toHaveLength(1)
	expect(text).toContain('X-WR-CALNAME:CC (')
	const outsider = await made.as('outsider')
	const refused = await refusalOf(outsider.run(createFeed, { structure: 'closed-group' }))
	expect(refused.kind).toBe('invalid')
})

test('a cancelled meeting stays in the calendar and says so; unchanged, a calendar is the same text', async () => {
	const made = await aWorkspace()
	await meeting(made, { day: '2026-04-10', state: 'cancelled' })
	await meeting(made, { day: '2026-04-17', state: 'planned' })
	const feed = await feedOf(made, 'chair')
	const text = await feed.read()
	const events = eventsIn(text)
	expect(events.map(({ status }) => status)).toEqual(['CANCELLED', 'TENTATIVE'])
	expect(events.map(({ summary }) => summary.startsWith('Cancelled: '))).toEqual([true, false])
	expect(await feed.read()).toBe(text)
})

test('meetings that are moved over a change of the clocks, put off and cancelled keep their place in a program that has them', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createSeries, {
		structure: 'committee',
		title: 'Talks with Brussels',
		start: '2026-03-16T10:00',
		durationMinutes: 90,
		zone: 'Europe/Brussels',
		rule: 'FREQ=WEEKLY;COUNT=4',
		planUntil: '2026-06-30'
	})
	const feed = await feedOf(made, 'secretariat', { structure: 'committee' })
	/** Each event by the moment it begins at: what a program shows, whatever zone its reader is in. */
	const read = async () => {
		const calendar = ICAL.Component.fromString(await feed.read())
		for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
		return calendar.getAllSubcomponents('vevent').map((component) => {
			const event = new ICAL.Event(component)
			return {
				uid: event.uid,
				at: event.startDate.toJSDate().toISOString(),
				sequence: event.sequence,
				status: String(component.getFirstPropertyValue('status')),
				summary: event.summary
			}
		})
	}
	const before = await read()
	expect(before.map(({ at }) => at)).toEqual([
		'2026-03-16T09:00:00.000Z',
		'2026-03-23T09:00:00.000Z',
		'2026-03-30T08:00:00.000Z',
		'2026-04-06T08:00:00.000Z'
	])
	const { items } = await secretariat.ask(listMeetings, { sort: 'start' })
	const [, second, third, fourth] = items.map(({ reference, version }) => ({
		meeting: reference,
		version,
		reason: 'the hall is taken'
	}))
	if (!second || !third || !fourth) throw new Error('four were planned')
	await secretariat.run(rescheduleMeeting, { ...second, start: '2026-03-31T10:00', end: '2026-03-31T11:30' })
	await secretariat.run(postponeMeeting, third)
	await secretariat.run(cancelMeeting, fourth)
	const after = new Map((await read()).map((event) => [event.uid, event]))
	expect(before.map(({ uid }) => after.get(uid))).toEqual([
		before[0],
		{ ...before[1], at: '2026-03-31T08:00:00.000Z', sequence: 1 },
		{ ...before[2], sequence: 1, status: 'CANCELLED', summary: 'Postponed: Talks with Brussels' },
		{ ...before[3], sequence: 1, status: 'CANCELLED', summary: 'Cancelled: Talks with Brussels' }
	])
})

test('an address stands for its seat until it is revoked, and notes the day it was used', async () => {
	const made = await aWorkspace()
	const feed = await feedOf(made, 'member')
	const find = (secret: string) => findFeedOfSecret(made.database, made.workspace, secret, NOW)
	expect(await find(feed.secret)).toMatchObject({ id: feed.id, seat: { key: 'member' } })
	expect(await find('x'.repeat(43))).toBeUndefined()
	expect(await find("' or true --")).toBeUndefined()
	const member = await made.as('member')
	const { items } = await member.ask(listFeeds, {})
	expect(items).toMatchObject([{ id: feed.id, state: 'open', lastUsed: '2026-03-02' }])
	expect(JSON.stringify(items)).not.toContain(feed.secret)
	await member.run(revokeFeed, { feed: feed.id })
	expect(await find(feed.secret)).toBeUndefined()
	expect(await refusalOf(feed.read())).toMatchObject({ kind: 'absent' })
	expect(await refusalOf(member.run(revokeFeed, { feed: feed.id }))).toMatchObject({ kind: 'conflict' })
})

test("nobody reads or revokes another's calendar, but an administrator revokes any", async () => {
	const made = await aWorkspace()
	const feed = await feedOf(made, 'member')
	const chair = await made.as('chair')
	expect(await refusalOf(chair.ask(readFeed, { feed: feed.id }))).toMatchObject({ kind: 'absent' })
	expect(await refusalOf(chair.run(revokeFeed, { feed: feed.id }))).toMatchObject({ kind: 'forbidden' })
	expect((await chair.ask(listFeeds, {})).items).toEqual([])
	const administrator = await made.as('administrator')
	expect((await administrator.ask(listFeeds, { filter: { seat: ['member'] } })).items).toHaveLength(1)
	await administrator.run(revokeFeed, { feed: feed.id })
})

test('an address is worth nothing any more once who made it has left the seat', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	const person = { id: uuid(), name: 'Somebody', email: 'somebody@seat.test' }
	await written(member, (here) => holdSeat(here, { seatId: member.seat.id ?? '', person, source: 'invitation' }))
	const feed = await feedOf(made, 'member')
	const find = () => findFeedOfSecret(made.database, made.workspace, feed.secret, NOW)
	expect(await find()).toBeDefined()
	await member.run(vacateSeat, { seat: 'member', reason: 'moved on' })
	expect(await find()).toBeUndefined()
	expect((await member.ask(listFeeds, { filter: { state: ['open'] } })).items).toEqual([])
	expect((await member.ask(listFeeds, {})).items).toMatchObject([{ state: 'revoked' }])
})

test('a seat keeps a bounded number of open addresses', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	for (let count = 0; count < 20; count++) await member.run(createFeed, {})
	expect(await refusalOf(member.run(createFeed, {}))).toMatchObject({ code: 'deliberation.feed-too-many' })
})

test('speaks the language in which its address was made, else that of the workspace', async () => {
	const made = await aWorkspace()
	const day = { day: '2026-04-10', state: 'planned' as const }
	await meeting(made, day)
	const labour = await idOf(made, 'actor', 'labour')
	const structure = await idOf(made, 'structure', 'committee')
	await written(await made.as('administrator'), (here) =>
		seedAction(here, { structure, actor: labour, due: '2026-05-01', title: 'Count the trucks' })
	)
	const member = await made.as('member')
	const textIn = async (input: { language?: string }) => {
		const { id } = await member.run(createFeed, input)
		return (await member.ask(readFeed, { feed: id })).text
	}
	const [english, french] = [await textIn({}), await textIn({ language: 'fr' })]
	expect(english).not.toBe(french)
	expect(french).toContain('LANGUAGE=fr')
	expect(await textIn({ language: 'xx' })).not.toContain('LANGUAGE=xx')
})
