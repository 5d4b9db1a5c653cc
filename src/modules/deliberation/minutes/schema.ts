export type MinuteTable = {
	workspace_id: string
	id: string
	meeting_id: string
	text: string
	language: string
	changed_at: Date
}

/** What the standing items of a meeting held when its minutes were adopted. */
export type MeetingStandingTable = {
	workspace_id: string
	id: string
	lines: string
	kept_at: Date
}

export type MinuteDraftTable = {
	workspace_id: string
	id: string
	meeting_id: string
	state: string
	revision: number
	changed_at: Date
}

export type MeetingPaperTable = {
	workspace_id: string
	id: string
	meeting_id: string
	kind: 'notice' | 'agenda' | 'attendance' | 'minutes' | 'decisions'
	edition: 'full' | 'named' | 'full-members' | 'members' | 'workspace' | 'public'
	language: string
	docx_file_id: string
	pdf_file_id: string
	sealed_at: Date | null
	made_at: Date
	seat_id: string | null
}
