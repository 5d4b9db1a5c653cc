import { afterAll, beforeAll, expect, test } from 'vitest'
import { aWorkspace, inDatabaseOfItsOwn } from '#tests/fixtures/workspace.ts'
import { readyRegisters } from './ready-registers.server.ts'
import { declareRegister } from './register-commands.ts'
import { madeReady } from './registers.server.ts'

// A start looks through the first workspaces there are: they are to be those of this test.
beforeAll(async () => void (await inDatabaseOfItsOwn()))
afterAll(async () => void (await inDatabaseOfItsOwn()))

const small = (key: string, code: string) => `register: ${key}
version: 1
code: ${code}
names: { en: { one: ${key}, many: ${key}s } }
about: { en: Something. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
states: [{ key: open, names: { en: Open } }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
`

test('a page does not wait for declarations to be read: a start makes ready those that are not', async () => {
	const { as, database } = await aWorkspace()
	await (await as('administrator')).run(declareRegister, { declaration: small('early', 'EAR') })
	expect(await readyRegisters(database)).toBe(0)
	// So many others were asked for since that it is kept no more.
	for (let index = 0; index < 250; index++) madeReady(`another ${String(index)}`, small('another', 'ANO'))
	expect(await readyRegisters(database)).toBe(1)
	expect(await readyRegisters(database)).toBe(0)
})
