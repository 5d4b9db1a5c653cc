import type { DayColumn, Origin, OriginColumns } from '#platform/database/tables.ts'

export type ActorSuccessionTable = {
	workspace_id: string
	id: string
	actor_id: string
	successor_id: string | null
	kind: 'rename' | 'merge' | 'split' | 'abolish'
	day: string
	legal_basis: string
}

export type EnforcementRemovalTable = {
	workspace_id: string
	id: string
	actor_id: string
	asked_by_seat_id: string
	reason: string
	asked_at: Date
	confirmed_by_seat_id: string | null
	confirmed_at: Date | null
}

export type StructureStatusTable = {
	workspace_id: string
	id: string
	structure_id: string
	status: string
	detail: string | null
	day: DayColumn
	reason: string | null
	origin: Origin
	origin_source: string | null
	origin_year: number | null
	created_at: Date
}

export type NominationTable = {
	workspace_id: string
	id: string
	membership_id: string
	structure_id: string
	capacity: 'principal' | 'alternate'
	seat_id: string | null
	office: string
	email: string | null
	letter_document_id: string | null
	from_day: DayColumn
	to_day: DayColumn
	end_reason: string | null
	note: string | null
}

export type AreaLeadTable = OriginColumns & {
	workspace_id: string
	id: string
	area_id: string
	actor_id: string
	from_day: DayColumn
	to_day: DayColumn
	reason: string | null
	end_reason: string | null
}

export type MandateTable = {
	workspace_id: string
	id: string
	structure_id: string
	position: number
	category: string
	function_area_id: string | null
	area_id: string | null
	text: string
	state: 'active' | 'withdrawn'
	state_reason: string | null
	origin: Origin
	origin_source: string | null
	origin_year: number | null
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		actor_succession: ActorSuccessionTable
		enforcement_removal: EnforcementRemovalTable
		structure_status: StructureStatusTable
		nomination: NominationTable
		area_lead: AreaLeadTable
		mandate: MandateTable
	}
}
