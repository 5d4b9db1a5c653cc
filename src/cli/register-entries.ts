import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bringEntries, type Origin } from '#modules/registers/exchange/bring-entries.server.ts'
import type { SheetTable } from '#modules/directory/reference-sheets.ts'
import { parseTable, type Reference } from '#modules/directory/reference-tables.ts'
import { asTables } from '#platform/exchange/import-sheets.server.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { referenceEntries } from './reference-entries.ts'
import { tableOf, type SheetTables } from './workspace-tables.ts'

/** The entries of one register as its file holds them, with where each row of them comes from. */
export type EntriesFile = { register: string; sheets: SheetTables; origins: readonly Origin[] }

/** What the sources tell that stands in registers of a workspace. */
export function referenceFiles(reference: Reference, workspaceKey: string, actors: ReadonlySet<string>): EntriesFile[] {
	return [...referenceEntries({ reference, workspaceKey, actors })]
		.filter(([, entries]) => entries.length > 0)
		.map(([register, entries]) => ({
			register,
			sheets: { entries: tableOf(entries.map(({ cells }) => cells)) },
			origins: entries.map(({ origin: { source, year, note } }) => ({
				origin: 'reference' as const,
				origin_source: source,
				origin_year: year,
				origin_note: note
			}))
		}))
}

/**
 * The invented entries of a demonstration workspace: `registers/{register}.csv` beside its other rows, and
 * `registers/{register}.{table}.csv` for the rows of a table.
 */
export async function inventedFiles(folder: string, workspaceKey: string): Promise<EntriesFile[]> {
	const own = join(folder, 'demonstration', workspaceKey, 'registers')
	if (!existsSync(own)) return []
	const names = (await readdir(own)).filter((name) => name.endsWith('.csv')).sort()
	const files = new Map<string, Record<string, SheetTable>>()
	for (const name of names) {
		const [register = '', table = 'entries'] = name.slice(0, -'.csv'.length).split('.')
		const { columns, rows } = parseTable(
			`demonstration/${workspaceKey}/registers/${name}`,
			await readFile(join(own, name), 'utf8')
		)
		const cells = rows.map((row) => columns.map((column) => row.cells.get(column) ?? ''))
		files.set(register, { ...files.get(register), [table]: { columns: [...columns], rows: cells } })
	}
	return [...files].map(([register, sheets]) => ({
		register,
		sheets,
		origins: (sheets['entries']?.rows ?? []).map(() => ({ origin: 'invented' as const }))
	}))
}

/** Brings entries of several registers into a workspace that has these registers. Gives how many came in. */
export async function bringFiles(here: Writing, files: readonly EntriesFile[]): Promise<number> {
	let count = 0
	for (const { register, sheets, origins } of files)
		count += await bringEntries(here, register, { tables: asTables(sheets), origins })
	return count
}
