import type { DayColumn } from '#platform/database/tables.ts'

export type PolicyTable = {
	workspace_id: string
	id: string
	form: string
	stage:
		| 'idea'
		| 'drafting'
		| 'consultation'
		| 'validated'
		| 'adopted'
		| 'in-force'
		| 'under-review'
		| 'ended'
		| 'repealed'
		| 'not-known'
	country: string | null
	region: string | null
	citation: string | null
	year: number | null
	period: string | null
	summary: string | null
	language: string
	lead_actor_id: string | null
	provisions: number
	current_version_id: string | null
}

export type PolicyActorTable = {
	workspace_id: string
	id: string
	policy_id: string
	actor_id: string
}

export type PolicyStageTable = {
	workspace_id: string
	id: string
	policy_id: string
	stage:
		'idea' | 'drafting' | 'consultation' | 'validated' | 'adopted' | 'in-force' | 'under-review' | 'ended' | 'repealed'
	day_first: DayColumn
	day_last: DayColumn
	planned_day: DayColumn
	first_planned_day: DayColumn
	/** Where it stands among the stages that were entered; null while it is only planned. */
	position: number | null
	note: string | null
}

export type PolicyVersionTable = {
	workspace_id: string
	id: string
	policy_id: string
	position: number
	label: string
	day: DayColumn
	language: string
	file_id: string | null
	state: 'waiting' | 'read' | 'unread'
	fault: string | null
	pages: number | null
	pages_without_text: number | null
	/** The job that reads it, or read it last. */
	job_id: string | null
	provisions: number
	seat_id: string | null
	created_at: Date
}

export type ProvisionTable = {
	workspace_id: string
	id: string
	policy_id: string
	/** Where it stands in the current version; null where that has it no more. */
	position: number | null
	number: string
	level: number
	/** The units above it, the outermost first. */
	above: string[] | null
	heading: string | null
	text: string
	language: string
}

export type ProvisionTextTable = {
	workspace_id: string
	id: string
	provision_id: string
	policy_version_id: string
	position: number
	number: string
	level: number
	/** The units above it, the outermost first. */
	above: string[] | null
	heading: string | null
	text: string
	change: 'added' | 'unchanged' | 'reworded' | 'renumbered' | 'moved'
}
