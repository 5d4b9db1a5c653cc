export type RegisterDraftTable = {
	workspace_id: string
	id: string
	register_key: string
	text: string
	from_version: number | null
	/** What was changed last, by its place in the declaration. */
	piece: string
	/** The spreadsheet it was begun from. */
	file_id: string | null
	is_open: boolean
}

export type HomeFigureTable = {
	workspace_id: string
	id: string
	register_id: string
	/** `headline.…` or `chart.…`, as figures are called. */
	figure: string
	/** None where it stands on everybody's home page. */
	seat_id: string | null
	position: number
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		register_draft: RegisterDraftTable
		home_figure: HomeFigureTable
	}
}
