import type { DayColumn, OriginColumns, TranslationsColumn } from '#platform/database/tables.ts'

export type MeetingSeriesTable = OriginColumns & {
	workspace_id: string
	id: string
	structure_id: string
	title: TranslationsColumn
	rule: string
	excluded: string[]
	local_start: string
	duration_minutes: number
	time_zone: string
	place: string | null
	online_address: string | null
	purpose: 'ordinary' | 'extraordinary' | 'planning' | 'review'
	state: 'active' | 'ended'
	state_reason: string | null
	calendar_sequence: number
	/** Who sees the series, and the meetings that are planned of it. */
	audience: string[]
	created_at: Date
}

export type MeetingTable = {
	workspace_id: string
	id: string
	structure_id: string
	series_id: string | null
	series_start: string | null
	purpose: 'ordinary' | 'extraordinary' | 'planning' | 'review'
	state: 'planned' | 'called' | 'held' | 'drafted' | 'circulated' | 'adopted' | 'postponed' | 'cancelled'
	state_reason: string | null
	local_start: string
	local_end: string
	time_zone: string
	starts_at: Date
	ends_at: Date
	day: string
	place: string | null
	online_address: string | null
	called_day: DayColumn
	notice_days: number | null
	minutes_language: string | null
	quorum_present: number | null
	quorum_required: number | null
	is_quorate: boolean | null
	/** When its minutes were given to the members for comment; null where they are not, or it is not known when they were. */
	circulated_at: Date | null
	comments_until: DayColumn
	adopted_day: DayColumn
	adopted_how: 'meeting' | 'written-procedure' | null
	adopted_in_id: string | null
	calendar_sequence: number
	calendar_changed_at: Date
}

export type AgendaItemTable = {
	workspace_id: string
	id: string
	meeting_id: string
	structure_id: string
	position: number
	kind: 'item' | 'minutes' | 'matters-arising' | 'recommendations' | 'commitments' | 'to-settle'
	state: 'proposed' | 'accepted' | 'declined' | 'withdrawn'
	state_reason: string | null
	confidentiality: 'as-meeting' | 'members' | 'full-members' | 'secretariat' | 'named'
	presenter_actor_id: string | null
	presenter: string | null
	minutes_planned: number | null
	note: string | null
	subject_id: string | null
	proposed_by_seat_id: string | null
	proposed_by_actor_id: string | null
}

export type AgendaPaperTable = {
	workspace_id: string
	id: string
	agenda_item_id: string
	document_id: string
	confidentiality: 'as-item' | 'full-members'
}

export type AttendanceTable = OriginColumns & {
	workspace_id: string
	id: string
	meeting_id: string
	actor_id: string
	seat_id: string | null
	capacity: 'member' | 'alternate' | 'invited-expert' | 'observer'
	state: 'expected' | 'coming' | 'present' | 'apologies' | 'absent'
	office: string | null
	person: string | null
	/** Empty: what is declared stands in rows of its own. */
	interest: string | null
	interest_item_id: string | null
	note: string | null
}

/** An interest that somebody at the table has in what is dealt with: in one item, or where none is named in the whole meeting. */
export type DeclaredInterestTable = {
	workspace_id: string
	id: string
	meeting_id: string
	attendance_id: string
	agenda_item_id: string | null
	text: string
}
