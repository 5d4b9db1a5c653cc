import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { aWorkspace, type SeatKey } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { offerOf } from '../listing/offer.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { declareRegister } from '../register-commands.ts'
import { registerFigures } from './figure-queries.ts'
import { figuresShown } from './figures-view.ts'

const declaration = `
register: session
version: 1
code: SES
names: { en: { one: Session, many: Sessions } }
about: { en: For the tests. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
fields:
  - { key: name, type: text, names: { en: Name }, required: true }
  - { key: women, type: whole-number, names: { en: Women }, filtered: true }
  - { key: came, type: whole-number, names: { en: People who came }, filtered: true, seen: keepers }
states: [{ key: held, names: { en: Held } }]
headlines:
  - { key: women, names: { en: Women among them }, sum: women, of: came }
`

test('a share needs something that is added up', () => {
	const read = readDeclaration(declaration.replace('sum: women, ', ''))
	expect('faults' in read ? read.faults.map(({ code, found }) => `${code} ${found}`) : []).toEqual([
		'share-of-nothing came'
	])
})

test('a sum is told with its share of the whole, to whoever sees both', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration })
	const keeper = await made.as('secretariat')
	const read = readDeclaration(declaration)
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	const compiled = read.register
	const noteFor = async (key: SeatKey) => {
		const seat = await made.as(key)
		const figures = await seat.ask(registerFigures, { register: 'session' })
		const { role, actorId, audience } = seat.seat
		const offer = offerOf(compiled, { role, actorId, audience })
		const named = { names: figures.names, seats: figures.seats, areas: [] }
		const [women] = figuresShown({ words: speak(catalogue, 'en'), compiled, offer, home: '', named }, figures).headlines
		return [women?.value, women?.note]
	}
	expect(await noteFor('secretariat')).toEqual(['0', 'over 0 entries'])
	for (const { women, came } of [
		{ women: '12', came: '30' },
		{ women: '3', came: '10' }
	])
		await keeper.run(addEntry, { register: 'session', values: { name: 'A', women, came } })
	expect(await noteFor('secretariat')).toEqual(['15', '38% of 40 (People who came)'])
	// How many came is kept from them: no share from which it would follow.
	expect(await noteFor('observer')).toEqual(['15', 'over 2 entries'])
})
