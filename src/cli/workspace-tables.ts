import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { directoryTables } from '#modules/directory/reference.ts'
import type { SheetCells, SheetTable } from '#modules/directory/reference-sheets.ts'
import { parseTable, type Reference } from '#modules/directory/reference-tables.ts'
import { actorsOfInstruments, instrumentSheets } from './reference-instruments.ts'
import { addressees, deliberationRows } from './reference-recommendations.ts'

/** The sheets of a file by name, as the importer takes them. */
export type SheetTables = Readonly<Record<string, SheetTable>>

/** What the sources say of one workspace: the sheets of all areas. */
export function referenceTables(reference: Reference, workspaceKey: string): SheetTables {
	const { facts, maps } = reference
	const directory = directoryTables(facts, maps, workspaceKey, [
		...addressees(reference, workspaceKey),
		...actorsOfInstruments(reference, workspaceKey)
	])
	const instruments = instrumentSheets(reference, workspaceKey)
	const keys = (sheet: string) => new Set((instruments[sheet] ?? []).flatMap(({ key }) => key ?? []))
	const held = { instruments: keys('instrument'), policies: keys('policy') }
	return joinTables(directory, sheetsOf(deliberationRows(reference, workspaceKey, held)), sheetsOf(instruments))
}

const sheetsOf = (rows: Readonly<Record<string, readonly SheetCells[]>>): SheetTables =>
	Object.fromEntries(Object.entries(rows).map(([name, cells]) => [name, tableOf(cells)]))

/** The invented year of a demonstration workspace, kept as CSV files in the importer's own sheets. */
export async function inventedTables(folder: string, workspaceKey: string): Promise<SheetTables> {
	const own = join(folder, 'demonstration', workspaceKey)
	const names = (await readdir(own)).filter((name) => name.endsWith('.csv')).sort()
	const tables = await Promise.all(
		names.map(async (name) => {
			const { columns, rows } = parseTable(
				`demonstration/${workspaceKey}/${name}`,
				await readFile(join(own, name), 'utf8')
			)
			const cells = rows.map((row) => columns.map((column) => row.cells.get(column) ?? ''))
			return [name.slice(0, -'.csv'.length), { columns: [...columns], rows: cells }] satisfies [string, SheetTable]
		})
	)
	return Object.fromEntries(tables)
}

/** The rows of several files as those of one; of a sheet that several have, the columns of all. */
export function joinTables(...files: readonly SheetTables[]): SheetTables {
	const names = [...new Set(files.flatMap((file) => Object.keys(file)))]
	return Object.fromEntries(
		names.map((name) => {
			const tables = files.flatMap((file) => file[name] ?? [])
			const columns = [...new Set(tables.flatMap((table) => table.columns))]
			const rows = tables.flatMap((table) =>
				table.rows.map((row) => columns.map((column) => row[table.columns.indexOf(column)] ?? ''))
			)
			return [name, { columns, rows }]
		})
	)
}

/** Rows as a sheet: its columns are all that some row has. */
export function tableOf(rows: readonly SheetCells[]): SheetTable {
	const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
	return { columns, rows: rows.map((row) => columns.map((column) => row[column] ?? '')) }
}

/** The keys of the records of a sheet. */
export const keysIn = (table: SheetTable | undefined): ReadonlySet<string> => {
	const at = table?.columns.indexOf('key') ?? -1
	return new Set(table?.rows.flatMap((row) => row[at] ?? []))
}
