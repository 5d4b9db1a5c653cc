import { expect, test } from 'vitest'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { declareRegister } from '../register-commands.ts'
import { calendarEntries } from './calendar-queries.ts'

const COURSES = `register: course
version: 1
code: CRS
names: { en: { one: Course, many: Courses } }
about: { en: Courses of several days. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: begins, type: date, filtered: true, names: { en: Begins } }
  - { key: ends, type: date, names: { en: Ends } }
  - { key: hidden_end, type: date, seen: keepers, names: { en: Hidden } }
states: [{ key: kept, names: { en: Kept } }]
views: [{ key: calendar, shows: calendar, day: begins, until: ends, names: { en: Calendar } }]
`

test('a calendar shows every day of what lasts several, from the month before too', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(declareRegister, { declaration: COURSES })
	const add = (name: string, begins: string, ends: string | null) =>
		administrator.run(addEntry, { register: 'course', values: { name, begins, ends } })
	await add('Long', '2026-02-27', '2026-03-02')
	await add('Over', '2026-02-20', '2026-02-28')
	await add('Within', '2026-03-10', '2026-03-12')
	await add('Open', '2026-03-20', null)
	const { items } = await administrator.ask(calendarEntries, {
		register: 'course',
		day: 'begins',
		from: '2026-03-01',
		until: '2026-03-31'
	})
	expect(items.map(({ title, on, until }) => [title['en'], on, until])).toEqual([
		['Long', '2026-02-27', '2026-03-02'],
		['Within', '2026-03-10', '2026-03-12'],
		['Open', '2026-03-20', null]
	])
})

test('a calendar ends by a day that is there, and by none that fewer see', async () => {
	const administrator = await (await aWorkspace()).as('administrator')
	const declare = (until: string) =>
		administrator.run(declareRegister, { declaration: COURSES.replace('until: ends', `until: ${until}`) })
	const refused = (code: string) => ({ issues: [expect.objectContaining({ code: `registers.fault.${code}` })] })
	await expect(declare('name')).rejects.toMatchObject(refused('not-a-day'))
	await expect(declare('hidden_end')).rejects.toMatchObject(refused('tells-of-hidden'))
})
