import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inject, expect, onTestFinished, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { registry } from '#areas'
import { listRegisters } from '#modules/registers/register-queries.ts'
import { planWorkspace, storeWorkspace, type NewWorkspace } from '#platform/access/create-workspace.server.ts'
import { findWorkspace } from '#platform/access/find-seat.server.ts'
import { publicSeat } from '#platform/access/seat.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import { listContents } from '#platform/exchange/export-operations.ts'
import { readTables } from '#platform/exchange/read-tables.ts'
import { ask, type Opening } from '#platform/operation/perform.server.ts'
import type { Opened } from '#platform/settings/open.server.ts'
import { readSettings } from '#platform/settings/settings.ts'
import { faultsOf, refusalOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, SECRET, testInstallation } from '#tests/fixtures/workspace.ts'
import { onServer, TEMPLATE } from '#tests/setup/template.ts'
import { createWorkspace, type WorkspaceOptions } from './create-workspace.ts'
import { bringRegisters, openingOf, REFERENCE_FOLDER } from './demonstration.ts'
import { exportTo } from './export-workspace.ts'
import { importFile } from './import-file.ts'
import { consoleWords } from './words-of-console.ts'

const words = consoleWords({ LANG: 'en' })
const SHIPPED = (await readdir(join(REFERENCE_FOLDER, 'registers'))).length

async function anInstallation(): Promise<Opened> {
	const { database, dataFolder } = await testInstallation()
	return {
		settings: readSettings({ PITSO_DATA: dataFolder }),
		connection: inject('database'),
		database,
		secret: SECRET,
		filesFolder: join(dataFolder, 'files'),
		close: () => Promise.resolve()
	}
}

const aKey = () => `c-${uuid().replaceAll('-', '').slice(-12)}`
const LESOTHO = { name: 'Lesotho', country: 'LSO', languages: 'en,st', 'time-zone': 'Africa/Maseru' }

async function made(key: string, options: WorkspaceOptions) {
	const opened = await anInstallation()
	const said: string[] = []
	await createWorkspace(opened, { key, options }, { words, print: (line) => void said.push(line) })
	const workspace = await findWorkspace(opened.database, key)
	if (!workspace) throw new Error(`no workspace ${key}`)
	const opening: Opening = {
		database: opened.database,
		registry,
		workspace,
		seat: publicSeat,
		now: new Date(),
		via: 'console',
		secret: SECRET,
		filesFolder: opened.filesFolder,
		address: null
	}
	return { workspace, said: said.join('\n'), contents: await ask(opening, listContents, {}) }
}

test('a workspace is made with nothing in it, is no demonstration, and is told how to go on', async () => {
	const key = aKey()
	const { workspace, said, contents } = await made(key, LESOTHO)
	expect(workspace).toMatchObject({
		name: { en: 'Lesotho' },
		kind: 'country',
		languages: ['en', 'st'],
		timeZone: 'Africa/Maseru',
		isDemonstration: false,
		secretariatActorId: null
	})
	expect(contents.rows).toBe(0)
	expect(said).toContain(`pitso user create --workspace ${key}`)
})

test('a workspace has the shipped registers from the beginning, and one of before has them from the next start on', async () => {
	const opened = await anInstallation()
	const registersOf = async (workspace: Workspace) => {
		// Those that publish nothing are known to whoever has a seat.
		const seat = { ...publicSeat, audience: ['public', 'workspace'] }
		return (await ask({ ...openingOf(opened, workspace, new Date()), seat }, listRegisters, {})).total
	}
	for (const options of [LESOTHO, { ...LESOTHO, 'with-frameworks': true }])
		expect(await registersOf((await made(aKey(), options)).workspace)).toBe(SHIPPED)
	const planned: NewWorkspace = {
		key: aKey(),
		name: { fr: 'Avant' },
		kind: 'country',
		country: 'LSO',
		languages: ['fr'],
		timeZone: 'Africa/Maseru',
		demonstrationVersion: null
	}
	const before = planWorkspace(planned)
	await storeWorkspace(opened.database, before, planned, new Date())
	expect(await registersOf(before)).toBe(0)
	await bringRegisters(opened, [before])
	await bringRegisters(opened, [before])
	expect(await registersOf(before)).toBe(SHIPPED)
})

test('on request it has the shipped frameworks and the actors that issued them, and nothing else', async () => {
	const { contents } = await made(aKey(), { ...LESOTHO, 'with-frameworks': true })
	const filled = contents.sheets.filter((sheet) => sheet.rows > 0).map((sheet) => sheet.sheet)
	expect(filled).toEqual(['actor', 'framework', 'area', 'crosswalk'])
})

test('a region needs no country', async () => {
	const { workspace } = await made(aKey(), {
		name: 'Region',
		kind: 'region',
		languages: 'fr',
		'time-zone': 'Africa/Dakar'
	})
	expect(workspace).toMatchObject({ kind: 'region', language: 'fr', name: { fr: 'Region' } })
})

test.each([
	['BIG', LESOTHO, ['KEY console.wrong-key']],
	['api', LESOTHO, ['KEY console.wrong-key']],
	[
		'land',
		{},
		[
			'--name platform.field.missing',
			'--languages platform.field.missing',
			'--time-zone platform.field.missing',
			'--country platform.field.missing'
		]
	],
	[
		'land',
		{ ...LESOTHO, country: 'Lesotho', languages: 'english', 'time-zone': 'Maseru', kind: 'town', name: '' },
		[
			'--kind console.wrong-kind',
			'--name console.wrong-name',
			'--languages console.wrong-languages',
			'--time-zone console.wrong-time-zone',
			'--country console.wrong-country'
		]
	],
	[
		'land',
		{ ...LESOTHO, languages: 'fr,en', 'with-frameworks': true },
		['--with-frameworks console.frameworks-in-english']
	]
] as const)('of %s %o each option that is wrong is named, and nothing is made', async (key, options, faults) => {
	const opened = await anInstallation()
	const refusal = await refusalOf(createWorkspace(opened, { key, options }, { words, print: () => undefined }))
	expect(faultsOf(refusal)).toEqual(faults)
	for (const { code, params } of refusal.issues)
		expect(words.t(`refusal.${code}`, { ...params })).not.toContain('refusal.')
	expect(await findWorkspace(opened.database, key)).toBeUndefined()
})

test('a key that is taken is refused', async () => {
	const key = aKey()
	await made(key, LESOTHO)
	expect(await refusalOf(made(key, LESOTHO))).toMatchObject({ kind: 'conflict', code: 'console.workspace-there' })
})

test('what a seat sees is written into a file, whole or not at all, and can be read again', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-export-'))
	onTestFinished(() => rm(folder, { recursive: true }))
	const workspace = await aWorkspace()
	const { opening } = await workspace.as('secretariat')
	const out = join(folder, 'country.xlsx')
	const { size } = await exportTo(opening, { format: 'xlsx', out, language: 'en' })
	expect(await readdir(folder)).toEqual(['country.xlsx'])
	expect((await readFile(out)).byteLength).toBe(size)
	expect((await readTables(out)).sheets.get('actor')?.rows).toHaveLength(7)
	const seat = await importFile(opening, out, true)
	expect(seat).toMatchObject({ added: 0, changed: 0 })
	const nowhere = { format: 'xlsx', out: join(folder, 'no', 'where.xlsx'), language: 'en' }
	expect(await refusalOf(exportTo(opening, nowhere))).toMatchObject({ code: 'console.not-written' })
	expect(faultsOf(await refusalOf(exportTo(opening, { ...nowhere, format: 'ods' })))).toEqual([
		'--format platform.field.choice'
	])
})

test('who may not import is told that rule, and not that of sending files', async () => {
	const workspace = await aWorkspace()
	for (const key of ['member', 'observer', 'public'] as const) {
		const { opening } = await workspace.as(key)
		expect(await refusalOf(importFile(opening, '/nowhere.xlsx', false))).toMatchObject({
			kind: 'forbidden',
			params: { operation: 'workspace.import' }
		})
	}
})

test('the first administrator gets a link at the console, also where the service sends mail', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-first-'))
	onTestFinished(() => rm(folder, { recursive: true, force: true }))
	const name = `pitso_first_${uuid().slice(-8)}`
	const { host, user } = inject('database')
	await onServer(inject('database'), `create database ${name} template ${TEMPLATE}`)
	const console = async (...args: string[]) => {
		const { stdout } = await promisify(execFile)(join(import.meta.dirname, '../../bin/pitso'), args, {
			env: {
				PATH: '/usr/bin:/bin',
				LANG: 'en',
				PITSO_DATA: folder,
				PITSO_SECRET: SECRET.toString('hex'),
				PITSO_URL: 'https://pitso.example.org',
				DATABASE_URL: `postgres://${user}@localhost/${name}?host=${encodeURIComponent(host)}`,
				SMTP_URL: 'smtp://mail.example.org:587',
				MAIL_FROM: 'pitso@example.org'
			}
		})
		return stdout
	}
	await console(
		'workspace',
		'create',
		'first',
		'--name',
		'A',
		'--country',
		'LSO',
		'--languages',
		'en',
		'--time-zone',
		'UTC'
	)
	const who = ['--workspace', 'first', '--role', 'administrator', '--name', 'A', '--email', 'a@example.org']
	expect(await console('user', 'create', ...who)).toMatch(/^https:\/\/pitso\.example\.org\/first\/invitation\/[\w-]+$/m)
}, 300_000)
