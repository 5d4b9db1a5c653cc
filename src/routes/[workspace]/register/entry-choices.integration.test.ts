import { beforeEach, expect, test } from 'vitest'
import { addEntry } from '#modules/registers/entry/entry-commands.ts'
import { getEntry } from '#modules/registers/entry/entry-queries.ts'
import { sentOf } from '#modules/registers/entry/said/sent-of.testing.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { visitorOf, type Visitor } from './visit.testing.ts'

const NOTES = `register: note
version: 1
code: NTE
names: { en: { one: Note, many: Notes } }
about: { en: Notes. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [secretariat] }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: about, type: record, names: { en: About } }
states: [{ key: open, names: { en: Open } }]
`
// One more than a form offers of each kind where any may be named.
const NOTED = 41

let made: TestWorkspace
let visit: Visitor<SeatKey>['visit']
beforeEach(async () => {
	made = await aWorkspace()
	;({ visit } = visitorOf(made, 'note'))
	await (await made.as('administrator')).run(declareRegister, { declaration: NOTES })
})

const field = (html: string) => /<(select|input)[^>]*name="values:about"/.exec(html)?.[1]

test('a record is chosen from a list where all stand in it, and is written where there are more than it holds', async () => {
	const keeper = await made.as('secretariat')
	const first = await keeper.run(addEntry, { register: 'note', values: { name: 'The first' } })
	expect(field((await visit('new', 'secretariat')).html)).toBe('select')

	for (let index = 1; index < NOTED; index += 1)
		await keeper.run(addEntry, { register: 'note', values: { name: `Note ${String(index)}` } })
	const form = await visit('new', 'secretariat')
	expect(form.text).not.toContain('The first')
	expect(field(form.html)).toBe('input')
	const sent = sentOf(form.html)
	sent.set('values:name', 'About what is offered no more')
	sent.set('values:about', first.reference)
	const { location } = await visit('new', 'secretariat', {}, sent)
	const entry = location?.split('/').at(-1) ?? ''
	expect((await keeper.ask(getEntry, { entry })).values).toMatchObject({ about: first.id })
})
