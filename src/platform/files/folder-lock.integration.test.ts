import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { addressOfHolder, lockFolder } from './folder-lock.ts'

const folders: string[] = []
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function aFolder() {
	const folder = mkdtempSync(join(tmpdir(), 'pitso-test-'))
	folders.push(folder)
	return folder
}

/** Another process that holds the folder until it is killed. */
async function anotherHolder(folder: string) {
	const source = pathToFileURL(join(import.meta.dirname, 'folder-lock.ts')).href
	const child = spawn(
		process.execPath,
		[
			'--input-type=module',
			'--eval',
			`import { lockFolder } from ${JSON.stringify(source)}
			await lockFolder(${JSON.stringify(folder)}, 'http://127.0.0.1:4780')
			console.log('ready')
			setInterval(() => undefined, 1_000)`
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] }
	)
	await once(child.stdout, 'data')
	return {
		pid: child.pid,
		async kill() {
			const gone = once(child, 'exit')
			child.kill('SIGKILL')
			await gone
		}
	}
}

test('a second holder is refused and told who holds the folder', async () => {
	const folder = aFolder()
	const holder = await anotherHolder(folder)
	try {
		await expect(lockFolder(folder, 'http://127.0.0.1:4781')).rejects.toMatchObject({
			kind: 'conflict',
			code: 'folder.held',
			params: { pid: holder.pid, since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), address: 'http://127.0.0.1:4780' }
		})
	} finally {
		await holder.kill()
	}
})

test('the lock of a killed holder is free, even when its number now belongs to another process', async () => {
	const folder = aFolder()
	const holder = await anotherHolder(folder)
	await holder.kill()
	const note = readFileSync(join(folder, 'lock.json'), 'utf8')
	writeFileSync(join(folder, 'lock.json'), note.replace(String(holder.pid), String(process.pid)))
	const lock = await lockFolder(folder, 'here')
	lock.release()
})

test('a folder once released can be taken again', async () => {
	const folder = aFolder()
	const lock = await lockFolder(folder, 'here')
	await expect(lockFolder(folder, 'there')).rejects.toMatchObject({ code: 'folder.held', params: { address: 'here' } })
	lock.release()
	lock.release()
	const again = await lockFolder(folder, 'here')
	again.release()
})

test('where the holder answers is told to whoever asks, and nothing once it is gone', async () => {
	const folder = aFolder()
	expect(addressOfHolder(folder)).toBeUndefined()
	const lock = await lockFolder(folder, 'http://127.0.0.1:0')
	lock.answersAt('http://127.0.0.1:4999')
	expect(addressOfHolder(folder)).toBe('http://127.0.0.1:4999')
	lock.release()
	expect(addressOfHolder(folder)).toBeUndefined()
	const other = await anotherHolder(folder)
	expect(addressOfHolder(folder)).toBe('http://127.0.0.1:4780')
	await other.kill()
	expect(addressOfHolder(folder)).toBeUndefined()
})
