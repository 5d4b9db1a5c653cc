import { expect, test } from 'vitest'
import { createFeed } from '#modules/deliberation/calendar/feed-commands.ts'
import { readFeed } from '#modules/deliberation/calendar/feed-queries.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { declareRegister } from '../register-commands.ts'
import { calendarEntries } from './calendar-queries.ts'
import { sampleRegister } from './sample-register.testing.ts'

const declaration = sampleRegister().replace(
	'  - { key: tags,',
	'  - { key: held, type: period, names: { en: Held }, filtered: true }\n  - { key: tags,'
)

async function someEntries() {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration })
	const keeper = await made.as('secretariat')
	const add = (name: string, held: { from: string; to: string }) =>
		keeper.run(addEntry, { register: 'sample', values: { name, held, kind: 'one' } })
	await add('Long', { from: '2026-02-20', to: '2026-04-10' })
	await add('Over', { from: '2026-02-01', to: '2026-02-28' })
	await add('Within', { from: '2026-03-05', to: '2026-03-06' })
	const month = async (from: string, until: string, filter = {}) =>
		(await made.as('observer')).ask(calendarEntries, { register: 'sample', day: 'held', from, until, filter })
	return { made, month }
}

test('a period stands in every month it touches, and in no other', async () => {
	const { month } = await someEntries()
	const march = await month('2026-03-01', '2026-03-31')
	expect(march.items.map(({ title, on, until }) => [title['en'], on, until])).toEqual([
		['Long', '2026-02-20', '2026-04-10'],
		['Within', '2026-03-05', '2026-03-06']
	])
	expect(march.total).toBe(2)
	expect((await month('2026-04-01', '2026-04-30')).items).toHaveLength(1)
	expect((await month('2026-03-01', '2026-03-31', { fields: { kind: ['two'] } })).items).toEqual([])
})

test('a month in which nothing stands leads to the nearest in which something does', async () => {
	const { month } = await someEntries()
	expect(await month('2026-01-01', '2026-01-31')).toMatchObject({ items: [], before: null, after: '2026-02-01' })
	expect(await month('2026-05-01', '2026-05-31')).toMatchObject({ items: [], before: '2026-03-05', after: null })
	expect(await month('2026-03-01', '2026-03-31')).toMatchObject({ before: null, after: null })
})

test('in a calendar program a period lasts to its last day', async () => {
	const { made } = await someEntries()
	const member = await made.as('member')
	const { id } = await member.run(createFeed, { register: 'sample' })
	expect((await member.ask(readFeed, { feed: id, site: 'https://pitso.test' })).text).not.toContain('DTEND')
	const viewed = declaration.replace('version: 1', 'version: 2')
	const views = 'views:\n  - { key: held, shows: calendar, day: held, names: { en: Held } }\n'
	await (await made.as('administrator')).run(declareRegister, { declaration: `${viewed.trimEnd()}\n${views}` })
	const { text } = await member.ask(readFeed, { feed: id, site: 'https://pitso.test' })
	expect(text).toContain('DTSTART;VALUE=DATE:20260220\r\nDTEND;VALUE=DATE:20260411')
})
