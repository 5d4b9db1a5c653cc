/** How much of a file is read before it is refused. Sizes in bytes, lengths in UTF-16 units. */
export type Limits = {
	fileBytes: number
	unpackedBytes: number
	/** Unpacked to packed size of one part of a ZIP, looked at from a megabyte on. */
	ratio: number
	/** Parts of a ZIP: those of a workbook with pictures, or the files beside the CSV files. */
	entries: number
	sheets: number
	/** Rows with content under the header, in each sheet. */
	rows: number
	columns: number
	/** Cells of all sheets together, the empty ones to the left of a filled one included. */
	cells: number
	/** Text of one cell. */
	cellLength: number
	/** Faults listed; all are counted. */
	faults: number
}

// Rows and faults are the product's promise. 200,000 rows of 25 columns are the 5 million cells: about 1 GB of
// memory at worst. Sheets written by spreadsheet programs shrink 10 to 30 times, a bomb up to 1,000 times.
export const standardLimits: Limits = {
	fileBytes: 50_000_000,
	unpackedBytes: 500_000_000,
	ratio: 150,
	entries: 2_000,
	sheets: 100,
	rows: 200_000,
	columns: 200,
	cells: 5_000_000,
	cellLength: 50_000,
	faults: 1_000
}
