import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import { makeSecret } from '../find-seat.server.ts'
import type { Entrance } from './entrance.server.ts'
import { whyNotPassword } from './password.ts'
import { removeSecondFactor } from './second-factor.server.ts'

export type Person = { id: string; name: string; email: string; language: string | null }

type People = Pick<Entrance, 'people'>

/** The person of an address of mail, or undefined. */
export async function findPersonByEmail(
	{ people }: People,
	email: string
): Promise<(Person & { isClosed: boolean }) | undefined> {
	const row = await people
		.selectFrom('person')
		.select(['id', 'name', 'email', 'language', 'closed_at'])
		.where('email', '=', email)
		.executeTakeFirst()
	return (
		row && { id: row.id, name: row.name, email: row.email, language: row.language, isClosed: row.closed_at !== null }
	)
}

/** Everybody who can sign in, by name, for whoever keeps the installation. */
export async function listPeople({ people }: People) {
	const rows = await people
		.selectFrom('person')
		.select(['id', 'name', 'email', 'second_factor_enabled', 'created_at', 'closed_at'])
		.select((person) => [
			person
				.selectFrom('passkey')
				.whereRef('passkey.person_id', '=', 'person.id')
				.select((row) => row.fn.countAll<number>().as('count'))
				.as('passkeys')
		])
		.orderBy('email')
		.limit(10_000)
		.execute()
	return rows
}

/** Adds a person, who is then to be given a way in. Refused where the address belongs to somebody already. */
export async function addPerson(
	{ people }: People,
	given: { name: string; email: string; language: string | null; isEmailVerified: boolean; now: Date }
): Promise<string> {
	const id = uuid()
	const { numInsertedOrUpdatedRows } = await people
		.insertInto('person')
		.values({
			id,
			name: given.name,
			email: given.email,
			email_verified: given.isEmailVerified,
			image: null,
			language: given.language,
			created_at: given.now,
			changed_at: given.now,
			closed_at: null
		})
		.onConflict((row) => row.column('email').doNothing())
		.executeTakeFirstOrThrow()
	if (numInsertedOrUpdatedRows === 0n) throw conflict('sign-in.address-known')
	return id
}

/** Takes back a person who was added for something that was then refused. */
export async function removePerson({ people }: People, id: string): Promise<void> {
	await people.deleteFrom('person').where('id', '=', id).execute()
}

/** Refuses a password that cannot be one, at its field. */
export function refusePassword(password: string, about: readonly string[], path = 'password'): void {
	const code = whyNotPassword(password, about)
	if (code) throw invalid([{ path: [path], code }])
}

/** Stores a password in place of any before, as the library hashes it. Whether it may be one was asked before. */
export async function storePassword(
	{ auth, people }: Pick<Entrance, 'auth' | 'people'>,
	{ person, password, now }: { person: string; password: string; now: Date }
): Promise<void> {
	const context = await auth.$context
	const hash = await context.password.hash(password)
	await people
		.insertInto('sign_in_method')
		.values({
			id: uuid(),
			person_id: person,
			provider: 'credential',
			subject: person,
			password: hash,
			created_at: now,
			changed_at: now
		})
		.onConflict((row) => row.columns(['provider', 'subject']).doUpdateSet({ password: hash, changed_at: now }))
		.execute()
}

/** Ends every session of a person, at once. */
export async function endAllSessions({ people }: People, person: string): Promise<void> {
	await people.deleteFrom('person_session').where('person_id', '=', person).execute()
}

const Reset = z.object({ person: z.uuid(), removesSecondFactors: z.boolean() })
type Reset = z.output<typeof Reset>

const resetName = (secret: string) => `new-password ${secret}`

/** The secret of a link that sets a new password once; what is stored is its hash. */
export async function makeReset(
	{ auth }: Pick<Entrance, 'auth'>,
	{ hours, now, ...reset }: Reset & { hours: number; now: Date }
): Promise<string> {
	const secret = makeSecret()
	const { internalAdapter } = await auth.$context
	await internalAdapter.createVerificationValue({
		identifier: resetName(secret),
		value: JSON.stringify(reset),
		expiresAt: new Date(now.getTime() + hours * 3_600_000)
	})
	return secret
}

/** Whose password a link sets, while it still does; looking at it does not use it up. */
export async function findReset(entrance: Entrance, secret: string, now: Date): Promise<(Person & Reset) | undefined> {
	const { internalAdapter } = await entrance.auth.$context
	const found = await internalAdapter.findVerificationValue(resetName(secret))
	return found && found.expiresAt > now ? personOfReset(entrance, found.value) : undefined
}

async function personOfReset({ people }: People, value: string) {
	const reset = Reset.parse(JSON.parse(value))
	const row = await people
		.selectFrom('person')
		.select(['id', 'name', 'email', 'language'])
		.where('id', '=', reset.person)
		.where('closed_at', 'is', null)
		.executeTakeFirst()
	return row && { ...row, ...reset }
}

/** Sets a new password by a link, which is used up; every session of the person ends, wherever it is. */
export async function useReset(
	entrance: Entrance,
	{ secret, password, now }: { secret: string; password: string; now: Date }
): Promise<Person> {
	const about = await findReset(entrance, secret, now)
	if (!about) throw absent('sign-in.reset-over')
	refusePassword(password, [about.name, about.email])
	const { internalAdapter } = await entrance.auth.$context
	const used = await internalAdapter.consumeVerificationValue(resetName(secret))
	const found = used ? await personOfReset(entrance, used.value) : undefined
	if (!found) throw absent('sign-in.reset-over')
	await storePassword(entrance, { person: found.id, password, now })
	if (found.removesSecondFactors) await removeSecondFactors(entrance, found.id)
	await endAllSessions(entrance, found.id)
	return found
}

// A lost device may be the one that holds the passkeys too.
async function removeSecondFactors(entrance: Entrance, person: string) {
	await removeSecondFactor(entrance, person)
	await entrance.people.deleteFrom('passkey').where('person_id', '=', person).execute()
}
