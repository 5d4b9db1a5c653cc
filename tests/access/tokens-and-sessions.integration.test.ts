import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
	endSession,
	findSeat,
	findSeatOfSession,
	findSeatOfToken,
	hashSecret,
	openSession
} from '#platform/access/find-seat.server.ts'
import { ask } from '#platform/operation/perform.server.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { listSeats } from '#platform/access/seat-operations.ts'
import { createToken, listTokens, revokeToken } from '#platform/access/token-operations.ts'
import { succeedActor } from '#modules/directory/succession.ts'
import { listOpenItems } from '#modules/directory/succession.ts'
import { addMembership, endMembership } from '#modules/directory/membership-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { aWorkspace, NOW, TODAY, type TestWorkspace } from '../fixtures/workspace.ts'

const HOUR = 3_600_000
const later = (hours: number) => new Date(NOW.getTime() + hours * HOUR)
const TOMORROW = later(24)

/** Abolishes an actor and ends the seats that act for it, the day before `day`. */
async function abolish({ as }: TestWorkspace, actor: string, day: string, now = NOW) {
	const administrator = await as('administrator', now)
	const { items } = await administrator.ask(listOpenItems, { actor })
	const version = (await ask(administrator.opening, getHistory, { record: actor, kind: 'actor' })).items.length
	await administrator.run(succeedActor, {
		actor,
		version,
		kind: 'abolish',
		day,
		legalBasis: 'Act 3',
		choices: items.map(({ item, id }) => ({ item, id, to: 'end' }))
	})
}

describe('a token', () => {
	let made: TestWorkspace
	beforeAll(async () => {
		made = await aWorkspace()
	})
	const give = async (seat: string, days?: number) =>
		(await made.as('administrator')).run(createToken, { seat, name: 'Script', ...(days ? { days } : {}) })
	const seatOf = (token: string, now = NOW) => findSeatOfToken(made.database, made.workspace, token, now)

	test('stands for its seat, with what that seat may see', async () => {
		const { token } = await give('member')
		const seat = await seatOf(token)
		const member = await made.as('member')
		expect(seat?.key).toBe('member')
		expect(seat?.audience).toEqual(member.seat.audience)
	})

	test('is kept nowhere as it is given: not in its row, not in the history', async () => {
		const { token, id } = await give('member')
		const row = await made.database.owner.selectFrom('token').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
		expect(row.hash).toBe(hashSecret(token))
		const payloads = await made.database.owner
			.selectFrom('event_payload')
			.select('payload')
			.where('workspace_id', '=', made.workspace.id)
			.execute()
		const kept = await made.database.owner
			.selectFrom('once_key')
			.select('answer')
			.where('workspace_id', '=', made.workspace.id)
			.execute()
		for (const text of [...payloads.map((one) => one.payload), ...kept.map((one) => one.answer)]) {
			expect(text).not.toContain(token)
			expect(text).not.toContain(row.hash)
		}
	})

	test('is nobody from its last moment on', async () => {
		const { token, expiresAt } = await give('member', 1)
		expect(expiresAt).toEqual(TOMORROW)
		expect((await seatOf(token, later(23.9)))?.key).toBe('member')
		expect(await seatOf(token, TOMORROW)).toBeUndefined()
	})

	test('is nobody once revoked, and cannot be revoked again', async () => {
		const administrator = await made.as('administrator')
		const { token, id } = await give('member')
		await administrator.run(revokeToken, { token: id })
		expect(await seatOf(token)).toBeUndefined()
		await expect(administrator.run(revokeToken, { token: id })).rejects.toMatchObject({ kind: 'conflict' })
		const { items } = await administrator.ask(listTokens, { filter: { seat: ['member'] } })
		expect(items.find((item) => item.id === id)?.revokedAt).toEqual(NOW)
	})

	test.for(['', 'x', 'token', "' or true --", '\u0000', 'é'.repeat(500)])('made up as %j is nobody', async (token) => {
		expect(await seatOf(token)).toBeUndefined()
	})

	test('by its stored hash is nobody', async () => {
		const { token } = await give('member')
		expect(await seatOf(hashSecret(token))).toBeUndefined()
	})

	test('is given by administrators to any seat, by all others to their own, and only to seats that are there', async () => {
		for (const key of ['secretariat', 'chair', 'member', 'observer', 'public'] as const)
			for (const seat of ['administrator', 'nobody'])
				await expect((await made.as(key)).run(createToken, { seat, name: 'x' })).rejects.toMatchObject({
					kind: 'forbidden'
				})
		const own = await (await made.as('member')).run(createToken, { name: 'own' })
		expect((await seatOf(own.token))?.key).toBe('member')
		await expect((await made.as('public')).run(createToken, { name: 'x' })).rejects.toMatchObject({ kind: 'forbidden' })
		await expect(give('nobody')).rejects.toMatchObject({ kind: 'absent' })
		await expect(give('member', 367)).rejects.toMatchObject({ kind: 'invalid' })
	})
})

describe('a seat that has ended', () => {
	test('is found no more, by key, token or session, and shown as ended', async () => {
		const made = await aWorkspace()
		const { database, workspace } = made
		const administrator = await made.as('administrator')
		const { token } = await administrator.run(createToken, { seat: 'statistician', name: 'Script' })
		const statistician = await made.as('statistician')
		const secret = await openSession(database, workspace, statistician.seat.id ?? '', NOW, null)
		await abolish(made, 'statistics', TODAY)
		expect(await findSeat(database, workspace, 'statistician', NOW)).toBeUndefined()
		expect(await findSeatOfToken(database, workspace, token, NOW)).toBeUndefined()
		expect((await findSeatOfSession(database, workspace, secret, NOW)).role).toBe('public')
		const { items } = await administrator.ask(listSeats, {})
		expect(items.find((item) => item.key === 'statistician')?.isOpen).toBe(false)
	})

	test('holds to the end of its last day, in the time zone of the workspace', async () => {
		const made = await aWorkspace()
		const { database, workspace } = made
		await database.owner
			.updateTable('seat')
			.set({ to_day: TODAY })
			.where('workspace_id', '=', workspace.id)
			.where('key', '=', 'member')
			.execute()
		// Harare is two hours ahead of universal time.
		expect((await findSeat(database, workspace, 'member', new Date(`${TODAY}T21:59:59Z`)))?.key).toBe('member')
		expect(await findSeat(database, workspace, 'member', new Date(`${TODAY}T22:00:00Z`))).toBeUndefined()
	})

	test('holds not before its first day', async () => {
		const { database, workspace } = await aWorkspace()
		await database.owner
			.updateTable('seat')
			.set({ from_day: '2026-03-03' })
			.where('workspace_id', '=', workspace.id)
			.where('key', '=', 'member')
			.execute()
		expect(await findSeat(database, workspace, 'member', NOW)).toBeUndefined()
		expect((await findSeat(database, workspace, 'member', TOMORROW))?.key).toBe('member')
	})
})

describe('a session', () => {
	let made: TestWorkspace
	beforeAll(async () => {
		made = await aWorkspace()
	})
	const open = async () =>
		openSession(made.database, made.workspace, (await made.as('member')).seat.id ?? '', NOW, '127.0.0.1')
	const seatOf = (secret: string, now = NOW) => findSeatOfSession(made.database, made.workspace, secret, now)

	test('stands for its seat, and is stored by its hash only', async () => {
		const secret = await open()
		expect((await seatOf(secret)).key).toBe('member')
		const rows = await made.database.owner
			.selectFrom('session')
			.selectAll()
			.where('workspace_id', '=', made.workspace.id)
			.execute()
		expect(JSON.stringify(rows)).not.toContain(secret)
		expect(rows.map((row) => row.hash)).toContain(hashSecret(secret))
	})

	test('is the public’s after twelve hours', async () => {
		const secret = await open()
		expect((await seatOf(secret, later(11.99))).key).toBe('member')
		expect((await seatOf(secret, later(12))).role).toBe('public')
	})

	test('that was ended is the public’s at once, and the others go on', async () => {
		const [one, other] = [await open(), await open()]
		await endSession(made.database, one, NOW)
		expect((await seatOf(one)).role).toBe('public')
		expect((await seatOf(other)).key).toBe('member')
	})

	test('made up is the public’s', async () => {
		for (const secret of ['', 'x', hashSecret(await open())]) expect((await seatOf(secret)).role).toBe('public')
	})
})

test('who stops being a member of a closed structure stops seeing it the next day, with the same token', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const { token } = await administrator.run(createToken, { seat: 'member', name: 'Script' })
	const page = await administrator.ask(getStructure, { structure: 'closed-group' })
	const membership = page.memberships.find((one) => one.actor.reference === 'labour')?.id ?? ''
	const reads = async (now: Date) => {
		const seat = await findSeatOfToken(made.database, made.workspace, token, now)
		if (!seat) throw new Error('the token is nobody')
		return ask({ ...administrator.opening, seat, now }, getStructure, { structure: 'closed-group' }).then(
			() => 'done',
			(error: unknown) => z.object({ kind: z.string() }).parse(error).kind
		)
	}
	expect(await reads(NOW)).toBe('done')
	await administrator.run(endMembership, { membership, day: TODAY, reason: 'left' })
	expect(await reads(NOW)).toBe('done')
	expect(await reads(TOMORROW)).toBe('absent')
})

test.for(['invited', 'recommended'] as const)('who is only %s does not see a closed structure', async (kind) => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(addMembership, {
		structure: 'closed-group',
		actor: 'health',
		kind,
		from: '2020-01-01',
		reason: 'asked'
	})
	const outsider = await made.as('outsider')
	await expect(outsider.ask(getStructure, { structure: 'closed-group' })).rejects.toMatchObject({ kind: 'absent' })
})
