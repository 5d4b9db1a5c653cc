import { beforeEach, expect, test } from 'vitest'
import { getEntry } from '#modules/registers/entry/entry-queries.ts'
import { sentOf } from '#modules/registers/entry/said/sent-of.testing.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { aWorkspace, TODAY, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { visitorOf, type Visitor } from './visit.testing.ts'

const CASES = `register: case
version: 1
code: CSE
names: { en: { one: Case, many: Cases } }
about: { en: Cases. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [secretariat] }]
lists: [{ key: way, names: { en: Way }, codes: [{ key: post, names: { en: By post } }, { key: hand, names: { en: By hand } }] }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: owner, type: actor, default: own, names: { en: Owner } }
  - { key: way, type: one-of, codes: { list: way }, default: post, names: { en: Way } }
  - { key: day, type: date, default: today, names: { en: Day } }
  - { key: stamp, type: whole-number, default: 5, asked: way = "post", names: { en: Stamp } }
  - { key: bearer, type: text, asked: way = "hand", default: A clerk, names: { en: Bearer } }
states: [{ key: open, names: { en: Open } }]
`

let made: TestWorkspace
let visit: Visitor<SeatKey>['visit']
beforeEach(async () => {
	made = await aWorkspace()
	;({ visit } = visitorOf(made, 'case'))
	await (await made.as('administrator')).run(declareRegister, { declaration: CASES })
})

async function entered(sent: FormData) {
	const { location, text } = await visit('new', 'secretariat', {}, sent)
	if (location === null) throw new Error(`it was not taken: ${text}`)
	const entry = location.split('/').at(-1) ?? ''
	return (await (await made.as('secretariat')).ask(getEntry, { entry })).values
}

test('the form of a new entry begins with what its fields begin with, and nobody is asked about it again', async () => {
	const { html } = await visit('new', 'secretariat')
	const sent = sentOf(html)
	expect([sent.get('values:way'), sent.get('values:day'), sent.get('values:stamp')]).toEqual(['post', TODAY, '5'])
	sent.set('values:name', 'As it begins')
	// The bearer is not asked for by post: what stood there by itself was typed by nobody, and goes unsaid.
	expect(await entered(sent)).toMatchObject({ name: 'As it begins', way: 'post', day: TODAY, stamp: '5' })
})

test('what is taken out of the form stays out, and what was typed where it is not asked for is told once', async () => {
	const sent = sentOf((await visit('new', 'secretariat')).html)
	sent.set('values:name', 'By hand')
	sent.set('values:owner', '')
	sent.set('values:day', '')
	sent.set('values:way', 'hand')
	const values = await entered(sent)
	expect(values).toEqual({ name: 'By hand', way: 'hand', bearer: 'A clerk' })
	const typed = sentOf((await visit('new', 'secretariat')).html)
	typed.set('values:name', 'Typed')
	typed.set('values:bearer', 'Somebody else')
	expect((await visit('new', 'secretariat', {}, typed)).location).toBeNull()
})
