import { v7 as uuid } from 'uuid'
import { canonicalText, sha256 } from '#platform/events/chain.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { Registry } from '#platform/operation/registry.server.ts'
import { addFaults, refuseFaults, type Fault, type FaultList } from './fault.ts'
import type { Identifiers, Importer, ImportPlan, Planning, SheetPlan } from './importer.ts'
import { labelsOf } from './labels.ts'
import { parseSheets, type Parsed } from './parse-sheets.ts'
import { readRecords, type WorkspaceRecords } from './records.server.ts'
import { kindOfSheet } from './sheet.ts'
import { noRows, type SheetRows } from './sheet-rows.ts'
import type { Table, Tables } from './table.ts'

/** How many rows of a sheet are new, differ, are as they were, and stand in the workspace but not in the file. */
export type SheetCount = { sheet: string; added: number; changed: number; unchanged: number; unlisted: number }

/** The importers of all areas; those whose rows point to the rows of all others come last. */
export const importersOf = (registry: Registry): Importer[] =>
	registry.areas
		.flatMap((area) => area.importer ?? [])
		.sort((one, other) => Number(one.isLast ?? false) - Number(other.isLast ?? false))

/** What a file would do to a workspace, before anything is done. */
export type FilePlan = {
	readonly sheets: readonly SheetPlan[]
	readonly faults: FaultList
	/** How many rows of each sheet hold something that is refused. */
	readonly refused: ReadonlyMap<string, ReadonlySet<number>>
	/** Says what would be done, so that a second look tells whether it is still the same. */
	readonly digest: string
	apply(here: Writing): Promise<void>
}

/** Looks what the sheets of a file would do; reads only. */
export async function planImport(here: Here, tables: Tables): Promise<FilePlan> {
	const importers = importersOf(here.registry)
	const sheets = importers.flatMap((importer) => importer.sheets)
	const records = await readRecords(here)
	const parsed = parseSheets(tables, sheets, {
		language: here.workspace.language,
		known(sheet, key) {
			const record = records.find(kindOfSheet(sheet), key)
			return record !== undefined && record.state !== 'merged'
		},
		labels: labelsOf(sheets, here.registry.catalogue)
	})
	const stored: SheetRows[] = []
	for (const importer of importers) stored.push(...(await importer.gather(here, records)))
	const planning: Planning = {
		here,
		parsed,
		ids: identifiersOf(records),
		records,
		language: here.workspace.language,
		stored: (sheet) => stored.find((one) => one.sheet === sheet) ?? noRows(sheet)
	}
	const plans: ImportPlan[] = []
	for (const importer of importers) plans.push(await importer.plan(planning))
	const found = [...plans.flatMap((plan) => plan.faults), ...languageFault(here, tables)]
	const present = plans.flatMap((plan) => plan.sheets).filter((plan) => parsed.columns(plan.sheet).length > 0)
	return {
		sheets: present,
		faults: addFaults(parsed.faults, found),
		refused: new Map(present.map(({ sheet }) => [sheet.name, refusedIn(parsed, sheet, found)])),
		digest: digestOf(present),
		async apply(writing) {
			for (const plan of plans) await plan.apply(writing)
			for (const plan of plans) await plan.applyLast?.(writing)
		}
	}
}

// A name without a language is in the workspace's first one; in a file of another it would be taken for what it is not.
function languageFault(here: Here, { language }: Tables): Fault[] {
	if (language === undefined || language === here.workspace.language) return []
	const params = { language, own: here.workspace.language }
	return [{ sheet: '', row: 0, column: '', letter: '', code: 'exchange.other-language', params }]
}

function refusedIn(parsed: Parsed, sheet: SheetPlan['sheet'], found: readonly Fault[]): ReadonlySet<number> {
	const shown = parsed.fault({ sheet, row: 1, column: '' }, '').sheet
	const later = found.filter((fault) => fault.sheet === shown).map((fault) => fault.row)
	return new Set([...parsed.refused(sheet), ...later])
}

function identifiersOf(records: WorkspaceRecords): Identifiers {
	const known = new Map(records.all.map((record) => [`${record.kind} ${record.reference}`, record.id]))
	const of = (kind: string, key: string) => {
		const name = `${kind} ${key}`
		const id = known.get(name) ?? uuid()
		known.set(name, id)
		return id
	}
	return { of, find: (kind, key) => (key === undefined ? null : of(kind, key)) }
}

// The file stays what it is, so of a new row its place is enough; of a changed one what it changes.
const digestOf = (sheets: readonly SheetPlan[]) =>
	sha256(
		canonicalText(
			sheets.map(({ sheet, rows, unlisted }) => ({
				sheet: sheet.name,
				unlisted: unlisted.length,
				rows: rows
					.filter((row) => !row.stored || row.changes.length > 0)
					.map(({ row, stored, changes }) => ({
						row,
						changes: stored ? changes.map(({ header, before, after }) => [header, before, after]) : null
					}))
			}))
		)
	)

/** How many rows are new, differ, are as they were, and are left for want of mention. */
export const countOf = ({ sheet, rows, unlisted }: SheetPlan): SheetCount => ({
	sheet: sheet.name,
	added: rows.filter((row) => !row.stored).length,
	changed: rows.filter((row) => row.stored && row.changes.length > 0).length,
	unchanged: rows.filter((row) => row.stored && row.changes.length === 0).length,
	unlisted: unlisted.length
})

/**
 * What a file would do, when nothing of it is refused; else refused whole with each cell named. With `expected`, the digest of
 * an earlier look, refused where by now it would do something else.
 */
export async function planSound(here: Writing, tables: Tables, expected?: string): Promise<FilePlan> {
	for (const importer of importersOf(here.registry)) await importer.lock?.(here)
	const plan = await planImport(here, tables)
	if (plan.faults.total > 0) throw refuseFaults(plan.faults)
	if (expected !== undefined && expected !== plan.digest) throw conflict('exchange.preview-changed')
	return plan
}

/**
 * Brings the sheets of a file into the workspace, all areas' sheets in the areas' order, or refuses it whole and names each
 * cell. With `isCheck` it only counts. A second import of the same file finds nothing to do.
 */
export async function importSheets(
	here: Writing,
	tables: Tables,
	{ isCheck = false }: { isCheck?: boolean } = {}
): Promise<SheetCount[]> {
	const plan = await planSound(here, tables)
	if (!isCheck) await plan.apply(here)
	return plan.sheets.map(countOf)
}

/** Rows of text as the tables an importer reads; row 1 is the header, as in a file. */
export function asTables(
	sheets: Readonly<Record<string, { columns: readonly string[]; rows: readonly (readonly string[])[] }>>
): Tables {
	const entries = Object.entries(sheets).map(([name, { columns, rows }]): [string, Table] => {
		const cells = (row: readonly string[]) =>
			row.map((text) => (text === '' ? { kind: 'empty' as const, text } : { kind: 'text' as const, text }))
		return [name, { name, columns, rows: rows.map((row, index) => ({ row: index + 2, cells: cells(row) })) }]
	})
	return { sheets: new Map(entries), faults: { listed: [], total: 0 } }
}
