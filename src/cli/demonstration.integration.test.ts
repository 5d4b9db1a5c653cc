import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { SECRET } from '#tests/fixtures/workspace.ts'
import { perform } from '#tests/access/by-name.ts'
import { onServer, TEMPLATE } from '#tests/setup/template.ts'
import { registry } from '#areas'
import { findSeat, findWorkspace } from '#platform/access/find-seat.server.ts'
import { openDatabase, type Database } from '#platform/database/database.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import type { Opened } from '#platform/settings/open.server.ts'
import { readSettings } from '#platform/settings/settings.ts'
import { DEMONSTRATION_VERSION, loadDemonstration } from './demonstration.ts'

const KEYS = ['lso', 'sadc', 'zwe'] as const
const NOW = new Date('2026-03-02T09:00:00Z')

let opened: Opened
let database: Database
let name = ''
const said: string[] = []
const say = (code: string, params: Readonly<Record<string, string | number>> = {}) =>
	void said.push(`${code} ${String(params['workspace'] ?? '')}`)

beforeAll(async () => {
	name = `pitso_rebuilt_${String(process.pid)}_${uuid().slice(-6)}`
	await onServer(inject('database'), `create database ${name} template ${TEMPLATE}`)
	const connection = { ...inject('database'), database: name }
	database = openDatabase({ ...connection, most: 4 })
	const dataFolder = await mkdtemp(join(tmpdir(), 'pitso-rebuilt-'))
	opened = {
		settings: readSettings({ PITSO_DATA: dataFolder }),
		connection,
		database,
		secret: SECRET,
		filesFolder: join(dataFolder, 'files'),
		close: () => database.close()
	}
	await loadDemonstration(opened, say)
}, 300_000)

afterAll(() => database.close())

async function idsOf(): Promise<Record<(typeof KEYS)[number], string>> {
	const [lso = '', sadc = '', zwe = ''] = await Promise.all(
		KEYS.map(async (key) => (await findWorkspace(database, key))?.id ?? '')
	)
	return { lso, sadc, zwe }
}

async function rowsOf(workspaceId: string): Promise<number> {
	const { owner, close } = openDatabase({ ...inject('superuser'), database: name, most: 1 })
	const { rows } = await sql<{ many: number }>`
		select (select count(*) from record where workspace_id = ${workspaceId})::int
			+ (select count(*) from event where workspace_id = ${workspaceId})::int
			+ (select count(*) from seat where workspace_id = ${workspaceId})::int as many`.execute(owner)
	await close()
	return rows[0]?.many ?? 0
}

test('a second start of the same version leaves the demonstration as it is', async () => {
	const before = await idsOf()
	said.length = 0
	await loadDemonstration(opened, say)
	expect(said).toEqual([])
	expect(await idsOf()).toEqual(before)
})

test('with a new version untouched workspaces are made anew, and one that somebody touched is kept', async () => {
	const before = await idsOf()
	const workspace = await findWorkspace(database, 'zwe')
	const seat = workspace && (await findSeat(database, workspace, 'secretariat', NOW))
	if (!workspace || !seat) throw new Error('the demonstration is not there')
	const opening = {
		database,
		registry,
		workspace,
		seat,
		now: NOW,
		via: 'page' as const,
		secret: SECRET,
		filesFolder: opened.filesFolder,
		address: null
	}
	const acting = { seat, opening, ask: () => Promise.reject(new Error('not asked')) }
	await perform(
		{
			...acting,
			askRaw: acting.ask,
			run: acting.ask,
			runRaw: (operation, input) => run(opening, operation, input)
		},
		'actor.create',
		{ key: 'somebody-was-here', name: 'Somebody was here', kind: 'ministry' }
	)
	said.length = 0
	await loadDemonstration(opened, say, DEMONSTRATION_VERSION + 1)
	const after = await idsOf()
	expect(after.zwe).toBe(before.zwe)
	for (const key of ['lso', 'sadc'] as const) {
		expect(after[key]).not.toBe(before[key])
		expect(await rowsOf(before[key])).toBe(0)
		expect(await rowsOf(after[key])).toBeGreaterThan(200)
	}
	expect(said.filter((one) => one.startsWith('loaded'))).toHaveLength(2)
	said.length = 0
	await loadDemonstration(opened, say, DEMONSTRATION_VERSION + 1)
	expect(said).toEqual([])
	expect(await idsOf()).toEqual(after)
}, 300_000)

test('row level security is in force again on every table after a workspace was removed', async () => {
	const { rows } = await sql<{ name: string }>`
		select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relrowsecurity and not relforcerowsecurity`.execute(
		database.owner
	)
	expect(rows).toEqual([])
})
