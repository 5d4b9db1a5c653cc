import { expect, test } from 'vitest'
import { workspaceOverview } from '#modules/directory/overview.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { declareRegister } from '../register-commands.ts'
import { addEntry } from './entry-commands.ts'

const declaration = `register: well
version: 1
code: WEL
names: { en: { one: Well, many: Wells } }
about: { en: Wells }
title: name
seen: everyone
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: K }, roles: [administrator, secretariat] }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: judged, type: text, seen: keepers, names: { en: Judged } }
states: [{ key: open, names: { en: Open } }, { key: closed, end: true, names: { en: Closed } }]
moves: [{ key: close, names: { en: Close }, from: [open], to: closed, by: [keepers] }]
`

test('an entry with a part for some readers alone stands once among what changed last', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration })
	// Later than what the workspace was made with.
	const keeper = await made.as('secretariat', new Date('2026-03-03T09:00:00Z'))
	const { reference } = await keeper.run(addEntry, { register: 'well', values: { name: 'Well 1', judged: 'Deep' } })
	const { changes } = await keeper.ask(workspaceOverview, {})
	const titled = changes.filter(({ record }) => record.title['en'] === 'Well 1')
	expect(titled.map(({ record }) => record.reference)).toEqual([reference])
})
