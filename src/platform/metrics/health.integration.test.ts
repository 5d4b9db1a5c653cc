import { mkdir, writeFile } from 'node:fs/promises'
import { v7 as uuid } from 'uuid'
import { afterEach, expect, test } from 'vitest'
import { openDatabase } from '#platform/database/database.server.ts'
import { writeAnchor } from '#platform/events/verify.server.ts'
import { addComment } from '#platform/records/discussion.ts'
import { leaveOperating } from '#platform/settings/operating.server.ts'
import { aWorkspace, NOW, SECRET } from '#tests/fixtures/workspace.ts'
import { workTimed } from '#platform/jobs/work-jobs.server.ts'
import { aClock, workplaceOf } from '#tests/fixtures/workplace.ts'
import { readMetrics } from '#tests/fixtures/metrics-text.ts'
import { readHealth } from './health.server.ts'
import { countRequest, metrics } from './metrics.server.ts'
import { watchingOf } from './operator.server.ts'

const operating = (operatorToken: string | undefined) =>
	leaveOperating({
		mail: undefined,
		operatorToken,
		operatorTokenFile: undefined,
		quota: undefined,
		logsRequests: false
	})

afterEach(() => operating(undefined))

test('the operator is known by the token, and by nothing else', async () => {
	expect(watchingOf('Bearer anything')).toBe('closed')
	await operating('a-token-of-more-than-24-letters')
	expect(watchingOf(null)).toBe('anybody')
	expect(watchingOf('Basic a-token-of-more-than-24-letters')).toBe('anybody')
	expect(watchingOf('Bearer a-token-of-more-than-24-letterz')).toBe('wrong')
	expect(watchingOf('Bearer a-token-of-more-than-24-letters')).toBe('operator')
	expect(watchingOf('bearer a-token-of-more-than-24-letters')).toBe('operator')
})

test('health tells what an operator needs to know, and no name of anybody', async () => {
	const made = await aWorkspace()
	await writeAnchor(made.database, made.workspace, { dataFolder: made.dataFolder, secret: SECRET, now: NOW })
	const health = await readHealth({
		database: made.database,
		dataFolder: made.dataFolder,
		engine: 'embedded',
		version: '1.2.3',
		now: NOW
	})
	expect(health).toMatchObject({
		status: 'ok',
		version: '1.2.3',
		database: { reached: true, engine: 'embedded', migrations: {} }
	})
	expect(health.database.migrations?.last).toMatch(/^\d{4}_/)
	expect(health.database.milliseconds).toBeGreaterThan(0)
	expect(health.dataFolder.freeBytes).toBeGreaterThan(0)
	expect(health.workspaces).toBeGreaterThan(0)
	expect(Object.keys(health.jobs ?? {})).toEqual(['waiting', 'running', 'done', 'failed', 'cancelled'])
	expect(Object.keys(health.mails ?? {})).toEqual(['waiting', 'sent', 'failed', 'kept', 'cancelled'])
	expect(health.lastAnchor).not.toBeNull()
	expect(JSON.stringify(health)).not.toContain(made.workspace.key)
})

test('a backup that failed, or is old, is a warning', async () => {
	const made = await aWorkspace()
	const folder = `${made.dataFolder}/backups`
	await mkdir(folder, { recursive: true })
	const madeAt = {
		at: '2026-02-20T09:00:00.000Z',
		file: 'b',
		kind: 'daily',
		size: 1,
		workspaces: 1,
		rows: 1,
		files: 1,
		brokenFiles: 0,
		seconds: 1
	}
	await writeFile(`${folder}/last.json`, JSON.stringify({ made: madeAt, failed: { at: madeAt.at, reason: 'disk' } }))
	const { warnings, lastBackup } = await readHealth({
		database: made.database,
		dataFolder: made.dataFolder,
		engine: 'embedded',
		version: '1',
		now: NOW
	})
	expect(lastBackup).toBe(madeAt.at)
	expect(warnings).toEqual(expect.arrayContaining(['backup-old', 'backup-failed']))
	await writeFile(`${folder}/last.json`, '')
})

test('histories that are not anchored any more are a warning', async () => {
	const made = await aWorkspace()
	// Later than any other test's: what is looked at is the last turn of all workspaces.
	const clock = aClock(new Date('2031-01-01T09:00:00Z'))
	await workTimed(workplaceOf(made, clock), { name: 'history.anchor' }, uuid())
	const warningsAt = async (now: Date) => {
		const watched = { database: made.database, dataFolder: made.dataFolder, engine: 'embedded', version: '1' } as const
		return (await readHealth({ ...watched, now })).warnings
	}
	expect(await warningsAt(clock.now)).not.toContain('anchor-old')
	clock.advance(120)
	expect(await warningsAt(clock.now)).toContain('anchor-old')
})

test('a database that is not reached makes it not well, without an error', async () => {
	const made = await aWorkspace()
	const nowhere = openDatabase({ host: '127.0.0.1', port: 1, database: 'nothing', user: 'nobody' })
	const health = await readHealth({
		database: nowhere,
		dataFolder: made.dataFolder,
		engine: 'server',
		version: '1',
		now: NOW
	})
	await nowhere.close()
	expect(health).toMatchObject({ status: 'not-ok', database: { reached: false, milliseconds: null }, jobs: null })
})

test('metrics are well-formed, count what happened, and their labels name nobody and stay few', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	const before = readMetrics(await metrics().registry.metrics())
	const comment = { record: 'committee', kind: 'structure', text: 'Tendai Moyo said so' }
	await member.run(addComment, comment)
	await expect((await made.as('observer')).run(addComment, comment)).rejects.toMatchObject({ kind: 'forbidden' })
	for (let count = 0; count < 50; count++)
		countRequest({ method: `M${String(count)}`, route: null, status: 404 }, performance.now())
	countRequest({ method: 'GET', route: '/[workspace]/actor/[reference]', status: 200 }, performance.now())
	await readHealth({ database: made.database, dataFolder: made.dataFolder, engine: 'embedded', version: '1', now: NOW })
	const text = await metrics().registry.metrics()
	const after = readMetrics(text)
	const grown = (name: string, labels: Record<string, string>) => after.value(name, labels) - before.value(name, labels)
	expect(grown('pitso_operation_duration_seconds_count', { operation: 'comment.add', outcome: 'done' })).toBe(1)
	expect(grown('pitso_operation_duration_seconds_count', { operation: 'comment.add', outcome: 'forbidden' })).toBe(1)
	expect(grown('pitso_http_request_duration_seconds_count', { method: 'other', route: 'unknown', status: '404' })).toBe(
		50
	)
	expect(grown('pitso_database_transactions_total', { kind: 'write', ended: 'committed' })).toBeGreaterThan(0)
	expect(grown('pitso_database_transactions_total', { kind: 'write', ended: 'rolled-back' })).toBeGreaterThan(0)
	for (const name of [
		'pitso_workspaces',
		'pitso_file_storage_bytes',
		'pitso_data_folder_free_bytes',
		'pitso_nodejs_eventloop_lag_seconds',
		'pitso_process_resident_memory_bytes'
	])
		expect(after.names, name).toContain(name)
	expect(after.value('pitso_jobs', { state: 'waiting' })).toBeGreaterThanOrEqual(0)
	expect(after.value('pitso_mails', { state: 'kept' })).toBeGreaterThanOrEqual(0)
	expect(after.value('pitso_database_connections', { state: 'in-use' })).toBeGreaterThanOrEqual(0)
	expect(text).not.toMatch(/Tendai|127\.0\.0\.1/)
	expect(text).not.toContain(made.workspace.key)
	expect(text).not.toContain(made.workspace.id)
})
