import type { DayColumn, OriginColumns } from '#platform/database/tables.ts'

export type StructureRhythmTable = OriginColumns & {
	workspace_id: string
	id: string
	structure_id: string
	from_day: DayColumn
	to_day: DayColumn
	kind: 'times-a-year' | 'plan-and-review' | 'on-activation' | 'none'
	times: number | null
	notice_days: number
	quorum_kind: 'none' | 'half' | 'majority' | 'two-thirds' | 'number'
	quorum_number: number | null
	forbids_without_quorum: boolean
	silence: 'consent' | 'no-answer'
	written_days: number
	basis: string | null
}

export type StructureActivationTable = OriginColumns & {
	workspace_id: string
	id: string
	structure_id: string
	from_day: string
	to_day: DayColumn
	reason: string
	end_reason: string | null
}

export type StructureParticipationTable = OriginColumns & {
	workspace_id: string
	id: string
	structure_id: string
	actor_kind: string
	area_id: string | null
	may_speak: boolean
	may_propose: boolean
	may_see_papers: boolean
	basis: string
	from_day: string
	to_day: DayColumn
	end_reason: string | null
}
