import type { ColumnType, Generated } from 'kysely'
import type { DayColumn, Origin, OriginColumns, Translations } from '#platform/database/tables.ts'
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
	end_reason: string | null
	version: Generated<number>
	created_at: Date
}

/** What a token opens: all that its seat may do, reading only, provisioning only, or the operations it names. */
export type TokenScope = 'all' | 'read' | 'provisioning' | 'operations'

export type TokenTable = {
	workspace_id: string
	id: string
	seat_id: string
	name: string
	hash: string
	scope: Generated<TokenScope>
	operations: Generated<string[]>
	last_used_day: DayColumn
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
	via: string | null
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
	/** The rule that gave the seat, where one did. */
	rule_id: string | null
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
	rule_id: string | null
	provisioned_person_id: string | null
	created_at: Date
	expires_at: Date
	used_at: Date | null
	revoked_at: Date | null
}

type Json<T> = ColumnType<T, T, T>

/** What a workspace is called and shows, once somebody has changed it; one row, whose identifier is the workspace's own. */
export type WorkspaceSettingTable = {
	workspace_id: string
	id: string
	name: Json<Translations>
	languages: string[]
	time_zone: string
	secretariat_actor_id: string | null
	default_framework_id: string | null
	number_prefix: string
	letterhead: Json<Translations>
	logo_file_id: string | null
	closed_kinds: string[]
	closed_pages: string[]
	contact_office: string | null
	contact_email: string | null
	contact_telephone: string | null
	contact_address: string | null
	version: number
	changed_at: Date
}

/** What the holder of a seat leaves for the next one to know. */
export type SeatNoteTable = {
	workspace_id: string
	id: string
	seat_id: string
	text: string
	language: string
	by_seat_id: string
	created_at: Date
	withdrawn_at: Date | null
}

/** Whoever brings this claim from that issuer is given a seat of this kind. */
export type SeatRuleTable = {
	workspace_id: string
	id: string
	source: 'provider' | 'provisioning'
	issuer: string
	claim: string
	value: string
	role: Exclude<Role, 'public'>
	actor_id: string | null
	office: string
	created_at: Date
	withdrawn_at: Date | null
	withdrawn_reason: string | null
}

export type ProvisionedEmail = { value: string; type?: string | undefined; primary?: boolean | undefined }

/** A person as a ministry's own directory of people knows them; a person who has signed in once is named beside. */
export type ProvisionedPersonTable = {
	workspace_id: string
	id: string
	external_id: string | null
	user_name: string
	name_formatted: string | null
	name_given: string | null
	name_family: string | null
	display_name: string | null
	title: string | null
	language: string | null
	emails: Json<ProvisionedEmail[]>
	is_active: boolean
	person_id: string | null
	version: number
	created_at: Date
	changed_at: Date
	removed_at: Date | null
}

export type ProvisionedGroupTable = {
	workspace_id: string
	id: string
	external_id: string | null
	display_name: string
	version: number
	created_at: Date
	changed_at: Date
	removed_at: Date | null
}

export type ProvisionedMemberTable = {
	workspace_id: string
	id: string
	group_id: string
	provisioned_person_id: string
	created_at: Date
	removed_at: Date | null
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
		workspace_setting: WorkspaceSettingTable
		seat_note: SeatNoteTable
		seat_rule: SeatRuleTable
		provisioned_person: ProvisionedPersonTable
		provisioned_group: ProvisionedGroupTable
		provisioned_member: ProvisionedMemberTable
		seat: SeatTable
		token: TokenTable
		once_key: OnceKeyTable
		access_log: AccessLogTable
		actor: ActorTable
		structure: StructureTable
		membership: MembershipTable
	}
}
