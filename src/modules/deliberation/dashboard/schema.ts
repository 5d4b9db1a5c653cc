import type { ColumnType } from 'kysely'
import type { DayColumn } from '#platform/database/tables.ts'

export type SecretariatReportTable = {
	workspace_id: string
	id: string
	structure_id: string | null
	from_day: string
	to_day: string
	state: 'draft' | 'approved'
	language: string
	figures: ColumnType<Record<string, unknown>, string, string>
	figures_at: Date
	approved_day: DayColumn
	/** Who approved it, where a file did not bring it approved. */
	approved_seat_id: ColumnType<string | null, string | null | undefined, string | null>
}

export type SecretariatReportSectionTable = {
	workspace_id: string
	id: string
	secretariat_report_id: string
	code: string
	language: string
	narrative: string
}

export type SecretariatReportEditionTable = {
	workspace_id: string
	id: string
	secretariat_report_id: string
	language: string
	docx_file_id: string
	pdf_file_id: string
	/** Made before the report was approved. */
	is_draft: ColumnType<boolean, boolean | undefined, boolean>
	made_at: Date
	seat_id: string | null
}

export type DeliberationTallyTable = {
	workspace_id: string
	measure: string
	owner: string
	other: string
	value: string
	audience: string[]
	records: number
}
