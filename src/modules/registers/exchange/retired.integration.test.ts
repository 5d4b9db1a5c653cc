import { expect, test } from 'vitest'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, TODAY, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { declareRegister, retireRegister } from '../register-commands.ts'
import { readRegister } from '../register-queries.ts'
import { exportRegisters, importRegisters } from './all-registers.ts'

const declarationOf = (key: string, code: string) => `register: ${key}
version: 1
code: ${code}
names: { en: { one: Thing, many: Things } }
about: { en: Things. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
states: [{ key: open, names: { en: Open } }]
fields: [{ key: name, type: text, required: true, names: { en: Name } }]
`
const bytesOf = async (made: TestWorkspace) => {
	const { name, content } = await (await made.as('administrator')).ask(exportRegisters, {})
	return { name, bytes: content }
}
const bring = async (made: TestWorkspace, from: TestWorkspace) => {
	const into = await made.as('administrator')
	return into.run(importRegisters, { file: await sendFile(into, await bytesOf(from)) })
}
const standing = async (made: TestWorkspace, register: string) => {
	const { state, stateReason } = await (await made.as('administrator')).ask(readRegister, { register })
	return { state, stateReason }
}

test('registers that were retired come in retired, with the day and the reason, and with their entries', async () => {
	const from = await aWorkspace()
	const administrator = await from.as('administrator')
	for (const [key, code] of [
		['old', 'OLD'],
		['new', 'NEW']
	] as const) {
		await administrator.run(declareRegister, { declaration: declarationOf(key, code) })
		await administrator.run(addEntry, { register: key, values: { name: `One of ${key}` } })
	}
	const { version } = await administrator.ask(readRegister, { register: 'old' })
	await administrator.run(retireRegister, { register: 'old', version, reason: 'Kept elsewhere, "by law".' })
	expect(TODAY).toBe('2026-03-02')

	const first = await aWorkspace()
	await bring(first, from)
	const reason = 'Kept elsewhere, "by law". (retired on 2 March 2026)'
	expect(await standing(first, 'old')).toEqual({ state: 'withdrawn', stateReason: reason })
	expect(await standing(first, 'new')).toEqual({ state: 'active', stateReason: null })
	const { items } = await (await first.as('observer')).ask(listEntries, { register: 'old' })
	expect(items.map(({ title }) => title['en'])).toEqual(['One of old'])

	const second = await aWorkspace()
	await bring(second, first)
	expect(await standing(second, 'old')).toEqual({ state: 'withdrawn', stateReason: reason })
	await bring(second, first)
	expect(await standing(second, 'old')).toEqual({ state: 'withdrawn', stateReason: reason })
})
