import { existsSync } from 'node:fs'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { publicSeat } from '#platform/access/seat.ts'
import { attachDocument } from '#platform/records/documents.ts'
import { aWorkspace, NOW, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { cleanFiles } from './clean-files.server.ts'
import { openFile, uploadFile } from './file-operations.ts'
import { receiveFile } from './receive.server.ts'
import { storedPath } from './store.server.ts'

async function upload({ as }: TestWorkspace, seat: 'member' | 'observer', text: string) {
	const acting = await as(seat)
	const content = [Buffer.from(text)]
	const received = await receiveFile(
		{
			async *[Symbol.asyncIterator]() {
				yield* await Promise.resolve(content)
			}
		},
		{ filesFolder: acting.opening.filesFolder, name: 'a.txt' }
	)
	return { acting, received, uploaded: acting.run(uploadFile, { name: received.name, received }) }
}

const TOMORROW = new Date(NOW.getTime() + 25 * 3_600_000)

async function clean({ as }: TestWorkspace, now: Date) {
	const { opening } = await as('public', now)
	return cleanFiles({ ...opening, seat: { ...publicSeat, audience: ['system'] } })
}

test('an uploaded file is seen by its seat alone', async () => {
	const workspace = await aWorkspace()
	const { acting, uploaded } = await upload(workspace, 'member', 'mine')
	const { id } = await uploaded
	expect(await acting.ask(openFile, { file: id })).toMatchObject({ name: 'a.txt', size: 4, mediaType: 'text/plain' })
	for (const seat of ['administrator', 'secretariat', 'chair', 'public'] as const)
		await expect((await workspace.as(seat)).ask(openFile, { file: id })).rejects.toMatchObject({ kind: 'absent' })
})

test('an observer uploads nothing', async () => {
	const { uploaded } = await upload(await aWorkspace(), 'observer', 'x')
	await expect(uploaded).rejects.toMatchObject({ kind: 'forbidden' })
})

test('text cannot pass for a file that came in', async () => {
	const acting = await (await aWorkspace()).as('member')
	const forged: unknown = {
		name: 'x',
		received: { id: 'x', path: '/etc/passwd', size: 1, name: 'x', mediaType: 'x', sha256: 'x' }
	}
	await expect(acting.runRaw(uploadFile, forged)).rejects.toMatchObject({ kind: 'invalid' })
})

test('a file nobody attached is gone after a day, an attached one stays', async () => {
	const workspace = await aWorkspace()
	const [loose, kept] = [await upload(workspace, 'member', 'loose'), await upload(workspace, 'member', 'kept')]
	const [{ id: looseId }, { id: keptId }] = [await loose.uploaded, await kept.uploaded]
	await kept.acting.run(attachDocument, { record: 'committee', kind: 'structure', file: keptId, title: 'Kept' })
	expect(await clean(workspace, NOW)).toEqual({ unattached: 0, stray: 0 })
	expect(await clean(workspace, TOMORROW)).toMatchObject({ unattached: 1 })
	const { filesFolder } = kept.acting.opening
	expect(existsSync(storedPath(filesFolder, workspace.workspace.id, looseId))).toBe(false)
	expect(existsSync(storedPath(filesFolder, workspace.workspace.id, keptId))).toBe(true)
	await expect(loose.acting.ask(openFile, { file: looseId })).rejects.toMatchObject({ kind: 'absent' })
})

test('a stored file whose row never committed is taken away after a day', async () => {
	const workspace = await aWorkspace()
	const { opening } = await workspace.as('member')
	const path = storedPath(opening.filesFolder, workspace.workspace.id, '01900000-0000-7000-8000-0000000000ff')
	await mkdir(dirname(path), { recursive: true })
	await writeFile(path, 'stray')
	await utimes(path, NOW, NOW)
	expect(await clean(workspace, TOMORROW)).toEqual({ unattached: 0, stray: 1 })
	expect(existsSync(path)).toBe(false)
})

test('only Pitso itself clears files away', async () => {
	const workspace = await aWorkspace()
	const { opening } = await workspace.as('administrator')
	await expect(cleanFiles(opening)).rejects.toMatchObject({ kind: 'forbidden' })
})
