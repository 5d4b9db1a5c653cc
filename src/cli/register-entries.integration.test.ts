import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { SECRET } from '#tests/fixtures/workspace.ts'
import { onServer, TEMPLATE } from '#tests/setup/template.ts'
import { readReference } from '#modules/directory/reference-folder.ts'
import { findWorkspace } from '#platform/access/find-seat.server.ts'
import { openDatabase, type Database } from '#platform/database/database.server.ts'
import { readSettings } from '#platform/settings/settings.ts'
import { loadDemonstration, REFERENCE_FOLDER } from './demonstration.ts'
import { inventedFiles, referenceFiles } from './register-entries.ts'

let database: Database

beforeAll(async () => {
	const name = `pitso_entries_${String(process.pid)}_${uuid().slice(-6)}`
	await onServer(inject('database'), `create database ${name} template ${TEMPLATE}`)
	const connection = { ...inject('database'), database: name }
	database = openDatabase({ ...connection, most: 4 })
	const dataFolder = await mkdtemp(join(tmpdir(), 'pitso-entries-'))
	const settings = readSettings({ PITSO_DATA: dataFolder })
	const close = () => database.close()
	await loadDemonstration(
		{ settings, connection, database, secret: SECRET, filesFolder: join(dataFolder, 'files'), close },
		() => undefined
	)
}, 300_000)

afterAll(() => database.close())

/** How many entries a workspace has, by register and where they come from. */
async function entriesOf(key: string) {
	const workspace = await findWorkspace(database, key)
	const rows = await database.read({ workspaceId: workspace?.id ?? '', audience: ['system'] }, (tx) =>
		tx
			.selectFrom('record')
			.innerJoin('entry', (on) =>
				on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
			)
			.innerJoin('record as register', (on) =>
				on.onRef('register.workspace_id', '=', 'entry.workspace_id').onRef('register.id', '=', 'entry.register_id')
			)
			.select((of) => ['register.key', 'record.origin', of.fn.countAll<string>().as('many')])
			.where('record.workspace_id', '=', workspace?.id ?? '')
			.groupBy(['register.key', 'record.origin'])
			.execute()
	)
	return new Map(rows.map((row) => [`${row.key ?? ''} ${row.origin}`, Number(row.many)]))
}

test.each(['zwe', 'lso', 'sadc'])(
	'the demonstration of %s has every entry of its files, each said to be what it is',
	async (key) => {
		const reference = await readReference(REFERENCE_FOLDER)
		const files = [...referenceFiles(reference, key, new Set()), ...(await inventedFiles(REFERENCE_FOLDER, key))]
		const expected = files.map(({ register, sheets, origins }): [string, number] => [
			`${register} ${origins[0]?.origin ?? ''}`,
			sheets['entries']?.rows.length ?? 0
		])
		expect(files.length).toBeGreaterThan(3)
		expect([...(await entriesOf(key))].sort()).toEqual(expected.sort())
	}
)

test('every practice of the sources stands in every workspace, and nobody is said to have accepted it', async () => {
	const reference = await readReference(REFERENCE_FOLDER)
	for (const key of ['zwe', 'lso', 'sadc']) {
		const practices = referenceFiles(reference, key, new Set()).find(({ register }) => register === 'practice')
		expect(practices?.sheets['entries']?.rows).toHaveLength(reference.facts.get('practices')?.rows.length ?? 0)
		const state = practices?.sheets['entries']?.columns.indexOf('state') ?? -1
		expect(new Set(practices?.sheets['entries']?.rows.map((row) => row[state]))).toEqual(new Set(['collected']))
		const [when, year] = ['when', 'year_of'].map((name) => practices?.sheets['entries']?.columns.indexOf(name) ?? -1)
		for (const row of practices?.sheets['entries']?.rows ?? [])
			expect(row[year ?? -1]).toBe(row[when ?? -1]?.slice(0, 4))
	}
})
