import type { DayColumn } from '#platform/database/tables.ts'

export type ActionTable = {
	workspace_id: string
	id: string
	structure_id: string
	meeting_id: string | null
	agenda_item_id: string | null
	decision_id: string | null
	recommendation_id: string | null
	text: string | null
	language: string
	responsible_actor_id: string
	responsible_seat_id: string | null
	state: 'open' | 'in-progress' | 'submitted' | 'closed' | 'cancelled'
	state_reason: string | null
	opened_day: string
	due_day: DayColumn
	first_due_day: DayColumn
	closed_day: DayColumn
	percent: number
	escalated_to: number
}

export type ActionSupportTable = {
	workspace_id: string
	id: string
	action_id: string
	actor_id: string
}

export type ActionStepTable = {
	workspace_id: string
	id: string
	action_id: string
	position: number
	text: string
	due_day: DayColumn
	done_day: DayColumn
	state: 'active' | 'withdrawn'
	made_by_actor_id: string | null
}

export type ActionReportTable = {
	workspace_id: string
	id: string
	action_id: string
	day: string
	text: string
	language: string
	percent: number
	is_final: boolean
	answer: 'accepted' | 'refused' | null
	answer_reason: string | null
	answered_day: DayColumn
	seat_id: string | null
	actor_id: string | null
	steps_left: string | null
}

export type ActionEvidenceTable = {
	workspace_id: string
	id: string
	action_id: string
	action_report_id: string
	document_id: string | null
	address: string | null
}

export type ActionExtensionTable = {
	workspace_id: string
	id: string
	action_id: string
	asked_day: string
	wished_day: string
	reason: string
	asked_by_seat_id: string | null
	state: 'asked' | 'granted' | 'refused'
	answer_reason: string | null
	granted_day: DayColumn
	answered_day: DayColumn
}

export type ActionEscalationTable = {
	workspace_id: string
	id: string
	action_id: string
	level: number
	to_structure_id: string | null
	to_actor_id: string | null
	day: string
	reasons: string
}

export type ReminderPreferenceTable = {
	workspace_id: string
	id: string
	/** Null where a person holds the seat that chose: the choice is the person's. */
	seat_id: string | null
	person_id: string | null
	frequency: 'daily' | 'weekly' | 'never'
	weekday: number
	language: string | null
	last_digest_day: DayColumn
}
