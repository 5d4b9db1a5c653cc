import type { DayColumn } from '#platform/database/tables.ts'

export type InstrumentTable = {
	workspace_id: string
	id: string
	form: string
	scope: 'global' | 'continental' | 'regional' | 'interregional' | 'bilateral'
	is_binding: boolean | null
	binding_basis: string | null
	adopted_first: DayColumn
	adopted_last: DayColumn
	in_force_first: DayColumn
	in_force_last: DayColumn
	/** False where it is not in force yet; null where nobody wrote it down. */
	is_in_force: boolean | null
	signable_until_day: DayColumn
	place: string | null
	depositary: string | null
	depositary_actor_id: string | null
	adopting_body: string | null
	adopting_actor_id: string | null
	region: string | null
	/** After joining, a treaty in force binds a State from this many months and days on; none where it is not known. */
	entry_months: number | null
	entry_days: number | null
	/** Whether that time runs on to the first day of the next month, as treaties of the United Nations sometimes have it. */
	entry_first_of_month: boolean | null
	/** A denunciation has effect this many months after its notice. */
	leaving_months: number | null
	summary: string | null
	language: string
	/** Where the workspace's own country stands today; worked out from its statuses. */
	position:
		| 'not-known'
		| 'not-signed'
		| 'not-ratified'
		| 'signed'
		| 'ratified'
		| 'accepted'
		| 'approved'
		| 'acceded'
		| 'succeeded'
		| 'signed-definitively'
		| 'in-force'
		| 'denounced'
		| null
}

export type InstrumentStatusTable = {
	workspace_id: string
	id: string
	instrument_id: string
	country: string
	event:
		| 'not-signed'
		| 'not-ratified'
		| 'signed'
		| 'ratified'
		| 'accepted'
		| 'approved'
		| 'acceded'
		| 'succeeded'
		| 'signed-definitively'
		| 'in-force'
		| 'reservation'
		| 'declaration'
		| 'withdrawal-of-reservation'
		| 'withdrawal-of-declaration'
		| 'denounced'
	day_first: DayColumn
	day_last: DayColumn
	effect_day: DayColumn
	/** Which reservation or declaration is withdrawn by this one. */
	withdraws_id: string | null
	text: string | null
	language: string | null
	state: 'active' | 'withdrawn'
	state_reason: string | null
	seat_id: string | null
	origin: 'reference' | 'invented' | 'entered'
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
	created_at: Date
}

export type InstrumentTextTable = {
	workspace_id: string
	id: string
	instrument_id: string
	file_id: string
	language: string
	state: 'waiting' | 'read' | 'unread'
	fault: string | null
	text: string | null
}

export type ObligationTable = {
	workspace_id: string
	id: string
	instrument_id: string
	article: string
	position: number
	text: string
	language: string
}

export type ReportingDutyTable = {
	workspace_id: string
	id: string
	instrument_id: string
	article: string | null
	body: string
	first_months: number | null
	every_months: number | null
	language: string
	state: 'active' | 'withdrawn'
	origin: 'reference' | 'invented' | 'entered'
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
}

export type TreatyReportTable = {
	workspace_id: string
	id: string
	instrument_id: string
	reporting_duty_id: string | null
	form: 'initial' | 'periodic' | 'follow-up' | 'special'
	due_day: string
	lead_actor_id: string | null
	state: 'due' | 'submitted' | 'dialogue-held' | 'observations-received' | 'dropped'
	submitted_day: DayColumn
	dialogue_day: DayColumn
	observations_day: DayColumn
}
