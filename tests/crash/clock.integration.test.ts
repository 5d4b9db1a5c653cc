import { expect, test } from 'vitest'
import { z } from 'zod'
import { aWorkspace, NOW, SECRET } from '#tests/fixtures/workspace.ts'
import { commandOf } from '#tests/access/by-name.ts'
import { findSeatOfSession } from '#platform/access/find-seat.server.ts'
import { verifyHistory, writeAnchor } from '#platform/events/verify.server.ts'
import { run } from '#platform/operation/perform.server.ts'

const DAY = 86_400_000
const BEFORE = new Date(NOW.getTime() - 40 * DAY)
const Made = z.looseObject({ id: z.string(), version: z.int() })

const create = commandOf('actor.create')
const change = commandOf('actor.change')

test('with a clock set back the history goes on in the order in which things happened, and verifies', async () => {
	const made = await aWorkspace()
	const now = await made.as('administrator')
	const earlier = await made.as('administrator', BEFORE)
	const anchor = (at: Date) =>
		writeAnchor(made.database, made.workspace, { dataFolder: made.dataFolder, secret: SECRET, now: at })
	await anchor(NOW)
	const { version } = Made.parse(await now.runRaw(create, { key: 'clock', name: 'One', kind: 'ministry' }))
	const second = Made.parse(await earlier.runRaw(change, { actor: 'clock', version, name: 'Two' }))
	await anchor(BEFORE)
	const third = Made.parse(await now.runRaw(change, { actor: 'clock', version: second.version, name: 'Three' }))
	expect([version, second.version, third.version]).toEqual([1, 2, 3])
	const events = await made.database.read({ workspaceId: made.workspace.id, audience: ['system'] }, (tx) =>
		tx
			.selectFrom('event')
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'event.workspace_id').onRef('record.id', '=', 'event.record_id')
			)
			.select(['event.sequence', 'event.at'])
			.where('event.workspace_id', '=', made.workspace.id)
			.where('record.key', '=', 'clock')
			.orderBy('event.sequence')
			.execute()
	)
	expect(events.map((event) => event.at.toISOString())).toEqual([NOW, BEFORE, NOW].map((at) => at.toISOString()))
	const found = await verifyHistory(made.database, made.workspace, { dataFolder: made.dataFolder, secret: SECRET })
	expect(found.faults).toEqual([])
	expect(found.anchors.last?.at).toBe(BEFORE.toISOString())
})

test('a version made under a later clock is not overwritten under an earlier one', async () => {
	const made = await aWorkspace()
	const { version } = Made.parse(
		await (await made.as('administrator')).runRaw(create, { key: 'clock', name: 'One', kind: 'ministry' })
	)
	const earlier = await made.as('administrator', BEFORE)
	await earlier.runRaw(change, { actor: 'clock', version, name: 'Two' })
	await expect(earlier.runRaw(change, { actor: 'clock', version, name: 'Three' })).rejects.toMatchObject({
		kind: 'conflict',
		code: 'platform.changed-meanwhile'
	})
})

test('a once-only key holds its answer when the clock goes back and forth', async () => {
	const made = await aWorkspace()
	const [now, earlier] = [await made.as('administrator'), await made.as('administrator', BEFORE)]
	const input = { key: 'clock', name: 'One', kind: 'ministry' }
	const once = { key: 'clock' }
	const first = await run(now.opening, create, input, once)
	expect(await run(earlier.opening, create, input, once)).toEqual(first)
	expect(await run(now.opening, create, input, once)).toEqual(first)
})

test('an earlier clock opens nothing that has ended, and gives no session a longer life than it was given', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const { token } = z
		.looseObject({ token: z.string() })
		.parse(await administrator.runRaw(commandOf('token.create'), { seat: 'member', name: 'for the test', days: 30 }))
	const { findSeatOfToken } = await import('#platform/access/find-seat.server.ts')
	const seatAt = async (at: Date) => findSeatOfToken(made.database, made.workspace, token, at)
	expect(await seatAt(NOW)).toBeDefined()
	expect(await seatAt(new Date(NOW.getTime() + 31 * DAY))).toBeUndefined()
	const { items } = z
		.object({ items: z.array(z.looseObject({ id: z.string(), name: z.string() })) })
		.parse(await administrator.askRaw(queryNamed('token.list', administrator), {}))
	const kept = items.find((item) => item.name === 'for the test')
	await administrator.runRaw(commandOf('token.revoke'), { token: kept?.id })
	expect(await seatAt(BEFORE)).toBeUndefined()
	expect((await findSeatOfSession(made.database, made.workspace, 'no such session', BEFORE)).role).toBe('public')
})

function queryNamed(name: string, { opening }: Awaited<ReturnType<Awaited<ReturnType<typeof aWorkspace>>['as']>>) {
	const operation = opening.registry.operation(name)
	if (operation?.type !== 'query') throw new Error(`${name} is no query`)
	return operation
}
