import type { DayColumn } from '#platform/database/tables.ts'

export type CalendarFeedTable = {
	workspace_id: string
	id: string
	seat_id: string
	structure_id: string | null
	register_id: string | null
	hash: string
	/** The language its words are in: that in which it was made. Null for that of the workspace. */
	language: string | null
	created_at: Date
	revoked_at: Date | null
	last_used_day: DayColumn
}
