import { mkdtemp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFramework } from '#modules/directory/theme-commands.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from './entry/entry-commands.ts'
import { declareRegister, restoreRegister, retireRegister } from './register-commands.ts'
import { bringShippedRegisters, lacksShippedRegisters } from './load-shipped.server.ts'
import { exportDeclaration, listRegisters, readRegister } from './register-queries.ts'
import { listPublicForms } from './submission/public-queries.ts'

const REFERENCE_FOLDER = fileURLToPath(new URL('../../../reference', import.meta.url))
const SHIPPED = readdirSync(join(REFERENCE_FOLDER, 'registers')).length
const training = readFileSync(new URL('../../../reference/registers/training.yaml', import.meta.url), 'utf8')

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
})

/** A small register in YAML, with more fields where a test asks for them. */
const small = (key: string, code: string, { version = 1, fields = '' } = {}) => `register: ${key}
version: ${String(version)}
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
${fields}`

const declare = async (declaration: string) => (await made.as('administrator')).run(declareRegister, { declaration })
const keysOf = async () =>
	(await (await made.as('observer')).ask(listRegisters, { limit: 200 })).items.map(({ reference }) => reference)
const lacks = (folder: string) =>
	made.database.read({ workspaceId: made.workspace.id, audience: ['system'] }, (tx) =>
		lacksShippedRegisters(tx, made.workspace.id, folder)
	)

/** A declaration as it would be so many versions later. */
const raised = (text: string, by: number) =>
	text.replace(/^version: (\d+)/m, (_all, version: string) => `version: ${String(Number(version) + by)}`)

/** The shipped registers as a later release has them. */
async function aLaterRelease(changes: Readonly<Record<string, (text: string) => string>>) {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-shipped-'))
	await mkdir(join(folder, 'registers'))
	for (const file of await readdir(join(REFERENCE_FOLDER, 'registers'))) {
		const text = await readFile(join(REFERENCE_FOLDER, 'registers', file), 'utf8')
		await writeFile(join(folder, 'registers', file), changes[file]?.(text) ?? text)
	}
	return folder
}

describe('the shipped registers', () => {
	const bring = async (folder = REFERENCE_FOLDER) =>
		(await made.as('administrator')).run(bringShippedRegisters(folder), {})

	test('come into a workspace all at once, and only once', async () => {
		expect(await lacks(REFERENCE_FOLDER)).toBe(true)
		expect(await bring()).toEqual({ added: SHIPPED, renewed: 0, left: [] })
		expect(await keysOf()).toHaveLength(SHIPPED)
		expect(await lacks(REFERENCE_FOLDER)).toBe(false)
		expect(await bring()).toEqual({ added: 0, renewed: 0, left: [] })
		const page = await (await made.as('member')).ask(readRegister, { register: 'training' })
		expect(page).toMatchObject({ origin: 'reference', title: { en: 'Trainings', fr: 'Formations' } })
	})

	test('take the place of an earlier version that the workspace left as it was, and of no other', async () => {
		await bring()
		await (
			await made.as('administrator')
		).run(createFramework, { key: 'themes-of-the-sources', name: 'Themes', kind: 'priority areas' })
		await declare(raised(training, 1).replace('en: Begins,', 'en: Starts,'))
		const folder = await aLaterRelease({
			'training.yaml': (text) => raised(text, 2).replace('en: Ends,', 'en: Stops,'),
			'partner.yaml': (text) => raised(text, 2).replace('{ en: Name,', '{ en: Called,')
		})
		expect(await lacks(folder)).toBe(true)
		expect(await bring(folder)).toEqual({ added: 0, renewed: 1, left: ['training'] })
		expect(await lacks(folder)).toBe(false)
		const administrator = await made.as('administrator')
		const text = async (register: string) => (await administrator.ask(exportDeclaration, { register })).declaration
		expect(await text('partner')).toContain('en: Called')
		expect(await text('training')).toContain('en: Starts')
		expect(await text('training')).not.toContain('en: Stops')
	})

	test('open the public form of one that is declared open from the first, and of no other', async () => {
		const open = (text: string) => text.replace('\n  kept_months: 12', '\n  kept_months: 12\n  open: true')
		await bring(await aLaterRelease({ 'diaspora-concern.yaml': open }))
		const { items } = await (await made.as('public')).ask(listPublicForms, {})
		expect(items.map(({ register }) => register)).toEqual(['diaspora-concern'])
	})

	test('leave alone what a workspace declared under the same key or code', async () => {
		await declare(small('training', 'XTR'))
		await declare(small('helpers', 'PAR'))
		expect(await bring()).toEqual({ added: SHIPPED - 2, renewed: 0, left: ['partner', 'training'] })
		expect(await keysOf()).toContain('helpers')
		expect(await keysOf()).not.toContain('partner')
	})
})

test('a shipped register that names one which cannot come stays away with it, and the others come', async () => {
	await declare(small('agents', 'RCA'))
	const administrator = await made.as('administrator')
	const loaded = await administrator.run(bringShippedRegisters(REFERENCE_FOLDER), {})
	expect(loaded).toEqual({ added: SHIPPED - 2, renewed: 0, left: ['recruitment-agency', 'recruitment-complaint'] })
	expect(await lacks(REFERENCE_FOLDER)).toBe(false)
})

describe('the list of registers', () => {
	test('tells what each is about and is narrowed by it', async () => {
		await (await made.as('administrator')).run(bringShippedRegisters(REFERENCE_FOLDER), {})
		await declare(small('own', 'OWN'))
		const observer = await made.as('observer')
		const about = async (...theme: ('border' | 'law' | 'labour')[]) =>
			(await observer.ask(listRegisters, { filter: { theme } })).items.map((one) => [one.reference, one.theme])
		expect(await about('border')).toEqual([
			['equipment', 'border'],
			['document-service-point', 'border']
		])
		const both = await about('border', 'law')
		expect(new Set(both.map(([, theme]) => theme))).toEqual(new Set(['border', 'law']))
		const all = await observer.ask(listRegisters, { limit: 200 })
		expect(all.items.filter(({ theme }) => theme === null).map(({ reference }) => reference)).toEqual(['own'])
		expect(await observer.ask(listRegisters, { filter: { theme: ['border'], words: 'passport' } })).toMatchObject({
			total: 1,
			items: [{ reference: 'document-service-point' }]
		})
	})
})

describe('registers that name each other', () => {
	const grants = small('grant', 'GRX', {
		fields: '  - { key: project, type: entry, register: project, filtered: true, names: { en: Project } }'
	})
	const counting = '  - { key: grants, type: linked-count, register: grant, by: project, names: { en: Grants } }'

	test('are declared only where what they name is there', async () => {
		await expect(declare(grants)).rejects.toMatchObject({
			issues: [{ code: 'registers.fault.unknown-register', params: { found: 'project' } }]
		})
		await declare(small('project', 'PRX'))
		await declare(grants)
		await declare(small('project', 'PRX', { version: 2, fields: counting }))
		const wrong = counting.replace('by: project', 'by: name')
		await expect(declare(small('project', 'PRX', { version: 3, fields: wrong }))).rejects.toMatchObject({
			issues: [{ code: 'registers.fault.not-linked-back' }]
		})
	})

	test('are not changed or retired under those that name them, which are named', async () => {
		await declare(small('project', 'PRX'))
		await declare(grants)
		await declare(small('project', 'PRX', { version: 2, fields: counting }))
		const administrator = await made.as('administrator')
		await expect(declare(small('grant', 'GRX', { version: 2 }))).rejects.toMatchObject({
			issues: [{ code: 'registers.named-by-other', params: { register: 'project', found: 'project' } }]
		})
		const retire = (register: string, version: number) =>
			administrator.run(retireRegister, { register, version, reason: 'No longer kept.' })
		await expect(retire('project', 2)).rejects.toMatchObject({
			code: 'registers.named-by',
			params: { register: 'project', others: 'grant' }
		})
		await declare(small('project', 'PRX', { version: 3 }))
		await retire('grant', 1)
		await retire('project', 3)
		await expect(
			administrator.run(restoreRegister, { register: 'grant', version: 2, reason: 'Kept again.' })
		).rejects.toMatchObject({ code: 'registers.names-missing', params: { found: 'project' } })
		await administrator.run(restoreRegister, { register: 'project', version: 4, reason: 'Kept again.' })
		await administrator.run(restoreRegister, { register: 'grant', version: 2, reason: 'Kept again.' })
	})
})

test('a retired register takes no more entries, and is retired by administrators alone', async () => {
	await declare(small('thing', 'THG'))
	const keeper = await made.as('secretariat')
	await expect(keeper.run(retireRegister, { register: 'thing', version: 1, reason: 'Done.' })).rejects.toMatchObject({
		kind: 'forbidden'
	})
	await (await made.as('administrator')).run(retireRegister, { register: 'thing', version: 1, reason: 'Done.' })
	await expect(keeper.run(addEntry, { register: 'thing', values: { name: 'One' } })).rejects.toMatchObject({
		code: 'registers.not-active'
	})
})

test('a declaration is given back just as it was declared, each version of it', async () => {
	const first = small('thing', 'THG').replace('{ en: Something. }', '{ en: Something. } # what it is')
	await declare(first)
	await declare(first.replace('version: 1', 'version: 2').replace('Something', 'Anything'))
	const observer = await made.as('observer')
	expect(await observer.ask(exportDeclaration, { register: 'thing', version: 1 })).toEqual({
		register: 'thing',
		version: 1,
		declaration: first
	})
	expect((await observer.ask(exportDeclaration, { register: 'thing' })).declaration).toContain('Anything')
	await expect(observer.ask(exportDeclaration, { register: 'thing', version: 9 })).rejects.toMatchObject({
		kind: 'absent'
	})
})
