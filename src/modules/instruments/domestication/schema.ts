import type { DayColumn } from '#platform/database/tables.ts'

export type JudgementTable = {
	workspace_id: string
	id: string
	obligation_id: string
	policy_id: string | null
	provision_id: string | null
	verdict: 'met' | 'partly' | 'not-met' | 'not-applicable'
	reason: string
	language: string
	day: string
	seat_id: string | null
	reviewer: string | null
	state: 'stands' | 'replaced' | 'withdrawn'
	/** It stood from its day until this one, when another replaced it or it was withdrawn. */
	until_day: DayColumn
	state_reason: string | null
	origin: 'reference' | 'invented' | 'entered'
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
}

export type RoadMapStepTable = {
	workspace_id: string
	id: string
	instrument_id: string
	position: number
	form: 'study' | 'cabinet-memorandum' | 'parliament' | 'deposit' | 'law' | 'regulation' | 'other'
	title: string
	language: string
	lead_actor_id: string | null
	structure_id: string | null
	first_target_day: DayColumn
	target_day: DayColumn
	done_day: DayColumn
	state: 'planned' | 'under-way' | 'done' | 'dropped'
	state_reason: string | null
	origin: 'reference' | 'invented' | 'entered'
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
}

export type RoadMapObstacleTable = {
	workspace_id: string
	id: string
	instrument_id: string
	step_id: string | null
	obstacle: 'incompatible-law' | 'lack-of-means' | 'unemployment' | 'novelty' | 'complexity' | 'lack-of-awareness'
	note: string | null
	language: string | null
	day: string
	overcome_day: DayColumn
	origin: 'reference' | 'invented' | 'entered'
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
}
