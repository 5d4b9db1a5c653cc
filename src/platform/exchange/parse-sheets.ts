import type { RefusalParams } from '#platform/operation/refusal.ts'
import type { RowReading } from './column.ts'
import { type Fault, type FaultCollector, type FaultList, collectFaults, excerpt } from './fault.ts'
import { type LaidOut, gatherKeys, refuseCycles } from './keys.ts'
import { type Labels, ownNamesOnly, wordsMeant } from './labels.ts'
import { layOut } from './layout.ts'
import { standardLimits } from './limits.ts'
import { findNearest } from './nearest.ts'
import { isBlank, refused } from './read-cell.ts'
import type { Columns, RowOf, Sheet } from './sheet.ts'
import { type Table, type TableRow, type Tables, placeIn } from './table.ts'

/** A row that holds what its sheet declares, and its number in the file. */
export type ParsedRow<T> = { readonly row: number; readonly value: T }

export type ParseOptions = {
	/** The workspace's first language: that of a name's header without one. */
	readonly language: string
	/** Whether a key is known outside the file; `kind` is what the column refers to. */
	readonly known?: (kind: string, key: string) => boolean
	/** Faults listed; all are counted. */
	readonly faults?: number
	/** What sheets, columns and the words of closed lists are called beside their own names. */
	readonly labels?: Labels
}

export type Parsed = {
	/** The rows of a sheet without a fault; none when the file lacks the sheet. */
	rows<C extends Columns>(sheet: Sheet<C>): readonly ParsedRow<RowOf<C>>[]
	/** The declared columns the file has: an absent one leaves things as they are, an empty cell clears them. */
	columns(sheet: Sheet): readonly string[]
	/** The languages the file has a column for, of the names of a sheet. */
	languages(sheet: Sheet): ReadonlySet<string>
	/** The rows of a sheet, by number, in which something was refused. */
	refused(sheet: Sheet): ReadonlySet<number>
	/** Whether a sheet of the file has a row with this key. */
	hasKey(sheet: string, key: string): boolean
	/** A fault found later, at a cell of a parsed row, for `addFaults`. */
	fault(at: { sheet: Sheet; row: number; column: string }, code: string, params?: RefusalParams): Fault
	/** All faults, those of the reading among them. Nothing of a file with a fault may be imported. */
	readonly faults: FaultList
}

/** Checks what was read against the declared sheets: every header, cell, key, reference and parent. Never throws. */
export function parseSheets(tables: Tables, sheets: readonly Sheet[], options: ParseOptions): Parsed {
	const limit = options.faults ?? standardLimits.faults
	const refusedRows = new Map<string, Set<number>>()
	const faults = noting(collectFaults(limit), refusedRows)
	faults.join(tables.faults)
	const labels = options.labels ?? ownNamesOnly
	const named = nameSheets(tables, sheets, labels, faults)

	const laidOut = new Map<Sheet, LaidOut>()
	const keys = new Map<string, ReadonlyMap<string, number>>()
	for (const sheet of sheets) {
		const table = named.get(sheet.name)
		// A sheet with nothing in it, not even a header, says nothing.
		if (!table || isUnread(table, tables) || (table.columns.length === 0 && table.rows.length === 0)) continue
		const found = { sheet, table, layout: layOut(sheet, table, options, faults) }
		laidOut.set(sheet, found)
		keys.set(sheet.name, gatherKeys(found, labels, faults))
	}
	// Of a sheet that was read only in part the keys are not all known; to call them unknown would be a second fault made of the first.
	const cutTables = new Set(tables.faults.listed.map((fault) => fault.sheet))
	const cut = new Set([...named].filter(([, table]) => cutTables.has(table.name)).map(([name]) => name))
	const isKnown = (kind: string, key: string) =>
		cut.has(kind) || (keys.get(kind)?.has(key) ?? false) || (options.known?.(kind, key) ?? false)

	const parsed = new Map<Sheet, Stored>()
	for (const [sheet, found] of laidOut) {
		refuseCycles(found, faults)
		const common = { language: options.language, isKnown, meant: (...asked: Meaning) => wordsMeant(...asked, labels) }
		parsed.set(sheet, { sheet, rows: parseRows(found, common, faults) })
	}
	return {
		rows(sheet) {
			const stored = parsed.get(sheet)
			return stored && isOf(stored, sheet) ? stored.rows : []
		},
		columns: (sheet) => [...(laidOut.get(sheet)?.layout.places.keys() ?? [])],
		languages: (sheet) =>
			new Set(
				[...(laidOut.get(sheet)?.layout.places ?? [])].flatMap(([name, places]) =>
					sheet.columns[name]?.form.kind === 'name' ? places.map((place) => place.language ?? options.language) : []
				)
			),
		refused: (sheet) => refusedRows.get(laidOut.get(sheet)?.table.name ?? sheet.name) ?? new Set(),
		hasKey: (sheet, key) => cut.has(sheet) || (keys.get(sheet)?.has(key) ?? false),
		fault: ({ sheet, row, column }, code, params = {}) => {
			const found = laidOut.get(sheet)
			const index = found?.layout.places.get(column)?.[0]?.index
			const place =
				found && index !== undefined ? placeIn(found.table, row, index) : { sheet: sheet.name, row, column, letter: '' }
			return { ...place, code, params }
		},
		faults: faults.list()
	}
}

type Meaning = Parameters<RowReading['meant']>

type Stored = { readonly sheet: Sheet; readonly rows: readonly ParsedRow<unknown>[] }

/** Rows stored under a sheet were made by that sheet's own columns, and so are of its type. */
function isOf<C extends Columns>(
	stored: Stored,
	sheet: Sheet<C>
): stored is { readonly sheet: Sheet<C>; readonly rows: readonly ParsedRow<RowOf<C>>[] } {
	return stored.sheet === sheet
}

/** Takes note of the rows that faults stand in, all of them, also those that are not listed. */
function noting(faults: FaultCollector, rows: Map<string, Set<number>>): FaultCollector {
	const note = ({ sheet = '', row = 0 }: { sheet?: string; row?: number }) => {
		const known = rows.get(sheet)
		if (known) known.add(row)
		else rows.set(sheet, new Set([row]))
	}
	return {
		add(fault) {
			note(fault)
			faults.add(fault)
		},
		join(list) {
			for (const fault of list.listed) note(fault)
			faults.join(list)
		},
		list: () => faults.list()
	}
}

/** The tables of a file by the sheets they stand for; names those that stand for none, or for one that is there already. */
function nameSheets(tables: Tables, sheets: readonly Sheet[], labels: Labels, faults: FaultCollector) {
	const names = sheets.map((sheet) => sheet.name)
	const named = new Map<string, Table>()
	for (const table of tables.sheets.values()) if (names.includes(table.name)) named.set(table.name, table)
	for (const table of tables.sheets.values()) {
		const { name, columns, rows } = table
		// Spreadsheet programs add empty sheets of their own.
		if (names.includes(name) || labels.isAside(name) || (columns.length === 0 && rows.length === 0)) continue
		const own = labels.sheet(name)
		const value = excerpt(name)
		const nearest = findNearest(name, names)
		if (own !== undefined && named.has(own)) faults.add({ sheet: name, code: 'exchange.duplicate-sheet' })
		else if (own !== undefined) named.set(own, table)
		else if (nearest === undefined)
			faults.add({ sheet: name, code: 'exchange.unknown-sheet', params: { value, allowed: names.join(', ') } })
		else faults.add({ sheet: name, code: 'exchange.unknown-sheet-near', params: { value, nearest } })
	}
	// When the file as a whole could not be read, every sheet is missing, and saying so helps nobody.
	const isUnreadable = tables.faults.listed.some((fault) => fault.sheet === '')
	for (const { name, isRequired } of isUnreadable ? [] : sheets)
		if (isRequired && !named.has(name)) faults.add({ sheet: name, code: 'exchange.missing-sheet' })
	return named
}

/** A sheet whose header could not be read has a fault that says so; its columns are not missing. */
function isUnread(table: Table, { faults }: Tables): boolean {
	return table.columns.length === 0 && faults.listed.some((fault) => fault.sheet === table.name)
}

function parseRows(
	{ sheet, table, layout }: LaidOut,
	common: Pick<RowReading, 'language' | 'isKnown' | 'meant'>,
	faults: FaultCollector
): ParsedRow<unknown>[] {
	const columns = Object.entries(sheet.columns).map(([name, column]) => ({
		name,
		column,
		places: layout.places.get(name) ?? []
	}))
	const readable = columns.filter(({ column, places }) => places.length > 0 || !column.isRequired)
	const isWhole = readable.length === columns.length
	const rows: ParsedRow<unknown>[] = []
	for (const tableRow of table.rows) {
		const { row, cells } = tableRow
		if (cells.every(isBlank)) continue
		refuseNameless(tableRow, { table, layout }, faults)
		let isSound = isWhole
		const reading: RowReading = {
			...common,
			cells,
			refuse(index, code, params) {
				faults.add({
					...(index < 0 ? { sheet: table.name, row } : placeIn(table, row, index)),
					code,
					params: params ?? {}
				})
				return refused
			}
		}
		const value: Record<string, unknown> = {}
		for (const { name, column, places } of readable) {
			const read = column.read(places, reading)
			if (read === refused) isSound = false
			value[name] = read
		}
		if (isSound) rows.push({ row, value })
	}
	return rows
}

/** Content under an empty header or right of the last one belongs to no column: often a comma without quotes. */
function refuseNameless(
	{ row, cells }: TableRow,
	{ table, layout }: Pick<LaidOut, 'table' | 'layout'>,
	faults: FaultCollector
) {
	const refuse = (index: number) => {
		const cell = cells[index]
		if (!cell || isBlank(cell)) return
		faults.add({ ...placeIn(table, row, index), code: 'exchange.no-column', params: { value: excerpt(cell.text) } })
	}
	for (const index of layout.nameless) refuse(index)
	for (let index = table.columns.length; index < cells.length; index++) refuse(index)
}
