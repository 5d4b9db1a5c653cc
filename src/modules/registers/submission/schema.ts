import type { DayColumn } from '#platform/database/tables.ts'
import type { SubmissionState } from './submission-states.ts'

export type PublicFormTable = {
	workspace_id: string
	/** The register's own. */
	id: string
	is_open: boolean
	opens_on: DayColumn
	closes_on: DayColumn
	stop_reason: string | null
	changed_at: Date
}

export type SubmissionTable = {
	workspace_id: string
	id: string
	register_id: string
	number: string
	state: SubmissionState
	audience: string[]
	sealed: string
	digest: string
	marks: string[]
	times: number
	links: number
	files: number
	language: string
	assigned_seat_id: string | null
	decided_seat_id: string | null
	entry_id: string | null
	sent_at: Date
	decided_at: Date | null
	erase_day: string
	version: number
}

export type SubmissionReceiptTable = {
	workspace_id: string
	id: string
	submission_id: string
	audience: string[]
	code_digest: string
	sealed_email: string | null
	language: string
	sent_at: Date
}

export type SubmissionMessageTable = {
	workspace_id: string
	id: string
	submission_id: string
	audience: string[]
	seat_id: string | null
	sealed: string
	written_at: Date
}

export type SubmissionFileTable = {
	workspace_id: string
	/** The file's own. */
	id: string
	submission_id: string
	audience: string[]
	field: string
	sealed_name: string
	mark: string
}

export type SubmissionArrivalTable = {
	workspace_id: string
	id: string
	kind: 'sent' | 'file' | 'code'
	register_id: string | null
	ticket: string | null
	address_mark: string | null
	network_mark: string | null
	arrived_at: Date
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		public_form: PublicFormTable
		submission: SubmissionTable
		submission_receipt: SubmissionReceiptTable
		submission_message: SubmissionMessageTable
		submission_file: SubmissionFileTable
		submission_arrival: SubmissionArrivalTable
	}
}
