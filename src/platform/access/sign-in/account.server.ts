import { isAPIError } from 'better-auth/api'
import { sql } from 'kysely'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { libraryHeaders, type Entrance, type Kept, type Visit } from './entrance.server.ts'
import type { SignedIn } from './find-person.server.ts'
import { countAttempt, forgetAttempt, type Aim } from './limits.server.ts'
import type { NewPasskey } from './passkey-answer.ts'
import { endAllSessions, refusePassword, storePassword } from './people.server.ts'
import { note } from './sign-in-log.server.ts'

const NAME_MOST = 200

/** What a person is called and reads in. What workspaces know of them, they were told with the seat. */
export async function changePerson(
	{ people }: Entrance,
	{ person }: SignedIn,
	given: { name: string; language: string | null },
	now: Date
): Promise<void> {
	const name = given.name.trim().slice(0, NAME_MOST)
	if (name === '') throw invalid([{ path: ['name'], code: 'platform.field.missing' }])
	await people
		.updateTable('person')
		.set({ name, language: given.language, changed_at: now })
		.where('id', '=', person.id)
		.execute()
}

/** The ways a person has to sign in. */
export async function listMethods({ people }: Pick<Entrance, 'people'>, person: string) {
	const rows = await people
		.selectFrom('sign_in_method')
		.select(['id', 'provider', 'created_at'])
		.where('person_id', '=', person)
		.orderBy('created_at')
		.execute()
	return {
		hasPassword: rows.some((row) => row.provider === 'credential'),
		identities: rows
			.filter((row) => row.provider !== 'credential')
			.map(({ id, provider, created_at: since }) => ({ id, issuer: provider, since }))
	}
}

/** Makes sure once more that it is the person who sits there, by their password: the session is a new one. */
export async function confirmByPassword(
	entrance: Entrance,
	visit: Visit,
	signedIn: SignedIn,
	password: string
): Promise<Kept> {
	await checkPassword(entrance, visit, signedIn, password, 'password')
	const { method, isStrong, token } = signedIn.session
	const { headers } = await entrance.auth.api.enterPerson({
		body: { person: signedIn.person.id, method, isStrong, instead: token },
		headers: libraryHeaders(visit),
		returnHeaders: true
	})
	return { cookies: headers.getSetCookie() }
}

async function checkPassword(entrance: Entrance, visit: Visit, { person }: SignedIn, given: string, path: string) {
	const aims: Aim[] = [{ rule: 'device', of: `confirm ${person.id}` }]
	await countAttempt(entrance, aims, visit.now)
	const { password } = await entrance.auth.$context
	const row = await entrance.people
		.selectFrom('sign_in_method')
		.select('password')
		.where('person_id', '=', person.id)
		.where('provider', '=', 'credential')
		.executeTakeFirst()
	if (row?.password === undefined || row.password === null) throw conflict('sign-in.no-password')
	if (!(await password.verify({ hash: row.password, password: given })))
		throw invalid([{ path: [path], code: 'sign-in.password-wrong' }])
	await forgetAttempt(entrance, aims)
}

/** Sets a new password in place of the old one, which is asked for. Every session of the person ends; this one goes on as a new one. */
export async function changePassword(
	entrance: Entrance,
	visit: Visit,
	signedIn: SignedIn,
	given: { current: string; password: string }
): Promise<Kept> {
	const { person, session } = signedIn
	if ((await listMethods(entrance, person.id)).hasPassword)
		await checkPassword(entrance, visit, signedIn, given.current, 'current')
	refusePassword(given.password, [person.name, person.email])
	await storePassword(entrance, { person: person.id, password: given.password, now: visit.now })
	await endAllSessions(entrance, person.id)
	await note(entrance, visit, { person: person.id, method: 'account', outcome: 'password-set' })
	const { headers } = await entrance.auth.api.enterPerson({
		body: { person: person.id, method: session.method, isStrong: session.isStrong },
		headers: libraryHeaders(visit),
		returnHeaders: true
	})
	return { cookies: headers.getSetCookie() }
}

/** The sessions of a person that are open now, the one used last first. */
export async function listSessions({ people }: Entrance, { person, session }: SignedIn, now: Date) {
	const rows = await people
		.selectFrom('person_session')
		.select(['id', 'address', 'program', 'method', 'is_strong', 'created_at', 'last_used_at', 'expires_at'])
		.where('person_id', '=', person.id)
		.where('expires_at', '>', now)
		.orderBy('last_used_at', 'desc')
		.limit(100)
		.execute()
	return rows.map((row) => ({
		id: row.id,
		address: row.address,
		program: row.program,
		method: row.method,
		since: row.created_at,
		lastUsed: row.last_used_at,
		isThis: row.id === session.id
	}))
}

/** Ends one session of a person, or all but this one; at once, wherever they are open. */
export async function endSessions(
	{ people }: Entrance,
	{ person, session }: SignedIn,
	which: { id: string } | 'others'
) {
	let ended = people.deleteFrom('person_session').where('person_id', '=', person.id)
	ended = which === 'others' ? ended.where('id', '<>', session.id) : ended.where(sql<boolean>`id::text = ${which.id}`)
	await ended.execute()
}

/** Ends this session, on the server and in the browser. */
export async function leave(entrance: Entrance, visit: Visit, { session }: SignedIn): Promise<Kept> {
	const { headers } = await entrance.auth.api.leave({
		body: { token: session.token },
		headers: libraryHeaders(visit),
		returnHeaders: true
	})
	return { cookies: headers.getSetCookie() }
}

/** The passkeys of a person, the oldest first. */
export async function listPasskeys({ people }: Pick<Entrance, 'people'>, person: string) {
	const rows = await people
		.selectFrom('passkey')
		.select(['id', 'name', 'created_at', 'last_used_at', 'backed_up'])
		.where('person_id', '=', person)
		.orderBy('created_at')
		.limit(100)
		.execute()
	return rows.map((row) => ({
		id: row.id,
		name: row.name,
		added: row.created_at,
		lastUsed: row.last_used_at,
		isCopied: row.backed_up
	}))
}

/** What a browser is asked to make a passkey with. */
export async function askNewPasskey(entrance: Entrance, visit: Visit) {
	const { headers, response } = await entrance.auth.api.generatePasskeyRegistrationOptions({
		headers: libraryHeaders(visit),
		returnHeaders: true
	})
	return { options: response, cookies: headers.getSetCookie() }
}

const PASSKEY_NAME_MOST = 80

/** Keeps a passkey that a browser has just made for the person who is signed in. */
export async function addPasskey(
	entrance: Entrance,
	visit: Visit,
	{ person }: SignedIn,
	{ answer, name }: { answer: NewPasskey; name: string }
): Promise<Kept> {
	try {
		const { headers } = await entrance.auth.api.verifyPasskeyRegistration({
			body: { response: answer, name: name.trim().slice(0, PASSKEY_NAME_MOST) || undefined },
			headers: libraryHeaders(visit),
			returnHeaders: true
		})
		await note(entrance, visit, { person: person.id, method: 'account', outcome: 'passkey-added' })
		return { cookies: headers.getSetCookie() }
	} catch (error) {
		if (!isAPIError(error)) throw error
		throw conflict('sign-in.passkey-not-added')
	}
}

/** Takes a passkey from a person; not the last way in that they have. */
export async function removePasskey(entrance: Entrance, visit: Visit, { person }: SignedIn, id: string): Promise<void> {
	const [{ hasPassword, identities }, passkeys] = await Promise.all([
		listMethods(entrance, person.id),
		listPasskeys(entrance, person.id)
	])
	if (!passkeys.some((one) => one.id === id)) return
	if (!hasPassword && identities.length === 0 && passkeys.length === 1) throw conflict('sign-in.last-way')
	await entrance.people.deleteFrom('passkey').where('person_id', '=', person.id).where('id', '=', id).execute()
	await note(entrance, visit, { person: person.id, method: 'account', outcome: 'passkey-removed' })
}

/** Parts a person from an identity at a provider; not from the last way in that they have. */
export async function unlinkIdentity(
	entrance: Entrance,
	visit: Visit,
	{ person }: SignedIn,
	id: string
): Promise<void> {
	const [{ hasPassword, identities }, passkeys] = await Promise.all([
		listMethods(entrance, person.id),
		listPasskeys(entrance, person.id)
	])
	if (!identities.some((one) => one.id === id)) return
	if (!hasPassword && identities.length === 1 && passkeys.length === 0) throw conflict('sign-in.last-way')
	await entrance.people.deleteFrom('sign_in_method').where('person_id', '=', person.id).where('id', '=', id).execute()
	await note(entrance, visit, { person: person.id, method: 'account', outcome: 'provider-unlinked' })
}
