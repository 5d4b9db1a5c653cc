import type { Generated } from 'kysely'

/** How a session was opened last: by what the person knew, held or was vouched for. */
export type SignInWay = 'password' | 'code' | 'recovery-code' | 'passkey' | 'provider'

/** A person signed in on one device. `is_strong` where a second factor, a passkey or the provider vouched beside one secret. */
export type PersonSessionTable = {
	id: string
	token: string
	person_id: string
	address: string | null
	program: string | null
	method: SignInWay
	is_strong: boolean
	created_at: Date
	changed_at: Date
	last_used_at: Date
	expires_at: Date
}

/** A password (provider `credential`), or an identity: the issuer's address and the subject it knows the person by. */
export type SignInMethodTable = {
	id: string
	person_id: string
	provider: string
	subject: string
	password: string | null
	access_token: Generated<string | null>
	refresh_token: Generated<string | null>
	id_token: Generated<string | null>
	access_token_expires_at: Generated<Date | null>
	refresh_token_expires_at: Generated<Date | null>
	scope: Generated<string | null>
	created_at: Date
	changed_at: Date
}

export type VerificationTable = {
	id: string
	identifier: string
	value: string
	expires_at: Date
	created_at: Date
	changed_at: Date
}

export type SecondFactorTable = {
	id: string
	person_id: string
	secret: string
	recovery_codes: string
	verified: boolean
	failed_count: Generated<number>
	locked_until: Date | null
}

export type PasskeyTable = {
	id: string
	person_id: string
	name: string | null
	public_key: string
	credential_id: string
	counter: number
	device_type: string
	backed_up: boolean
	transports: string | null
	authenticator: string | null
	created_at: Date
	last_used_at: Date | null
}

export type SignInLimitTable = { key: string; attempts: number; last_at: Date; blocked_until: Date | null }

export type SignInLogTable = {
	id: string
	person_id: string | null
	at: Date
	method: string
	outcome: string
	address: string | null
	program: string | null
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		person_session: PersonSessionTable
		sign_in_method: SignInMethodTable
		verification: VerificationTable
		second_factor: SecondFactorTable
		passkey: PasskeyTable
		sign_in_limit: SignInLimitTable
		sign_in_log: SignInLogTable
	}
}
