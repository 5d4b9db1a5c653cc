import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { makeBackup } from '#platform/backup/make-backup.server.ts'
import { openDatabase } from '#platform/database/database.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { ownerRows } from '../fixtures/directory.ts'
import { NOW, SEAT_KEYS, SECRET, type Acting, type TestWorkspace } from '../fixtures/workspace.ts'
import { answer, perform, recordsOf } from './by-name.ts'
import { prepare, type Prepared } from './prepared.ts'

let prepared: Prepared
let other: Prepared
beforeAll(async () => {
	prepared = await prepare()
	other = await prepare()
})

const Items = z.object({ items: z.array(z.looseObject({ id: z.string() })) })
const Keys = z.object({ items: z.array(z.looseObject({ key: z.string() })) })

/** What is administered, by its list, by what opens one, and by the table all of them lie in. */
const administered = [
	{ list: 'job.list', get: 'job.get', field: 'job', table: 'job' },
	{ list: 'mail.list', get: 'mail.get', field: 'mail', table: 'mail' },
	{ list: 'integrity.list', get: 'integrity.get', field: 'check', table: 'integrity_check' }
] as const

const unlessRefused = <T>(asked: Promise<T>): Promise<T | undefined> =>
	asked.catch((error: unknown) => {
		if (isRefusal(error, 'absent') || isRefusal(error, 'forbidden')) return undefined
		throw error
	})

async function idsIn({ database, workspace }: TestWorkspace, table: string): Promise<string[]> {
	const { rows } = await sql<{
		id: string
	}>`select id from ${sql.table(table)} where workspace_id = ${workspace.id}`.execute(database.owner)
	return rows.map(({ id }) => id)
}

async function opened(acting: Acting, ids: readonly string[], { get, field }: { get: string; field: string }) {
	const found = []
	for (const id of ids) if ((await unlessRefused(answer(acting, get, { [field]: id }))) !== undefined) found.push(id)
	return found.sort()
}

test.for(SEAT_KEYS)(
	'of jobs, mail and checks %s opens exactly what it lists, and nothing of another workspace',
	async (seat) => {
		const acting = await prepared.as(seat)
		for (const one of administered) {
			const all = [...(await idsIn(prepared, one.table)), ...(await idsIn(other, one.table))]
			expect(all.length).toBeGreaterThan(1)
			const listed = Items.safeParse(await unlessRefused(answer(acting, one.list, {}))).data?.items ?? []
			expect(await opened(acting, all, one), one.list).toEqual(listed.map(({ id }) => id).sort())
		}
	}
)

test.for(SEAT_KEYS)('of seats %s opens exactly what it lists', async (seat) => {
	const acting = await prepared.as(seat)
	const { items } = Keys.parse(await answer(await prepared.as('administrator'), 'seat.list', { limit: 200 }))
	const keys = items.map(({ key }) => key)
	expect(keys).toContain('statistician')
	const listed = Keys.safeParse(await unlessRefused(answer(acting, 'seat.list', { limit: 200 }))).data?.items ?? []
	expect(await opened(acting, keys, { get: 'seat.get', field: 'seat' })).toEqual(listed.map(({ key }) => key).sort())
})

const Organizations = z.object({
	actors: z.array(z.looseObject({ id: z.string() })),
	structures: z.array(z.looseObject({ id: z.string() }))
})

test.for(SEAT_KEYS)('the open data told to %s names exactly the actors and structures of its lists', async (seat) => {
	const acting = await prepared.as(seat)
	const told = Organizations.parse(await answer(acting, 'organization.list', {}))
	for (const [kind, found] of [
		['actor', told.actors],
		['structure', told.structures]
	] as const) {
		const filter = { state: ['active'] }
		const { items } = Items.parse(await answer(acting, `${kind}.list`, { filter, limit: 200 }))
		expect(found.map(({ id }) => id).sort(), kind).toEqual(items.map(({ id }) => id).sort())
	}
})

test('no mail keeps anything that is not public of a record: titles are read by whoever reads it, when they read it', async () => {
	const administrator = await prepared.as('administrator')
	// An office that has only an address, on a meeting that only the members of its structure see.
	const memberships = await answer(administrator, 'membership.list', { filter: { structure: 'closed-group' } })
	const [membership] = Items.parse(memberships).items
	const office = { capacity: 'alternate', office: 'Desk', email: 'desk@office.example', from: '2026-01-01' }
	await perform(administrator, 'nomination.add', { membership: membership?.id, ...office })
	const times = { start: '2026-09-01T09:00', end: '2026-09-01T10:00' }
	const whispered = {
		structure: 'closed-group',
		title: 'Whispered plans',
		place: 'Whispered house',
		audience: 'members'
	}
	const meeting = await perform(administrator, 'meeting.plan', { ...whispered, ...times })
	await perform(administrator, 'meeting.call', { meeting, version: 1 })
	const { items } = Items.parse(await answer(administrator, 'mail.list', {}))
	expect(items.length).toBeGreaterThan(0)
	const kept = await ownerRows(prepared, 'select params from mail where workspace_id = :workspace')
	for (const secret of [...prepared.hidden.words, 'Whispered']) expect(JSON.stringify(kept)).not.toContain(secret)
})

test('the backup of one workspace holds nothing of another', { timeout: 300_000 }, async () => {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-one-'))
	const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(prepared.database.owner)
	const own = openDatabase({ ...inject('database'), database: rows[0]?.name ?? '', most: 2 })
	try {
		const out = join(folder, 'one.pitso')
		const source = {
			owner: own.owner,
			engine: 'embedded',
			dataFolder: prepared.dataFolder,
			filesFolder: join(prepared.dataFolder, 'files'),
			secret: SECRET,
			product: '0.1.0'
		} as const
		await makeBackup(source, { out, now: NOW, workspace: prepared.workspace.key }, () => undefined)
		await promisify(execFile)('tar', ['xzf', out, '-C', folder])
		const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
		const texts = await Promise.all(
			names
				.filter(({ name }) => !name.endsWith('.pitso'))
				.map((one) => readFile(join(one.parentPath, one.name), 'utf8'))
		)
		const all = texts.join('\n')
		expect(all).toContain(prepared.workspace.id)
		for (const secret of [other.workspace.id, other.workspace.key, ...(await recordsOf(other)).map(({ id }) => id)])
			expect(all.includes(secret), secret).toBe(false)
	} finally {
		await own.close()
		await rm(folder, { recursive: true, force: true })
	}
})
