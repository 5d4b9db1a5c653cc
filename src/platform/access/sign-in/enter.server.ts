import { symmetricDecrypt } from 'better-auth/crypto'
import { isAPIError } from 'better-auth/api'
import { conflict } from '#platform/operation/refusal.ts'
import { knownDevice, onlyCookie, signedCookie } from './cookies.server.ts'
import { libraryHeaders, type Entrance, type Kept, type Visit } from './entrance.server.ts'
import { storedRecoveryCode } from './keys.server.ts'
import { countAttempt, forgetAttempt, networkOf, type Aim, TooManyAttempts } from './limits.server.ts'
import type { PasskeyProof } from './passkey-answer.ts'
import { typedRecoveryCode } from './recovery-codes.ts'
import { enteredBefore, note } from './sign-in-log.server.ts'
import { welcome } from './welcome.server.ts'

/** What comes after a password that is right: the person is in, or has to show a second factor. */
export type Entered = Kept & { next: 'in' | 'second-factor' }

const NOBODY = '00000000-0000-0000-0000-000000000000'

// Whoever entered this account before, on this device or from this address, is not held up by guesses made elsewhere.
async function aimsFor(entrance: Entrance, visit: Visit, what: string, person: string | undefined): Promise<Aim[]> {
	const network = visit.address === null ? 'unknown' : networkOf(visit.address)
	const device = person === undefined ? undefined : knownDevice(entrance, visit.cookies, person)
	if (device !== undefined) return [{ rule: 'device', of: `${what} ${device}` }]
	const aims: Aim[] = [
		{ rule: 'pair', of: `${what} ${network}` },
		{ rule: 'address', of: network }
	]
	// Asked for nobody too, so that an unknown address takes no less time.
	const { fromHere: isKnown } = await enteredBefore(entrance, person ?? NOBODY, visit)
	return isKnown ? aims : [...aims, { rule: 'account', of: what }]
}

/** How an address of mail is kept: in small letters, as the database asks. */
export const asEmail = (typed: string) => typed.trim().toLowerCase()

/**
 * Lets somebody in by address and password. Whether the address is known cannot be told from the answer, nor from the work
 * done for it. Refused while too many attempts came before.
 */
export async function enterByPassword(
	entrance: Entrance,
	visit: Visit,
	given: { email: string; password: string }
): Promise<Entered> {
	const email = asEmail(given.email)
	const known = await entrance.people.selectFrom('person').select('id').where('email', '=', email).executeTakeFirst()
	const aims = await aimsFor(entrance, visit, `password ${email}`, known?.id)
	await countAttempt(entrance, aims, visit.now)
	const answer = await refusing(entrance, visit, known?.id, () =>
		entrance.auth.api.signInEmail({
			body: { email, password: given.password },
			headers: libraryHeaders(visit),
			returnHeaders: true
		})
	)
	await forgetAttempt(entrance, aims)
	await leaveBefore(entrance, visit)
	const cookies = answer.headers.getSetCookie()
	if (known === undefined) throw new Error('somebody entered whom nobody knows')
	if ('twoFactorRedirect' in answer.response) {
		await note(entrance, visit, { person: known.id, method: 'password', outcome: 'second-factor-asked' })
		return { next: 'second-factor', cookies }
	}
	return { next: 'in', cookies: [...cookies, ...(await welcome(entrance, visit, known.id, 'password'))] }
}

async function refusing<T>(entrance: Entrance, visit: Visit, person: string | undefined, work: () => Promise<T>) {
	try {
		return await work()
	} catch (error) {
		if (!isAPIError(error)) throw error
		await note(entrance, visit, { person: person ?? null, method: 'password', outcome: 'wrong' })
		throw conflict('sign-in.wrong')
	}
}

// Whoever signs in while signed in already starts anew: the session before is over.
async function leaveBefore({ people, ...entrance }: Entrance, visit: Visit) {
	const token = signedCookie(entrance, visit.cookies, 'session_token')
	if (token !== undefined) await people.deleteFrom('person_session').where('token', '=', token).execute()
}

/** Whose second factor is waited for in this browser; undefined when the password was not given, or too long ago. */
export async function findChallenged(entrance: Entrance, visit: Visit): Promise<string | undefined> {
	const identifier = signedCookie(entrance, visit.cookies, 'two_factor')
	if (identifier === undefined) return undefined
	const { internalAdapter } = await entrance.auth.$context
	const waiting = await internalAdapter.findVerificationValue(identifier)
	return waiting && waiting.expiresAt > visit.now ? waiting.value : undefined
}

const CODE = /^\d{6}$/

/** Lets somebody in whose password was right, by the code of their second factor or by one of their recovery codes. */
export async function enterBySecondFactor(entrance: Entrance, visit: Visit, typed: string): Promise<Kept> {
	const person = await findChallenged(entrance, visit)
	if (person === undefined) throw conflict('sign-in.challenge-over')
	const code = typed.replace(/\s/g, '')
	const isCode = CODE.test(code)
	const method = isCode ? 'code' : 'recovery-code'
	const aims = await aimsFor(entrance, visit, `second factor ${person}`, person)
	await countAttempt(entrance, aims, visit.now)
	if (await isSecondFactorUnreadable(entrance, person)) throw conflict('sign-in.second-factor-unreadable')
	try {
		if (isCode) await useOnce(entrance, visit, person, code)
		const sent = {
			body: { code: isCode ? code : storedRecoveryCode(entrance.secret, typedRecoveryCode(typed)) },
			// Without a session that may still be there: the library would take the code for that one.
			headers: libraryHeaders(visit, onlyCookie(entrance, visit.cookies, 'two_factor')),
			returnHeaders: true
		} as const
		const { headers } = await (isCode ? entrance.auth.api.verifyTOTP(sent) : entrance.auth.api.verifyBackupCode(sent))
		await forgetAttempt(entrance, aims)
		await leaveBefore(entrance, visit)
		return { cookies: [...headers.getSetCookie(), ...(await welcome(entrance, visit, person, method))] }
	} catch (error) {
		if (!isAPIError(error)) throw error
		await note(entrance, visit, { person, method, outcome: 'second-factor-wrong' })
		// After five wrong ones the library ends the challenge, and the password is asked again.
		throw conflict(
			(await findChallenged(entrance, visit)) === undefined ? 'sign-in.challenge-over' : 'sign-in.code-wrong'
		)
	}
}

/** A code serves once, though the clock would let it pass for a minute more: who looked over a shoulder is too late. */
export async function useOnce(entrance: Entrance, { now }: Visit, person: string, code: string): Promise<void> {
	try {
		await countAttempt(entrance, [{ rule: 'code', of: `${person} ${code}` }], now)
	} catch (error) {
		if (error instanceof TooManyAttempts) throw conflict('sign-in.code-used')
		throw error
	}
}

// It is sealed with the installation's secret; a restore under another secret leaves it closed for good.
async function isSecondFactorUnreadable({ auth, people }: Entrance, person: string) {
	const row = await people
		.selectFrom('second_factor')
		.select('secret')
		.where('person_id', '=', person)
		.where('verified', '=', true)
		.executeTakeFirst()
	if (!row) return false
	const { secretConfig } = await auth.$context
	return symmetricDecrypt({ key: secretConfig, data: row.secret }).then(
		() => false,
		() => true
	)
}

/** What a browser is asked to prove a passkey with. */
export async function askPasskey(entrance: Entrance, visit: Visit) {
	const { headers, response } = await entrance.auth.api.generatePasskeyAuthenticationOptions({
		headers: libraryHeaders(visit, ''),
		returnHeaders: true
	})
	return { options: { ...response, userVerification: 'required' }, cookies: headers.getSetCookie() }
}

/** Lets somebody in by a passkey: what they hold, unlocked by what they know or are. */
export async function enterByPasskey(entrance: Entrance, visit: Visit, answer: PasskeyProof): Promise<Kept> {
	const aims: Aim[] = [{ rule: 'address', of: visit.address === null ? 'unknown' : networkOf(visit.address) }]
	await countAttempt(entrance, aims, visit.now)
	try {
		const { headers, response } = await entrance.auth.api.verifyPasskeyAuthentication({
			body: { response: answer },
			headers: libraryHeaders(visit),
			returnHeaders: true
		})
		await forgetAttempt(entrance, aims)
		await leaveBefore(entrance, visit)
		const person = response.user.id
		await entrance.people
			.updateTable('passkey')
			.set({ last_used_at: visit.now })
			.where('person_id', '=', person)
			.where('credential_id', '=', answer.id)
			.execute()
		return { cookies: [...headers.getSetCookie(), ...(await welcome(entrance, visit, person, 'passkey'))] }
	} catch (error) {
		if (!isAPIError(error)) throw error
		await note(entrance, visit, { person: null, method: 'passkey', outcome: 'wrong' })
		throw conflict('sign-in.passkey-wrong')
	}
}
