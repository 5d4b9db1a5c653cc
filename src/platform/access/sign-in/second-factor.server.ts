import { isAPIError } from 'better-auth/api'
import { generateRandomString, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { conflict } from '#platform/operation/refusal.ts'
import { useOnce } from './enter.server.ts'
import { libraryHeaders, type Entrance, type Kept, type Visit } from './entrance.server.ts'
import type { SignedIn } from './find-person.server.ts'
import { recoveryCodesOf } from './keys.server.ts'
import { makeRecoveryCodes } from './recovery-codes.ts'
import { note } from './sign-in-log.server.ts'
import { base32, otpAddress } from './totp.ts'

/** What an authenticator app is to be told: as the text somebody types, and as the address a picture holds. */
export type SecondFactorKey = { key: string; address: string }

// Of letters and digits: 130 bits, and a key of 36 letters, which can still be typed.
const SECRET_LENGTH = 22

async function keyOf(entrance: Entrance, person: SignedIn['person'], encrypted: string): Promise<SecondFactorKey> {
	const { secretConfig } = await entrance.auth.$context
	const key = base32(await symmetricDecrypt({ key: secretConfig, data: encrypted }))
	return { key, address: otpAddress({ issuer: 'Pitso', account: person.email, key }) }
}

/** The key that waits for its first code; undefined where none does. It is never shown again once a code was right. */
export async function findStartedKey(entrance: Entrance, { person }: SignedIn): Promise<SecondFactorKey | undefined> {
	const row = await entrance.people
		.selectFrom('second_factor')
		.select('secret')
		.where('person_id', '=', person.id)
		.where('verified', '=', false)
		.executeTakeFirst()
	return row && keyOf(entrance, person, row.secret)
}

/** Makes a key for an authenticator app. Until its first code is right, nothing asks for it. */
export async function startSecondFactor(entrance: Entrance, { person }: SignedIn): Promise<void> {
	const { secretConfig } = await entrance.auth.$context
	const secret = await symmetricEncrypt({ key: secretConfig, data: generateRandomString(SECRET_LENGTH) })
	const { numInsertedOrUpdatedRows } = await entrance.people
		.insertInto('second_factor')
		.values({ id: uuid(), person_id: person.id, secret, recovery_codes: '[]', verified: false, locked_until: null })
		.onConflict((row) => row.column('person_id').doUpdateSet({ secret }).where('second_factor.verified', '=', false))
		.executeTakeFirstOrThrow()
	if (numInsertedOrUpdatedRows === 0n) throw conflict('sign-in.second-factor-there')
}

/** Leaves off what was started. */
export async function cancelSecondFactor({ people }: Entrance, { person }: SignedIn): Promise<void> {
	await people.deleteFrom('second_factor').where('person_id', '=', person.id).where('verified', '=', false).execute()
}

/** Turns the second factor on by its first code, and gives the recovery codes: shown this once. The session is a new one. */
export async function confirmSecondFactor(
	entrance: Entrance,
	visit: Visit,
	signedIn: SignedIn,
	typed: string
): Promise<Kept & { recoveryCodes: string[] }> {
	const { person } = signedIn
	const code = typed.replace(/\s/g, '')
	if (!(await findStartedKey(entrance, signedIn))) throw conflict('sign-in.second-factor-not-started')
	await useOnce(entrance, visit, person.id, code)
	try {
		const { headers } = await entrance.auth.api.verifyTOTP({
			body: { code },
			headers: libraryHeaders(visit),
			returnHeaders: true
		})
		const recoveryCodes = await storeNewCodes(entrance, person.id)
		await note(entrance, visit, { person: person.id, method: 'account', outcome: 'second-factor-on' })
		return { cookies: headers.getSetCookie(), recoveryCodes }
	} catch (error) {
		if (!isAPIError(error)) throw error
		throw conflict('sign-in.first-code-wrong')
	}
}

/** Makes new recovery codes in place of all before, and gives them: shown this once, only their digests are kept. */
export async function renewRecoveryCodes(entrance: Entrance, visit: Visit, { person }: SignedIn): Promise<string[]> {
	const codes = await storeNewCodes(entrance, person.id)
	await note(entrance, visit, { person: person.id, method: 'account', outcome: 'recovery-codes-made' })
	return codes
}

async function storeNewCodes(entrance: Entrance, person: string) {
	const codes = makeRecoveryCodes()
	const { numUpdatedRows } = await entrance.people
		.updateTable('second_factor')
		.set({ recovery_codes: await recoveryCodesOf(entrance.secret).encrypt(JSON.stringify(codes)) })
		.where('person_id', '=', person)
		.where('verified', '=', true)
		.executeTakeFirstOrThrow()
	if (numUpdatedRows === 0n) throw conflict('sign-in.second-factor-missing')
	return codes
}

const Kept = z.array(z.string())

/** How many recovery codes are left; undefined where there is no second factor. */
export async function countRecoveryCodes({ people }: Entrance, person: string): Promise<number | undefined> {
	const row = await people
		.selectFrom('second_factor')
		.select('recovery_codes')
		.where('person_id', '=', person)
		.where('verified', '=', true)
		.executeTakeFirst()
	return row && Kept.parse(JSON.parse(row.recovery_codes)).length
}

/** Turns the second factor off. What the session is worth falls with it, unless a passkey or the provider vouches. */
export async function endSecondFactor(entrance: Entrance, visit: Visit, { person, session }: SignedIn): Promise<Kept> {
	await removeSecondFactor(entrance, person.id)
	await note(entrance, visit, { person: person.id, method: 'account', outcome: 'second-factor-off' })
	const isStrong = session.isStrong && session.method === 'passkey'
	const { headers } = await entrance.auth.api.enterPerson({
		body: { person: person.id, method: isStrong ? session.method : 'password', isStrong, instead: session.token },
		headers: libraryHeaders(visit),
		returnHeaders: true
	})
	return { cookies: headers.getSetCookie() }
}

/** Takes the second factor and its recovery codes from a person. */
export async function removeSecondFactor({ people }: Pick<Entrance, 'people'>, person: string): Promise<void> {
	await people.transaction().execute(async (tx) => {
		await tx.updateTable('person').set({ second_factor_enabled: false }).where('id', '=', person).execute()
		await tx.deleteFrom('second_factor').where('person_id', '=', person).execute()
	})
}
