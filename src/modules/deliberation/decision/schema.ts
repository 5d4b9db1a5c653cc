import type { DayColumn } from '#platform/database/tables.ts'

export type DecisionTable = {
	workspace_id: string
	id: string
	structure_id: string
	meeting_id: string | null
	agenda_item_id: string | null
	written_procedure_id: string | null
	text: string
	language: string
	basis: string | null
	decided_day: string
	effect_day: DayColumn
	manner: 'consensus' | 'vote' | 'written-procedure'
	votes_for: number | null
	votes_against: number | null
	votes_abstaining: number | null
	state: 'in-force' | 'replaced' | 'revoked'
	state_reason: string | null
	replaced_by_id: string | null
}

export type DecisionPositionTable = {
	workspace_id: string
	id: string
	decision_id: string
	actor_id: string
	vote: 'for' | 'against' | 'abstaining' | null
	stance: 'reservation' | 'objection' | null
	text: string | null
}

export type WrittenProcedureTable = {
	workspace_id: string
	id: string
	structure_id: string
	subject: 'decision' | 'recommendation' | 'minutes'
	subject_meeting_id: string | null
	text: string
	language: string
	opened_day: string
	deadline_day: string
	silence: 'consent' | 'no-answer'
	quorum_required: number | null
	state: 'open' | 'closed' | 'stopped'
	state_reason: string | null
	closed_day: DayColumn
	outcome: 'adopted' | 'not-adopted' | null
	result_id: string | null
	basis: string | null
	effect_day: DayColumn
	addressee_actor_id: string | null
	addressee_structure_id: string | null
	/** The day on which those who had not answered were reminded, and the day on which the secretary was told to close it. */
	reminded_day: DayColumn
	chased_day: DayColumn
}

export type WrittenAnswerTable = {
	workspace_id: string
	id: string
	written_procedure_id: string
	actor_id: string
	seat_id: string | null
	answer: 'agrees' | 'disagrees' | 'abstains'
	stance: 'reservation' | 'objection' | null
	text: string | null
	day: string
}
