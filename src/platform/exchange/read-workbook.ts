import type { Archive } from './archive.ts'
import { type Reading, type Table, buildTable } from './table.ts'
import { Unreadable } from './unreadable.ts'
import { readWorkbookParts } from './workbook-parts.ts'
import { readWorkbookSheet } from './workbook-sheet.ts'

/** Reads all sheets of an XLSX workbook. A sheet that breaks a limit is a fault, and read as far as it went. Throws `Unreadable`. */
export async function readWorkbook(archive: Archive, reading: Reading): Promise<Map<string, Table>> {
	const workbook = await readWorkbookParts(archive, reading)
	if (workbook.sheets.length > reading.limits.sheets) {
		throw new Unreadable('exchange.too-many-sheets', { max: reading.limits.sheets })
	}
	const tables = new Map<string, Table>()
	for (const { name, part } of workbook.sheets) {
		if (tables.has(name)) {
			reading.faults.add({ sheet: name, code: 'exchange.duplicate-sheet' })
			continue
		}
		const table = buildTable(name, reading)
		try {
			await readWorkbookSheet({ archive, workbook, part, name }, table, reading)
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error
			reading.faults.add({ sheet: name, code: error.code, params: error.params })
		}
		tables.set(name, table.finish())
	}
	return tables
}
