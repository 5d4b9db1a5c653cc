import { isIPv6 } from 'node:net'
import { sql, type Kysely } from 'kysely'
import type { Database } from '#platform/database/database.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import { digestFor } from './keys.server.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * What attempts are counted under. `free` are made without waiting; after each further one the wait doubles, from `first`
 * to `most` seconds; whoever stays away for `forget` seconds starts anew.
 */
const RULES = {
	/** One account from one address: the ordinary guesser. */
	pair: { free: 5, first: MINUTE, most: HOUR, forget: DAY },
	/** One account from anywhere that never signed in to it: the guesser with many addresses. It never holds up who did. */
	account: { free: 10, first: MINUTE, most: 15 * MINUTE, forget: DAY },
	/** One account from a device that signed in to it before. */
	device: { free: 10, first: MINUTE, most: 15 * MINUTE, forget: DAY },
	/** All accounts from one address: the guesser of one password for many. A ministry may stand behind one address. */
	address: { free: 40, first: MINUTE, most: HOUR, forget: HOUR },
	/** Addresses that hold a secret, guessed from one network. Whoever has the right one is never held up by who has not. */
	secret: { free: 30, first: MINUTE, most: HOUR, forget: HOUR },
	/** A code of a second factor serves once; it is worth nothing after two minutes. */
	code: { free: 1, first: 2 * MINUTE, most: 2 * MINUTE, forget: 2 * MINUTE },
	/** Mails that lead to a new password. */
	mail: { free: 3, first: 5 * MINUTE, most: HOUR, forget: DAY }
} as const

/** What an attempt is aimed at, one of the rules and whom or what it is kept for. */
export type Aim = { rule: keyof typeof RULES; of: string }

/** Refuses an attempt for now: too many came before it. */
export class TooManyAttempts extends Error {
	readonly until: Date
	constructor(until: Date) {
		super('too many attempts')
		this.name = 'TooManyAttempts'
		this.until = until
	}
}

/** An IPv6 subscriber holds a whole /64 of addresses, and an attacker would go through them. */
export function networkOf(address: string): string {
	if (!isIPv6(address)) return address
	const [head = '', tail = ''] = address.split('::')
	const before = head.split(':').filter(Boolean)
	const after = tail.split(':').filter(Boolean)
	const filled = [
		...before,
		...Array.from({ length: Math.max(8 - before.length - after.length, 0) }, () => '0'),
		...after
	]
	return filled
		.slice(0, 4)
		.map((part) => parseInt(part, 16).toString(16))
		.join(':')
}

// The table tells nobody which addresses and accounts were tried.
const keyOf = (secret: Buffer, { rule, of }: Aim) => `${rule}:${digestFor(secret, `limit ${rule}`, of)}`

/**
 * Counts an attempt before it is made, so that many at once are counted too, and refuses it while one of its aims has to
 * wait. A refused attempt is not counted: waiting ends when it was said to end.
 */
export async function countAttempt(
	{ database, secret }: { database: Database; secret: Buffer },
	aims: readonly Aim[],
	now: Date
): Promise<void> {
	// In the order of their keys, so that two attempts never wait for each other.
	const keyed = aims
		.map((aim) => ({ ...RULES[aim.rule], key: keyOf(secret, aim) }))
		.sort((a, b) => (a.key < b.key ? -1 : 1))
	await database.access(async (tx) => {
		for (const one of keyed) {
			const { rows } = await count(tx, one, now)
			if (rows.length === 0) throw new TooManyAttempts(await blockedUntil(tx, one.key, now))
		}
	})
}

type Counted = { key: string; free: number; first: number; most: number; forget: number }

const count = (tx: Kysely<Tables>, { key, free, first, most, forget }: Counted, now: Date) => {
	const old = new Date(now.getTime() - forget * 1000)
	return sql<{ attempts: number }>`
		insert into sign_in_limit as l (key, attempts, last_at, blocked_until)
		values (${key}, 1, ${now}, ${free <= 1 ? new Date(now.getTime() + first * 1000) : null})
		on conflict (key) do update set
			attempts = case when l.last_at < ${old} then 1 else l.attempts + 1 end,
			last_at = ${now},
			blocked_until = case
				when l.last_at >= ${old} and l.attempts + 1 >= ${free} or ${free} <= 1
				then ${now}::timestamptz + least(${most}::float8, ${first}::float8 * power(2, least(greatest(l.attempts + 1 - ${free}, 0), 20))) * interval '1 second'
			end
		where l.blocked_until is null or l.blocked_until <= ${now}
		returning attempts`.execute(tx)
}

async function blockedUntil(tx: Kysely<Tables>, key: string, now: Date) {
	const row = await tx.selectFrom('sign_in_limit').select('blocked_until').where('key', '=', key).executeTakeFirst()
	return row?.blocked_until ?? now
}

/** Takes back what a good attempt was counted for: its account starts anew, its address loses this one. */
export async function forgetAttempt(
	{ database, secret }: { database: Database; secret: Buffer },
	aims: readonly Aim[]
): Promise<void> {
	const [addresses, others] = [
		aims.filter((aim) => aim.rule === 'address'),
		aims.filter((aim) => aim.rule !== 'address')
	]
	await database.access(async (tx) => {
		if (others.length > 0)
			await tx
				.deleteFrom('sign_in_limit')
				.where(
					'key',
					'in',
					others.map((aim) => keyOf(secret, aim))
				)
				.execute()
		if (addresses.length > 0)
			await tx
				.updateTable('sign_in_limit')
				.set((row) => ({ attempts: row('attempts', '-', 1), blocked_until: null }))
				.where(
					'key',
					'in',
					addresses.map((aim) => keyOf(secret, aim))
				)
				.execute()
	})
}
