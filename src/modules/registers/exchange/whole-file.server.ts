import { readFile } from 'node:fs/promises'
import { openArchive } from '#platform/exchange/archive.ts'
import { collectFaults } from '#platform/exchange/fault.ts'
import { standardLimits } from '#platform/exchange/limits.ts'
import { isRecordNumber } from '#platform/exchange/read-cell.ts'
import { readTables } from '#platform/exchange/read-tables.ts'
import type { Table, Tables } from '#platform/exchange/table.ts'
import { openBudget, Unreadable } from '#platform/exchange/unreadable.ts'
import { storedPath } from '#platform/files/store.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { sql } from 'kysely'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { fileSheets } from './file-columns.ts'
import { layOut, nameSheets } from './lay-out.ts'
import type { BroughtEntries } from './lookups.server.ts'
import { identifiersFor } from './own-entries.server.ts'
import { retiredIn } from './retired-registers.server.ts'

export type SentFile = { id: string; name: string; sha256: string }

/** A file that the seat sent, to be brought in. */
export async function getSentFile(here: Here, file: string): Promise<SentFile> {
	const row = await here.tx
		.selectFrom('file')
		.select(['id', 'name', 'sha256'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', file)
		.where('seat_id', '=', here.seat.id)
		.executeTakeFirst()
	if (!row) throw absent('platform.no-such-file')
	return row
}

/** What a file of all registers holds: declarations in an order in which they may be declared, and the sheets of each register. */
export type WholeFile = {
	readonly declarations: ReadonlyMap<string, string>
	/** The reports that are laid out beside the declarations, by register. */
	readonly layouts: ReadonlyMap<string, string>
	tablesOf(key: string): Tables
	rows: number
	/** The registers that were retired where they come from, by key. */
	readonly retired: ReadonlyMap<string, { day: string | null; reason: string | null }>
}

/** Reads a file of all registers. */
export async function readWholeFile(here: Here, { id, name }: { id: string; name: string }): Promise<WholeFile> {
	const path = storedPath(here.filesFolder, here.workspace.id, id)
	const { declarations, layouts } = await textsIn(await readFile(path))
	const tables = await readTables({ name, path })
	return {
		declarations: new Map(inOrder(declarations).map((key) => [key, declarations.get(key) ?? ''])),
		layouts,
		tablesOf: (key) => tablesIn(tables, key),
		rows: [...tables.sheets.values()].reduce((sum, { rows }) => sum + rows.length, 0),
		retired: retiredIn(tables)
	}
}

const TEXT_MOST = 1_600_000

async function textsIn(bytes: Buffer): Promise<Pick<WholeFile, 'declarations' | 'layouts'>> {
	try {
		const archive = await openArchive(bytes, standardLimits, openBudget(standardLimits))
		const declarations = new Map<string, string>()
		const layouts = new Map<string, string>()
		for (const name of archive.names) {
			const [, key, end] = /^([a-z0-9-]+)\.(yaml|reports\.json)$/.exec(name) ?? []
			if (key === undefined) continue
			const pieces: Buffer[] = []
			let size = 0
			for await (const piece of archive.read(name)) {
				size += piece.length
				if (size > TEXT_MOST) throw new Unreadable('exchange.unpacked-too-large', { max: 1 })
				pieces.push(piece)
			}
			const kept = end === 'yaml' ? declarations : layouts
			kept.set(key, Buffer.concat(pieces).toString('utf8'))
		}
		return { declarations, layouts }
	} catch (error) {
		if (error instanceof Unreadable) throw conflict(error.code, error.params)
		throw error
	}
}

/** A register that names another comes after it, where they do not name each other. */
function inOrder(declarations: ReadonlyMap<string, string>): string[] {
	const ordered: string[] = []
	const waiting = new Set([...declarations.keys()].sort())
	const place = (key: string) => {
		if (!waiting.delete(key)) return
		const text = declarations.get(key) ?? ''
		for (const [, other = ''] of text.matchAll(/register:\s*([a-z0-9-]+)/g)) if (other !== key) place(other)
		ordered.push(key)
	}
	for (const key of [...waiting]) place(key)
	return ordered
}

/** The sheets of one register in a file of all of them, by their names in a file of its own. */
function tablesIn({ sheets, faults }: Tables, key: string): Tables {
	const own = [...sheets].flatMap(([name, table]): [string, Table][] =>
		name.startsWith(`${key}.`) ? [[name.slice(key.length + 1), { ...table, name: name.slice(key.length + 1) }]] : []
	)
	return { sheets: new Map(own), faults }
}

type Brought = { readonly compiled: CompiledRegister; readonly tables: Tables }

/** The identifiers of all entries that such a file brings anew, given before any is read: entries name each other, across registers too. */
export async function broughtBy(here: Here, registers: readonly Brought[]): Promise<BroughtEntries> {
	const mains = registers.flatMap(({ compiled, tables: { sheets: tables } }) => {
		const sheets = fileSheets(compiled, here.registry.catalogue, { shows: () => true, withTold: true, isWhole: true })
		// What is wrong with the sheets is told when they are read.
		const untold = collectFaults(1)
		const named = nameSheets({ tables, sheets, isAside: () => false }, untold)
		return [...named].flatMap(([sheet, table]) =>
			sheet.table === null ? [{ compiled, main: layOut(sheet, table, untold) }] : []
		)
	})
	const given = new Map<string, ReadonlyMap<string, string>>()
	for (const { compiled, main } of mains) {
		const numbers = main.rows.flatMap(({ cells }) => cells[main.places.get('number') ?? 0]?.text.trim() ?? [])
		const there = await numbersThere(here, numbers.filter(isRecordNumber))
		given.set(
			compiled.declaration.register,
			identifiersFor(main, (number) => there.has(number))
		)
	}
	return given
}

const NUMBERS_PER_QUERY = 20_000

async function numbersThere(here: Here, numbers: readonly string[]): Promise<ReadonlySet<string>> {
	const there = new Set<string>()
	for (let start = 0; start < numbers.length; start += NUMBERS_PER_QUERY) {
		const some = numbers.slice(start, start + NUMBERS_PER_QUERY)
		const rows = await here.tx
			.selectFrom('record')
			.select('number')
			.where('workspace_id', '=', here.workspace.id)
			.where('kind', '=', 'entry')
			.where('number', '=', sql<string>`any (${some}::text[])`)
			.execute()
		for (const { number } of rows) if (number !== null) there.add(number)
	}
	return there
}
