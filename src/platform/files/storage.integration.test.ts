import { afterEach, expect, test } from 'vitest'
import { leaveOperating } from '#platform/settings/operating.server.ts'
import { upload } from '#tests/access/by-name.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { getStorage } from './storage.ts'

const operating = (quota: number | undefined) =>
	leaveOperating({
		mail: undefined,
		operatorToken: undefined,
		operatorTokenFile: undefined,
		quota,
		logsRequests: false
	})

afterEach(() => operating(undefined))

test('the store is told whole, whoever brought the files, and its largest only of what may be seen', async () => {
	const made = await aWorkspace()
	await upload(made, await made.as('member'), 'secret-plan.txt', 'x'.repeat(300))
	await upload(made, await made.as('police'), 'other.txt', 'y'.repeat(200))
	await upload(await aWorkspace(), await made.as('police'), 'third.txt', 'z')
	const administrator = await made.as('administrator')
	const storage = await administrator.ask(getStorage, {})
	expect(storage).toMatchObject({
		files: 3,
		bytes: 501,
		quota: null,
		byType: [{ mediaType: 'text/plain', files: 3, bytes: 501 }],
		unattached: { files: 3, bytes: 501 },
		largest: []
	})
	expect(storage.freeBytes).toBeGreaterThan(0)
	expect(JSON.stringify(storage)).not.toContain('secret-plan')
})

test('a workspace that is full takes no more files, and says how full it is', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	await operating(1_000_000)
	await upload(made, member, 'large.txt', 'x'.repeat(900_000))
	await expect(upload(made, member, 'more.txt', 'x'.repeat(200_000))).rejects.toMatchObject({
		kind: 'conflict',
		code: 'files.full',
		params: { quota: 1, used: 0.9, size: 0.2 }
	})
	const other = await aWorkspace()
	await upload(other, await other.as('member'), 'large.txt', 'x'.repeat(900_000))
	expect((await (await made.as('administrator')).ask(getStorage, {})).quota).toBe(1_000_000)
})
