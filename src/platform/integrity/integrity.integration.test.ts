import { rm, writeFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { storedPath } from '#platform/files/store.server.ts'
import { writeAnchor } from '#platform/events/verify.server.ts'
import { aClock, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, NOW, SECRET, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { upload } from '#tests/access/by-name.ts'
import { getCheck, listChecks, verifyWorkspace } from './integrity-operations.ts'

async function check(made: TestWorkspace) {
	const administrator = await made.as('administrator')
	const { id } = await administrator.run(verifyWorkspace, {})
	await workDue(made, workplaceOf(made, aClock()))
	return administrator.ask(getCheck, { check: id })
}

test('a workspace that is whole is found whole, and since which anchor something outside vouches for it', async () => {
	const made = await aWorkspace()
	await upload(made, await made.as('member'), 'notes.txt', 'notes')
	await writeAnchor(made.database, made.workspace, { dataFolder: made.dataFolder, secret: SECRET, now: NOW })
	const found = await check(made)
	expect(found).toMatchObject({ state: 'done', faults: 0, findings: [], files: 1, endedAt: NOW })
	expect(found.checked).toBe(found.total)
	expect(found.events).toBeGreaterThan(0)
	expect(found.records).toBeGreaterThan(10)
	expect(found.anchored).toMatchObject({ since: NOW, until: NOW })
})

test('a file that is gone or was changed on the disk is named', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	const [gone, changed, longer] = [
		await upload(made, member, 'gone.txt', 'one text'),
		await upload(made, member, 'changed.txt', 'one text'),
		await upload(made, member, 'longer.txt', 'one text')
	]
	const at = (id: string) => storedPath(`${made.dataFolder}/files`, made.workspace.id, id)
	await rm(at(gone))
	await writeFile(at(changed), 'two text')
	await writeFile(at(longer), 'one text and more')
	const found = await check(made)
	expect(found.faults).toBe(3)
	expect(found.findings).toEqual([
		{ step: 'files', code: 'file-missing', name: 'gone.txt', id: gone },
		{ step: 'files', code: 'file-changed', name: 'changed.txt', id: changed },
		{ step: 'files', code: 'file-changed', name: 'longer.txt', id: longer }
	])
})

test('a search index that does not say what the records say is found', async () => {
	const made = await aWorkspace()
	const { owner } = made.database
	const ws = made.workspace.id
	await sql`delete from record_search where workspace_id = ${ws} and record_id = (select id from record
		where workspace_id = ${ws} and key = 'labour')`.execute(owner)
	await sql`update record_search set audience = '{public}' where workspace_id = ${ws} and record_id = (select id from record
		where workspace_id = ${ws} and key = 'closed-group')`.execute(owner)
	await sql`update record_search set vector = to_tsvector('simple', 'nonsense') where workspace_id = ${ws} and record_id = (
		select id from record where workspace_id = ${ws} and key = 'police')`.execute(owner)
	const found = await check(made)
	expect(found.findings.map(({ step, code, name }) => [step, code, name]).sort()).toEqual([
		['search', 'search-differs', 'closed-group'],
		['search', 'search-differs', 'police'],
		['search', 'search-missing', 'labour']
	])
})

test('a total that is not the number of records is found by its kind', async () => {
	const made = await aWorkspace()
	const { owner } = made.database
	const ws = made.workspace.id
	await sql`update tally set records = records + 1 where workspace_id = ${ws} and kind = 'structure' and part = ''`.execute(
		owner
	)
	await sql`delete from tally where workspace_id = ${ws} and kind = 'actor' and part = 'ministry'`.execute(owner)
	const found = await check(made)
	expect(found.findings).toEqual([
		{ step: 'totals', code: 'total-differs', name: 'actor', id: null },
		{ step: 'totals', code: 'total-differs', name: 'structure', id: null }
	])
})

test('a history that was changed behind the back of the system is found', async () => {
	const made = await aWorkspace()
	await sql`update event_payload set payload = '{"changes":[]}' where workspace_id = ${made.workspace.id} and sequence = 3`.execute(
		made.database.owner
	)
	const found = await check(made)
	expect(found.findings).toEqual([{ step: 'history', code: 'payload-differs', name: '3', id: null }])
})

test('one check at a time, by administrators', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const { id } = await administrator.run(verifyWorkspace, {})
	await expect(administrator.run(verifyWorkspace, {})).rejects.toMatchObject({ code: 'integrity.running-already' })
	expect((await administrator.ask(listChecks, {})).items).toMatchObject([{ id, state: 'waiting' }])
	await workDue(made, workplaceOf(made, aClock()))
	await administrator.run(verifyWorkspace, {})
})
