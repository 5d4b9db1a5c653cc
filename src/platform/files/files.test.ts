import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asAttachment, tidyFileName } from './file-name.ts'
import { discardFile, receiveFile } from './receive.server.ts'
import { readStored, removeIncoming, removeStored, storedBefore, storedPath, storeFile } from './store.server.ts'

const WORKSPACE = '01900000-0000-7000-8000-000000000001'
let filesFolder = ''
beforeAll(async () => {
	filesFolder = await mkdtemp(join(tmpdir(), 'pitso-files-'))
})
afterAll(() => rm(filesFolder, { recursive: true, force: true }))

// Comes in over several turns, as from a network.
const content = (...parts: (string | Uint8Array)[]) => ({
	async *[Symbol.asyncIterator]() {
		for (const part of parts) yield await Promise.resolve(Buffer.from(part))
	}
})
const receive = (name: string, ...parts: (string | Uint8Array)[]) =>
	receiveFile(content(...parts), { filesFolder, name })
const incoming = () => readdir(join(filesFolder, 'incoming'))

test('a received file is known by its content', async () => {
	const file = await receive('minutes.txt', 'Held on ', '3 March')
	expect(file).toMatchObject({
		name: 'minutes.txt',
		mediaType: 'text/plain',
		size: 15,
		sha256: '03aa466ca0b3b3a9aae80fc39cfcbb20db64ff02ed8c19aca2b2b942fa7dcfda'
	})
	await discardFile(file)
})

test('the type comes from the content, whatever the name says', async () => {
	const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')
	const types = await Promise.all([
		receive('letter.pdf', '%PDF-1.7\n%âãÏÓ\n'),
		receive('photo.pdf', png),
		receive('list.csv', 'a,b\n1,2\n'),
		receive('page.html', '<script>alert(1)</script>'),
		receive('noise.txt', Buffer.from([0, 1, 2, 255])),
		receive('latin.txt', Buffer.from([0xe9, 0x20]))
	])
	expect(types.map(({ mediaType }) => mediaType)).toEqual([
		'application/pdf',
		'image/png',
		'text/csv',
		'text/plain',
		'application/octet-stream',
		'application/octet-stream'
	])
	for (const file of types) await discardFile(file)
})

test('a file too large is refused, and nothing of it stays', async () => {
	const refused = receiveFile(content('12345', '67890'), { filesFolder, name: 'big', most: 8 })
	await expect(refused).rejects.toMatchObject({ kind: 'invalid', issues: [{ code: 'files.too-large' }] })
	expect(await incoming()).toEqual([])
})

test('a sending that breaks off leaves nothing', async () => {
	const broken = {
		async *[Symbol.asyncIterator]() {
			yield await Promise.resolve(Buffer.from('half'))
			throw new Error('gone')
		}
	}
	await expect(receiveFile(broken, { filesFolder, name: 'x' })).rejects.toThrow('gone')
	expect(await incoming()).toEqual([])
})

test('a stored file lies in its workspace and is read back whole', async () => {
	const file = await receive('a.txt', 'kept')
	await storeFile(filesFolder, WORKSPACE, file)
	const path = storedPath(filesFolder, WORKSPACE, file.id)
	expect(path).toBe(join(filesFolder, WORKSPACE, file.id.slice(-2), file.id))
	expect(await readFile(path, 'utf8')).toBe('kept')
	const parts = await (await readStored(path, 4)).toArray()
	expect(Buffer.concat(parts).toString()).toBe('kept')
	expect(await incoming()).toEqual([])
})

test('the same received file is stored once, as when its command runs again', async () => {
	const file = await receive('a.txt', 'once')
	await storeFile(filesFolder, WORKSPACE, file)
	await expect(storeFile(filesFolder, WORKSPACE, file)).resolves.toBeUndefined()
})

test('a file in the store is never overwritten', async () => {
	const file = await receive('a.txt', 'first')
	await storeFile(filesFolder, WORKSPACE, file)
	const other = await receive('b.txt', 'second')
	Object.assign(other, { id: file.id })
	await expect(storeFile(filesFolder, WORKSPACE, other)).rejects.toThrow('in the store already')
	expect(await readFile(storedPath(filesFolder, WORKSPACE, file.id), 'utf8')).toBe('first')
	await discardFile(other)
})

test('a stored file of another length than its row says is not sent', async () => {
	const file = await receive('a.txt', 'short')
	await storeFile(filesFolder, WORKSPACE, file)
	await expect(readStored(storedPath(filesFolder, WORKSPACE, file.id), 99)).rejects.toThrow('its row says 99')
})

test('what came in a day ago and was never stored is removed, what is coming in stays', async () => {
	const now = new Date('2026-05-02T12:00:00Z')
	const [old, young] = [await receive('old', 'x'), await receive('young', 'y')]
	await utimes(old.path, now, new Date('2026-05-01T10:00:00Z'))
	await utimes(young.path, now, now)
	expect(await removeIncoming(filesFolder, new Date('2026-05-01T12:00:00Z'))).toBe(1)
	expect(await incoming()).toHaveLength(1)
	await discardFile(young)
})

test('old files of a workspace are found and taken out of the store', async () => {
	const workspace = '01900000-0000-7000-8000-000000000002'
	const file = await receive('a.txt', 'stray')
	await storeFile(filesFolder, workspace, file)
	const found = async () => {
		const ids: string[] = []
		for await (const some of storedBefore(filesFolder, workspace, new Date('2999-01-01'))) ids.push(...some)
		return ids
	}
	expect(await found()).toEqual([file.id])
	await removeStored(filesFolder, workspace, [file.id, file.id])
	expect(await found()).toEqual([])
})

test('a name is shown without folders, control marks and tricks with the direction of writing', () => {
	expect(tidyFileName('C:\\Users\\me\\Minutes.pdf')).toBe('Minutes.pdf')
	expect(tidyFileName('../../etc/passwd')).toBe('passwd')
	expect(tidyFileName('invoice\u202efdp.exe')).toBe('invoicefdp.exe')
	expect(tidyFileName('a\0b\n.txt')).toBe('ab.txt')
	expect([tidyFileName(''), tidyFileName('..'), tidyFileName('\u200b')]).toEqual(['file', 'file', 'file'])
	expect(tidyFileName(`${'x'.repeat(300)}.pdf`)).toMatch(/^x{196}\.pdf$/)
})

test('a download is an attachment under its own name, which cannot leave its quotes', () => {
	expect(asAttachment('Procès "verbal".pdf')).toBe(
		`attachment; filename="Proc_s _verbal_.pdf"; filename*=UTF-8''Proc%C3%A8s%20%22verbal%22.pdf`
	)
})
