import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { afterAll, expect, test } from 'vitest'
import { inDatabaseOfItsOwn } from '#tests/fixtures/workspace.ts'
import { planWorkspace, storeWorkspace } from './create-workspace.server.ts'
import { listWorkspaces } from './find-seat.server.ts'

// Files after this one are not to go through a thousand workspaces.
afterAll(async () => void (await inDatabaseOfItsOwn()))

test('every workspace is listed, however many there are', { timeout: 300_000 }, async () => {
	const { database } = await inDatabaseOfItsOwn()
	const plan = {
		key: 'first',
		name: { en: 'First' },
		kind: 'country' as const,
		country: 'ZWE',
		languages: ['en'],
		timeZone: 'Africa/Harare',
		demonstrationVersion: null
	}
	await storeWorkspace(database, planWorkspace(plan), plan, new Date())
	const keys = Array.from({ length: 1_000 }, (_one, index) => `many-${String(index)}`)
	await sql`insert into workspace select (jsonb_populate_record(model, jsonb_build_object('id', made.id, 'key', made.key))).*
		from workspace model, unnest(${keys.map(() => uuid())}::uuid[], ${keys}::text[]) as made (id, key)`.execute(
		database.owner
	)
	const listed = await listWorkspaces(database)
	expect(listed.map(({ key }) => key).sort()).toEqual(['first', ...keys].sort())
})
