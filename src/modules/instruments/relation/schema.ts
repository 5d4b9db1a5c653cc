import type { DayColumn } from '#platform/database/tables.ts'

export type HarmonizationTable = {
	workspace_id: string
	id: string
	structure_id: string | null
	text: string
	language: string
	state: 'open' | 'being-resolved' | 'resolved'
	due_day: DayColumn
	resolution: string | null
	resolved_day: DayColumn
}

export type HarmonizationRelationTable = {
	workspace_id: string
	id: string
	harmonization_id: string
	link_id: string
}

export type HarmonizationActorTable = {
	workspace_id: string
	id: string
	harmonization_id: string
	actor_id: string
	answer: 'agrees' | 'agrees-in-part' | 'disagrees' | null
	answered_day: DayColumn
	note: string | null
}
