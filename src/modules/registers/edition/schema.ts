import type { DayColumn } from '#platform/database/tables.ts'

export type ReportTemplateTable = {
	workspace_id: string
	id: string
	register_id: string
	key: string
	version: number
	definition: string
	/** Of the definition its register declared, as long as nobody changed it. */
	declared_digest: string | null
	since_day: string
}

export type ReportTemplateVersionTable = {
	workspace_id: string
	id: string
	report_template_id: string
	version: number
	definition: string
	made_at: Date
}

export type ReportEditionTable = {
	workspace_id: string
	id: string
	register_id: string
	report_template_id: string
	first_day: string
	last_day: string
	state: 'draft' | 'complete'
	issue: number
	completed_day: DayColumn
	is_withdrawn: boolean
}

export type ReportIssueTable = {
	workspace_id: string
	id: string
	report_edition_id: string
	number: number
	made_at: Date
	seat_id: string | null
	register_version: number
	template_version: number
	content: string
	reason: string | null
}

export type ReportIssueFileTable = {
	workspace_id: string
	id: string
	report_issue_id: string
	language: string
	format: 'docx' | 'pdf' | 'xlsx'
	file_id: string
}

export type ReportRecipientTable = {
	workspace_id: string
	id: string
	report_edition_id: string
	seat_id: string
	sent_day: string
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		report_template: ReportTemplateTable
		report_template_version: ReportTemplateVersionTable
		report_edition: ReportEditionTable
		report_issue: ReportIssueTable
		report_issue_file: ReportIssueFileTable
		report_recipient: ReportRecipientTable
	}
}
