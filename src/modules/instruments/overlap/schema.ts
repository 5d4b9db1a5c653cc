import type { DayColumn } from '#platform/database/tables.ts'

export type OverlapVerdictTable = {
	workspace_id: string
	id: string
	first_id: string
	second_id: string
	verdict: 'accepted' | 'rejected'
	link_id: string | null
	reason: string | null
	seat_id: string | null
	created_at: Date
}

export type MainstreamingPassageTable = {
	workspace_id: string
	id: string
	policy_id: string
	provision_id: string
	chapter: string
	suggested_area_id: string | null
	area_id: string | null
	score: number | null
	state: 'suggested' | 'confirmed' | 'rejected'
	seat_id: string | null
	decided_day: DayColumn
}
