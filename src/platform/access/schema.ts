import type { Generated } from 'kysely'
import type { DayColumn, Origin, OriginColumns } from '#platform/database/tables.ts'
import type { Role } from './seat.ts'

export type SeatTable = {
	workspace_id: string
	id: string
	key: string
	role: Exclude<Role, 'public'>
	actor_id: string | null
	office: string
	origin: Origin
	from_day: DayColumn
	to_day: DayColumn
	created_at: Date
}

export type TokenTable = {
	workspace_id: string
	id: string
	seat_id: string
	name: string
	hash: string
	created_at: Date
	expires_at: Date
	revoked_at: Date | null
}

export type OnceKeyTable = {
	workspace_id: string
	seat_id: string
	key: string
	operation: string
	digest: string
	answer: string
	created_at: Date
}

export type AccessLogTable = {
	workspace_id: string
	id: string
	at: Date
	seat_id: string | null
	role: string
	operation: string
	subject: string | null
	outcome: string
	address: string | null
}

/** Somebody who signs in; stands outside any workspace. Columns are named to the authentication library by its settings. */
export type PersonTable = {
	id: string
	name: string
	email: string
	email_verified: boolean
	image: string | null
	language: string | null
	second_factor_enabled: Generated<boolean>
	created_at: Date
	changed_at: Date
	closed_at: Date | null
}

/** A person holding a seat, with the name and address this workspace knows them by. */
export type PersonSeatTable = {
	workspace_id: string
	id: string
	seat_id: string
	person_id: string
	name: string
	email: string
	source: 'invitation' | 'provider' | 'provisioning' | 'console'
	from_at: Date
	ended_at: Date | null
	end_reason: string | null
}

/** A single-use link that leads a person to a seat; only its hash is stored. */
export type InvitationTable = {
	workspace_id: string
	id: string
	seat_id: string
	name: string
	email: string
	language: string
	hash: string
	invited_by_seat_id: string | null
	created_at: Date
	expires_at: Date
	used_at: Date | null
	revoked_at: Date | null
}

export type ActorTable = {
	workspace_id: string
	id: string
	kind: string
	status: 'proposed' | 'active' | 'abolished' | 'merged'
	parent_id: string | null
	country: string | null
	host_country: string | null
	aliases: string[]
	is_enforcement: boolean
	contact_office: string | null
	contact_email: string | null
	contact_telephone: string | null
	contact_address: string | null
}

export type StructureTable = {
	workspace_id: string
	id: string
	level: string
	kind: string
	declared_status: string
	status_detail: string | null
	status_day: DayColumn
	parent_id: string | null
	chair_actor_id: string | null
	host_actor_id: string | null
	secretariat_structure_id: string | null
	secretariat_actor_id: string | null
	as_actor_id: string | null
	meetings_per_year: number | null
	cadence: string | null
	quorum: string | null
	legal_basis: string | null
	year_established: number | null
	partner_country: string | null
	location: string | null
	purpose: string | null
}

export type MembershipTable = OriginColumns & {
	workspace_id: string
	id: string
	structure_id: string
	actor_id: string
	kind: 'member' | 'co-opted' | 'invited' | 'recommended'
	role: string
	from_day: DayColumn
	to_day: DayColumn
	reason: string | null
	end_reason: string | null
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		person: PersonTable
		person_seat: PersonSeatTable
		invitation: InvitationTable
		seat: SeatTable
		token: TokenTable
		once_key: OnceKeyTable
		access_log: AccessLogTable
		actor: ActorTable
		structure: StructureTable
		membership: MembershipTable
	}
}
