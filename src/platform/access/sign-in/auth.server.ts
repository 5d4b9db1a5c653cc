import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Kysely } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Tables } from '#platform/database/tables.ts'
import { door } from './door.server.ts'
import { keyFor, recoveryCodesOf } from './keys.server.ts'
import { PASSWORD_LEAST, PASSWORD_MOST } from './password.ts'

const HOUR = 3_600

/**
 * How long a session lasts at most, and unused: NIST SP 800-63B-4 asks at the second level of assurance for at most a day
 * and an hour. A working day is enough; after it the person signs in anew.
 */
export const SESSION_HOURS = 12
export const IDLE_MINUTES = 60
/** For how long a sign-in counts as recent: what changes who may enter asks for one. */
export const RECENT_MINUTES = 30

/** The session's cookie: bound to this host alone where the connection is encrypted. */
export const cookiePrefix = (origin: string) => (origin.startsWith('https:') ? '__Host-pitso' : 'pitso')
export const sessionCookie = (origin: string) => `${cookiePrefix(origin)}.session_token`

/** A key of its own for the sign-in, from the installation's secret. */
export const keyOfSignIn = (secret: Buffer) => keyFor(secret, 'library').toString('hex')

const strongPaths: Readonly<Record<string, 'code' | 'recovery-code' | 'passkey'>> = {
	'/two-factor/verify-totp': 'code',
	'/two-factor/verify-backup-code': 'recovery-code',
	'/passkey/verify-authentication': 'passkey'
}

/** How passwords are hashed and held against their hash. */
export type Hashing = {
	hash: (password: string) => Promise<string>
	verify: (given: { hash: string; password: string }) => Promise<boolean>
}

type AuthSettings = {
	people: Kysely<Tables>
	secret: Buffer
	origin: string
	/** Other than the library's own (scrypt with 16 MiB of memory), which is slow on purpose: for tests that enter a thousand times. */
	hashing?: Hashing | undefined
}

/**
 * The authentication library, told our tables' and columns' names. None of its addresses is served: pages call it, so that
 * our limits, our words and our rules stand before it. Nobody signs up by it.
 */
export function makeAuth({ people, secret, origin, hashing }: AuthSettings) {
	const host = new URL(origin).hostname
	return betterAuth({
		appName: 'Pitso',
		baseURL: origin,
		secret: keyOfSignIn(secret),
		telemetry: { enabled: false },
		// What it would say names what was tried, not by whom; what matters of it stands in our own log.
		logger: { disabled: true },
		database: { db: people, type: 'postgres', transaction: true },
		rateLimit: { enabled: false },
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			minPasswordLength: PASSWORD_LEAST,
			maxPasswordLength: PASSWORD_MOST,
			...(hashing ? { password: hashing } : {})
		},
		user: {
			modelName: 'person',
			fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'changed_at' },
			additionalFields: { language: { type: 'string', required: false, input: false } }
		},
		session: {
			modelName: 'person_session',
			fields: {
				userId: 'person_id',
				ipAddress: 'address',
				userAgent: 'program',
				createdAt: 'created_at',
				updatedAt: 'changed_at',
				expiresAt: 'expires_at'
			},
			additionalFields: {
				method: { type: 'string', required: false, input: false },
				isStrong: { type: 'boolean', required: false, input: false, fieldName: 'is_strong' },
				lastUsedAt: { type: 'date', required: false, input: false, fieldName: 'last_used_at' }
			},
			expiresIn: SESSION_HOURS * HOUR,
			disableSessionRefresh: true,
			freshAge: RECENT_MINUTES * 60
		},
		account: {
			modelName: 'sign_in_method',
			fields: {
				userId: 'person_id',
				providerId: 'provider',
				accountId: 'subject',
				accessToken: 'access_token',
				refreshToken: 'refresh_token',
				idToken: 'id_token',
				accessTokenExpiresAt: 'access_token_expires_at',
				refreshTokenExpiresAt: 'refresh_token_expires_at',
				createdAt: 'created_at',
				updatedAt: 'changed_at'
			},
			accountLinking: { enabled: false }
		},
		verification: {
			modelName: 'verification',
			fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'changed_at' },
			storeIdentifier: 'hashed'
		},
		advanced: {
			database: { generateId: () => uuid() },
			cookiePrefix: cookiePrefix(origin),
			// The prefix `__Host-` asks for more than the library's own `__Secure-`, so it is set by us.
			useSecureCookies: false,
			defaultCookieAttributes: { secure: origin.startsWith('https:') },
			ipAddress: { ipAddressHeaders: [ADDRESS_HEADER], ipv6Subnet: 128 }
		},
		databaseHooks: {
			session: {
				create: {
					async before(session, context) {
						const person = await people
							.selectFrom('person')
							.select('closed_at')
							.where('id', '=', session.userId)
							.executeTakeFirst()
						if (!person || person.closed_at !== null) throw new APIError('UNAUTHORIZED')
						const strong = strongPaths[context?.path ?? '']
						const { method, isStrong } = session
						return {
							data: {
								...session,
								method: strong ?? (typeof method === 'string' ? method : 'password'),
								isStrong: strong !== undefined || isStrong === true,
								lastUsedAt: session.createdAt
							}
						}
					}
				}
			}
		},
		plugins: [
			twoFactor({
				issuer: 'Pitso',
				allowPasswordless: true,
				// Our own limits slow guessing down without locking the owner out.
				accountLockout: { enabled: false },
				backupCodeOptions: { storeBackupCodes: recoveryCodesOf(secret) },
				schema: {
					user: { fields: { twoFactorEnabled: 'second_factor_enabled' } },
					twoFactor: {
						modelName: 'second_factor',
						fields: {
							userId: 'person_id',
							backupCodes: 'recovery_codes',
							failedVerificationCount: 'failed_count',
							lockedUntil: 'locked_until'
						}
					}
				}
			}),
			passkey({
				rpID: host,
				rpName: 'Pitso',
				origin,
				authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
				registration: {
					// A passkey stands for two factors, so whoever holds the device must have shown to it who they are.
					afterVerification: ({ verification }) => {
						if (!verification.registrationInfo?.userVerified) throw new APIError('UNAUTHORIZED')
					}
				},
				authentication: {
					afterVerification: ({ verification }) => {
						if (!verification.authenticationInfo.userVerified) throw new APIError('UNAUTHORIZED')
					}
				},
				schema: {
					passkey: {
						modelName: 'passkey',
						fields: {
							userId: 'person_id',
							publicKey: 'public_key',
							credentialID: 'credential_id',
							deviceType: 'device_type',
							backedUp: 'backed_up',
							createdAt: 'created_at',
							aaguid: 'authenticator'
						}
					}
				}
			}),
			door
		]
	})
}

export type Auth = ReturnType<typeof makeAuth>

/** The header by which we tell the library the visitor's address; what a visitor sends under this name is not handed on. */
export const ADDRESS_HEADER = 'x-pitso-address'
