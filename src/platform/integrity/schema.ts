export type IntegrityCheckTable = {
	workspace_id: string
	id: string
	state: 'waiting' | 'running' | 'done'
	/** What is being held against what: history, records, files. */
	step: string
	checked: number
	total: number
	events: number
	files: number
	records: number
	faults: number
	/** The first faults, as JSON text. */
	findings: string
	anchored_since: Date | null
	anchored_from: number | null
	anchored_until: Date | null
	anchored_to: number | null
	asked_by_seat_id: string | null
	created_at: Date
	ended_at: Date | null
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		integrity_check: IntegrityCheckTable
	}
}
