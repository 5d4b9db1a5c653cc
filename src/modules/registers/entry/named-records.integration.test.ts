import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { createActor } from '#modules/directory/actor-commands.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { declareRegister } from '../register-commands.ts'
import { addEntry } from './entry-commands.ts'
import { getEntry } from './entry-queries.ts'

const NOTES = `register: note
version: 1
code: NOX
names: { en: { one: Note, many: Notes } }
about: { en: Notes. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: about, type: record, names: { en: About } }
  - { key: body, type: record, kinds: [structure], names: { en: Body } }
states: [{ key: open, names: { en: Open } }]
`

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: NOTES })
})
const added = async (values: object) =>
	(await made.as('secretariat')).run(addEntry, { register: 'note', values: { name: 'One', ...values } })

describe('a key that two kinds of record have', () => {
	beforeEach(async () => {
		await (await made.as('secretariat')).run(createActor, { key: 'committee', name: 'Committee', kind: 'ministry' })
	})

	test('means neither of them by chance', async () => {
		await expect(added({ about: 'committee' })).rejects.toMatchObject({
			issues: [
				{ path: ['values', 'about'], code: 'registers.file.several-records', params: { reference: 'committee' } }
			]
		})
	})

	test('is told apart by the kind, as it is in files, and where one kind alone is taken', async () => {
		const { reference } = await added({ about: 'actor:committee', body: 'committee' })
		const { names } = await (await made.as('secretariat')).ask(getEntry, { entry: reference })
		expect(names.map(({ kind, reference: key }) => [kind, key]).sort()).toEqual([
			['actor', 'committee'],
			['structure', 'committee']
		])
		await expect(added({ body: 'actor:committee' })).rejects.toMatchObject({
			issues: [{ code: 'platform.field.no-such-record' }]
		})
	})
})

test('an entry waits for whoever is retiring its register, and is then refused', async () => {
	const { database, workspace } = made
	let adding: Promise<unknown> = Promise.resolve()
	let isWaiting = true
	const isBlocked = async () => {
		const { rows } =
			await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
				database.owner
			)
		return rows.length > 0
	}
	await database.write({ workspaceId: workspace.id, audience: ['system'] }, async (tx) => {
		const register = () => tx.updateTable('record').where('workspace_id', '=', workspace.id).where('key', '=', 'note')
		await register().set({ state: 'withdrawn' }).where('kind', '=', 'register').execute()
		await register()
			.set(({ ref, eb }) => ({ version: eb(ref('version'), '+', 1) }))
			.where('kind', '=', 'register')
			.execute()
		adding = added({}).finally(() => (isWaiting = false))
		adding.catch(() => undefined)
		// Over when the database says so, however long that takes.
		while (isWaiting && !(await isBlocked())) await setImmediate()
		expect(isWaiting).toBe(true)
	})
	await expect(adding).rejects.toMatchObject({ code: 'registers.not-active' })
})
