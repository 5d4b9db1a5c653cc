import { strFromU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addTemplate, changeTemplate } from '../edition/template-commands.ts'
import { getTemplate, listTemplates } from '../edition/template-queries.ts'
import { visitsRegister, visitsReport } from '../edition/visits-register.testing.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { declareRegister } from '../register-commands.ts'
import { exportRegisters, importRegisters } from './all-registers.ts'
import { previewRegisters } from './preview-all.ts'

const register = 'visit'
const DECLARED = `reports:
  - key: declared
    names: { en: Declared }
    period: year
    day: day
    blocks: [{ block: list, key: list, columns: [kind] }]
`
const exported = async (made: TestWorkspace) => (await made.as('administrator')).ask(exportRegisters, {})
const layoutsIn = (content: Uint8Array) => {
	const file = unzipSync(content)['visit.reports.json']
	return file === undefined ? null : strFromU8(file)
}
const laidOut = async (made: TestWorkspace) => {
	const keeper = await made.as('administrator')
	const { items } = await keeper.ask(listTemplates, { filter: { register } })
	const all = await Promise.all(items.map(({ reference }) => keeper.ask(getTemplate, { template: reference })))
	return new Map(all.map(({ key, definition }) => [key, definition]))
}

test('reports that were laid out by forms travel with their registers, once, and without the seats they go to', async () => {
	const from = await aWorkspace()
	const administrator = await from.as('administrator')
	await administrator.run(declareRegister, { declaration: visitsRegister(1, DECLARED) })
	await administrator.run(addEntry, { register, values: { name: 'Alpha', kind: 'one' } })
	expect(layoutsIn((await exported(from)).content)).toBeNull()

	const to = { groups: ['keepers'], structures: [], seats: ['member'] }
	const own = visitsReport({ key: 'own', to })
	const { reference } = await administrator.run(addTemplate, { register, definition: own })
	const { content, name } = await exported(from)
	expect(JSON.parse(layoutsIn(content) ?? '')).toMatchObject([{ key: 'own', to: { groups: ['keepers'], seats: [] } }])

	const into = await aWorkspace()
	const other = await into.as('administrator')
	const file = async () => sendFile(other, { name, bytes: content })
	await other.run(importRegisters, { file: await file() })
	const brought = await laidOut(into)
	expect([...brought.keys()].sort()).toEqual(['declared', 'own'])
	const before = (await laidOut(from)).get('own')
	expect(brought.get('own')).toEqual({ ...before, to: { ...to, seats: [] } })
	// Brought in twice, or where it came from, it changes nothing.
	await other.run(importRegisters, { file: await file() })
	expect(layoutsIn((await exported(into)).content)).toBe(layoutsIn(content))
	await administrator.run(importRegisters, { file: await sendFile(administrator, { name, bytes: content }) })
	expect((await laidOut(from)).get('own')).toEqual(before)

	const { version, definition } = await administrator.ask(getTemplate, { template: reference })
	const changed = { ...definition, names: { en: 'Otherwise' } }
	await administrator.run(changeTemplate, { template: reference, version, definition: changed })
	const later = await exported(from)
	await other.run(importRegisters, { file: await sendFile(other, { name, bytes: later.content }) })
	expect((await laidOut(into)).get('own')?.names).toEqual({ en: 'Otherwise' })
})

test('reports that their register does not allow, or that cannot be read, are told before anything is brought in', async () => {
	const from = await aWorkspace()
	const administrator = await from.as('administrator')
	await administrator.run(declareRegister, { declaration: visitsRegister() })
	await administrator.run(addTemplate, { register, definition: visitsReport({ key: 'own' }) })
	const { content, name } = await exported(from)
	const into = await aWorkspace()
	const other = await into.as('administrator')
	for (const [text, code] of [
		['not JSON', 'registers.layouts-unreadable'],
		[(layoutsIn(content) ?? '').replaceAll('"kind",', '"contact",'), 'registers.fault.report-personal']
	] as const) {
		const bytes = zipSync({ ...unzipSync(content), 'visit.reports.json': new TextEncoder().encode(text) })
		const file = await sendFile(other, { name, bytes })
		const told = await other.ask(previewRegisters, { file })
		expect(told.declarations.map((fault) => fault.code)).toContain(code)
		expect(await refusalOf(other.run(importRegisters, { file }))).toMatchObject({ kind: 'invalid' })
		expect((await other.ask(listTemplates, {})).items).toEqual([])
	}
})
