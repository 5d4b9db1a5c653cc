import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { createFeed, revokeFeed } from '#modules/deliberation/calendar/feed-commands.ts'
import { listFeeds, readFeed } from '#modules/deliberation/calendar/feed-queries.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry, moveEntry } from '../entry/entry-commands.ts'
import { sampleRegister } from '../figures/sample-register.testing.ts'
import { declareRegister } from '../register-commands.ts'

const dated = `${sampleRegister()
	.replace(
		'  - { key: country,',
		'  - { key: review, type: date, names: { en: Review }, filtered: true, seen: keepers }\n  - { key: country,'
	)
	.trimEnd()}
views:
  - { key: when, shows: calendar, day: day, names: { en: When } }
dues:
  - { key: review, names: { en: Review falls due }, day: review, states: [draft, open], group: keepers }
  - { key: opening, names: { en: Sample opens }, day: day, states: [draft] }
`

/** The events of a feed as another reader of the standard finds them. */
const eventsIn = (text: string) =>
	ICAL.Component.fromString(text)
		.getAllSubcomponents('vevent')
		.map((component) => {
			const event = new ICAL.Event(component)
			return {
				summary: event.summary,
				day: event.startDate.toString(),
				url: String(component.getFirstPropertyValue('url'))
			}
		})
		.sort((one, other) => (one.summary < other.summary ? -1 : 1))

async function feedOf(made: TestWorkspace, key: SeatKey) {
	const acting = await made.as(key)
	const { id } = await acting.run(createFeed, { register: 'sample' })
	return { id, acting, read: async () => (await acting.ask(readFeed, { feed: id, site: 'https://pitso.test' })).text }
}

test('a register has a calendar of its own: what falls due in it and the days of its calendar, as the holder sees them', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: dated })
	const keeper = await made.as('secretariat')
	const add = (name: string, values: object) =>
		keeper.run(addEntry, { register: 'sample', values: { name, ...values } })
	await add('Alpha', { day: '2026-03-05', review: '2026-06-01' })
	const beta = await add('Beta', { day: '2026-04-05' })
	await add('Gamma', { day: '1990-01-01' })
	await keeper.run(moveEntry, { entry: beta.reference, version: 1, move: 'show' })
	const mine = await feedOf(made, 'secretariat')
	const text = await mine.read()
	expect(eventsIn(text)).toEqual([
		{ summary: 'Day: Beta', day: '2026-04-05', url: expect.stringContaining(`/entry/${beta.reference}`) },
		{ summary: 'Review falls due: Alpha', day: '2026-06-01', url: expect.stringContaining('https://pitso.test/') },
		{ summary: 'Sample opens: Alpha', day: '2026-03-05', url: expect.stringContaining('/entry/') }
	])
	expect(text).toContain('X-WR-CALNAME:Samples (')
	expect(await mine.read()).toBe(text)
	const outsider = await (await feedOf(made, 'outsider')).read()
	expect(eventsIn(outsider).map(({ summary }) => summary)).toEqual(['Day: Beta', 'Sample opens: Alpha'])
	expect(outsider).not.toContain('Review')
})

test('such an address is listed, revoked, and stands for one register or one structure alone', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: dated })
	const feed = await feedOf(made, 'member')
	expect((await feed.acting.ask(listFeeds, {})).items).toMatchObject([
		{ id: feed.id, isOfRegister: true, isOfStructure: false, register: { reference: 'sample' } }
	])
	expect(eventsIn(await feed.read())).toEqual([])
	await feed.acting.run(revokeFeed, { feed: feed.id })
	expect((await refusalOf(feed.read())).kind).toBe('absent')
	const both = await refusalOf(feed.acting.run(createFeed, { register: 'sample', structure: 'committee' }))
	expect(both.code).toBe('deliberation.feed-of-one')
	expect((await refusalOf(feed.acting.run(createFeed, { register: 'nothing' }))).kind).toBe('invalid')
})
