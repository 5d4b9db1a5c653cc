const named = (columns: string): readonly string[] => columns.split(' ')

/** The columns of each sheet of the directory, in the order of the workbook. */
export const directoryColumns = {
	actor: named(
		'key name acronym kind parent country host_country status aliases enforcement contact_office ' +
			'contact_email contact_telephone contact_address audience origin source source_year note'
	),
	structure: named(
		'key name acronym level kind declared_status status_detail chair host secretariat ' +
			'secretariat_actor parent meetings_per_year cadence quorum legal_basis year_established ' +
			'partner_country location purpose as_actor audience origin source source_year note'
	),
	membership: named('structure actor kind role from to origin source source_year note'),
	nomination: named('structure actor capacity office email from to note'),
	mandate: named('structure position category function text area origin source source_year'),
	framework: named('key name kind issuer year area_count audience origin source source_year note'),
	area: named('key framework position name origin source source_year note'),
	crosswalk: named('area relation other_area origin source source_year note'),
	area_lead: named('area actor from to origin source source_year note'),
	structure_area: named('structure area origin source source_year note')
}

export type DirectorySheet = keyof typeof directoryColumns

/** One sheet as the importer takes it: a header and rows of as many cells. */
export type SheetTable = { columns: string[]; rows: string[][] }

export type DirectoryTables = Record<DirectorySheet, SheetTable>

/** The cells of one row by column; a column not named is empty. */
export type SheetCells = Readonly<Record<string, string>>

/** Puts cells in the order of a sheet. Throws when a cell has no column there. */
export function sheetTable(sheet: DirectorySheet, rows: readonly SheetCells[]): SheetTable {
	const columns: readonly string[] = directoryColumns[sheet]
	for (const stray of rows.flatMap((row) => Object.keys(row)).filter((column) => !columns.includes(column)))
		throw new Error(`The sheet ${sheet} has no column ${stray}.`)
	return { columns: [...columns], rows: rows.map((row) => columns.map((column) => row[column] ?? '')) }
}

/** Joins the remarks on a row into one note, leaving out the empty ones. */
export function noteOf(...remarks: readonly string[]): string {
	return remarks.filter((remark) => remark !== '').join('; ')
}
