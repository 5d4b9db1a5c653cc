import { excerpt, type FaultCollector } from '#platform/exchange/fault.ts'
import { isBlank } from '#platform/exchange/read-cell.ts'
import { placeIn, type TableRow } from '#platform/exchange/table.ts'
import type { Value, Values } from '../entry/values.ts'
import { isSame } from './changes.ts'
import type { ExistingEntry } from './existing-entries.server.ts'
import { NUMBER, partsOf, ROW } from './file-columns.ts'
import type { LaidOut } from './lay-out.ts'
import type { Meanings } from './read-cells.ts'
import { readersOf, readRows, textAt, type GivenValues, type ReadRow } from './read-rows.ts'
import { cellText, isUnseen, type NameOf } from './value-cells.ts'

/** A row as the command that changes its entry takes it: what it does not name stays with the row of that identifier. */
export type SentRow = Readonly<Record<string, Value>>

/** The rows that a file brings for one entry in one table. */
export type RowsOfEntry = {
	/** Where they stand in the file. */
	readonly rows: number[]
	/** What they hold, with what the file does not tell of them. */
	readonly values: Values[]
	readonly sent: SentRow[]
	/** The fields of each row whose cells are refused. */
	readonly unread: ReadonlySet<string>[]
	isRefused: boolean
}

type Gathering = {
	laidOut: LaidOut
	meanings: Meanings
	existing: ReadonlyMap<string, ExistingEntry>
	names: NameOf
	faults: FaultCollector
}

type Held = { readonly number: string; readonly id: string; readonly document: Values }
/** Which rows that are there those of a file are, and which are not among them, by entry. */
type Claims = {
	readonly held: Map<TableRow, Held>
	readonly free: Map<string, Map<string, Values>>
	/** Entries of which the file names a row that is there: what it does not name was taken out on purpose. */
	readonly named: Set<string>
}

/**
 * The rows of a table by the entry they belong to; more of them than the table takes are told at the first that is too many. A
 * row is the one it names by its identifier, else an equal one; what the file has no column for stays with the row it belongs to.
 */
export function gatherRows(gathering: Gathering): Map<string, RowsOfEntry> {
	const { laidOut, meanings, existing, names, faults } = gathering
	const { sheet, table, places } = laidOut
	const gathered = new Map<string, RowsOfEntry>()
	const key = sheet.table?.table.key ?? ''
	const most = sheet.table?.table.most ?? 0
	if (!places.has(NUMBER) && table.columns.length > 0)
		faults.add({ sheet: table.name, row: 1, column: NUMBER, code: 'exchange.missing-column' })
	const claims = claimRows(gathering, key)
	const strangers = new Map<string, number>()
	const before = (one: TableRow, number: string, position: number) => {
		const was = claims.held.get(one)?.document
		return { was, beside: was ?? existing.get(number)?.values.tables[key]?.[position] }
	}
	for (const read of readRows({ laidOut, meanings, before, names, faults })) {
		const { row, number, isRefused } = read
		if (number === '') {
			if (places.has(NUMBER)) faults.add({ ...placeIn(table, row, places.get(NUMBER) ?? 0), code: 'exchange.empty' })
			continue
		}
		const of: RowsOfEntry = gathered.get(number) ?? { rows: [], values: [], sent: [], unread: [], isRefused: false }
		gathered.set(number, of)
		if (of.rows.length === most)
			faults.add({ ...placeIn(table, row, places.get(NUMBER) ?? 0), code: 'registers.too-many-rows', params: { most } })
		of.isRefused ||= isRefused || of.rows.length >= most
		if (of.rows.length < most) put(of, read)
		of.rows.push(row)
	}
	refuseStrangers()
	return gathered

	function put(of: RowsOfEntry, { number, row, given, unread, from }: ReadRow) {
		const held = claims.held.get(from) ?? equalRow(claims.free.get(number), given, isUnseenIn)
		if (held) claims.free.get(number)?.delete(held.id)
		else if (!strangers.has(number)) strangers.set(number, row)
		const values = filled({ ...held?.document, ...unseenLeft(given, held?.document) })
		of.values.push(values)
		of.unread.push(unread)
		const sent = Object.entries(values).filter(([field, value]) => {
			const one = sheet.table?.fields.get(field)
			return one && !one.formula && one.field.type !== 'file' && !isUnseen(one.field, value, names)
		})
		of.sent.push({ ...(held ? { id: held.id } : {}), ...Object.fromEntries(sent) })
	}

	function isUnseenIn(field: string, value: Value | undefined) {
		const one = sheet.table?.fields.get(field)
		return one !== undefined && isUnseen(one.field, value, names)
	}

	/** An empty cell says nothing of a reference that the seat does not see. */
	function unseenLeft(given: GivenValues, was: Values = {}): GivenValues {
		const left = Object.entries(given).filter(([field, value]) => value === null && isUnseenIn(field, was[field]))
		return { ...given, ...Object.fromEntries(left.map(([field]) => [field, was[field] ?? null])) }
	}

	/**
	 * Refuses to guess: a row that is none of those that are there might be one of them, changed; and what that one holds beside
	 * the columns of the file would then be lost, or stand with another.
	 */
	function refuseStrangers() {
		for (const [number, of] of gathered) {
			const free = claims.free.get(number)
			if (!free || claims.named.has(number)) continue
			const lost = new Set(
				[...free.values()].flatMap((document) => {
					const fields = untold(document)
					return fields.length > 0 && mightBe(number, document) ? fields : []
				})
			)
			if (lost.size === 0) continue
			of.isRefused = true
			faults.add({
				...placeIn(table, strangers.get(number) ?? of.rows[0] ?? 2, places.get(NUMBER) ?? 0),
				code: 'registers.file.which-row',
				params: { entry: excerpt(number), fields: [...lost].join(', ') }
			})
		}
	}

	/** True where rows came that are none of those there, or one that the same cells tell was taken for another. */
	function mightBe(number: string, document: Values): boolean {
		if (strangers.has(number)) return true
		const told = toldOf(laidOut, names)
		const text = told(document)
		return [...claims.held.values()].some((held) => held.number === number && told(held.document) === text)
	}

	/** The fields of a row that hold what the file has no column for, or what the seat does not see. */
	function untold(document: Values): string[] {
		return [...(sheet.table?.fields ?? [])].flatMap(([field, { field: declared, formula }]) => {
			const value = document[field]
			if (value === undefined || formula) return []
			const isLeft = partsOf(declared).some((part) => {
				const header = part === null ? field : `${field}.${part}`
				return !places.has(header) && (declared.type === 'file' || cellText(declared, part, value, names) !== '')
			})
			return isLeft || isUnseen(declared, value, names) ? [field] : []
		})
	}
}

/** Finds the rows that are there which those of a file name, or are told by the same cells. */
function claimRows({ laidOut, existing, names, faults }: Gathering, key: string): Claims {
	const { table, places, rows } = laidOut
	const claims: Claims = { held: new Map(), free: new Map(), named: new Set() }
	const [numberAt, rowAt] = [places.get(NUMBER), places.get(ROW)]
	const told = toldOf(laidOut, names)
	const toldIn = cellsIn(laidOut)
	const byText = new Map<string, Map<string, string[]>>()
	const free = (number: string) => {
		const known = claims.free.get(number)
		if (known) return known
		const entry = existing.get(number)
		if (!entry) return undefined
		const made = new Map<string, Values>()
		for (const [at, document] of (entry.values.tables[key] ?? []).entries())
			made.set(entry.rowIds[key]?.[at] ?? '', document)
		claims.free.set(number, made)
		return made
	}
	const unnamed: [string, TableRow][] = []
	const taken = new Map<string, number>()
	for (const one of rows) {
		if (one.cells.every(isBlank)) continue
		const number = textAt(one.cells, numberAt)
		const own = free(number)
		if (!own) continue
		const id = textAt(one.cells, rowAt)
		const document = own.get(id)
		if (document) {
			claims.held.set(one, { number, id, document })
			claims.named.add(number)
			own.delete(id)
			taken.set(id, one.row)
			continue
		}
		const other = taken.get(id)
		if (other !== undefined)
			faults.add({
				...placeIn(table, one.row, rowAt ?? 0),
				code: 'exchange.duplicate-key',
				params: { value: excerpt(id), other }
			})
		unnamed.push([number, one])
	}
	for (const [number, one] of unnamed) {
		const own = free(number)
		if (!own || own.size === 0) continue
		const texts = byText.get(number) ?? new Map<string, string[]>()
		if (!byText.has(number)) {
			byText.set(number, texts)
			for (const [id, document] of own) {
				const text = told(document)
				const others = texts.get(text)
				if (others) others.push(id)
				else texts.set(text, [id])
			}
		}
		const id = texts.get(toldIn(one))?.shift()
		const document = id === undefined ? undefined : own.get(id)
		if (id === undefined || !document) continue
		claims.held.set(one, { number, id, document })
		own.delete(id)
	}
	return claims
}

/** The cells that a file with these columns tells a row by, as one text. */
function toldOf(laidOut: LaidOut, names: NameOf): (document: Values) => string {
	const readers = readersOf(laidOut)
	return (document) =>
		readers
			.flatMap(({ field, places }) =>
				[...places.keys()].map((part) => {
					const value = document[field.key]
					return value === undefined ? '' : cellText(field, part, value, names)
				})
			)
			.join('\u0000')
}

/** The same of a row of the file. */
function cellsIn(laidOut: LaidOut): (row: TableRow) => string {
	const columns = readersOf(laidOut).flatMap(({ places }) => [...places.values()])
	return ({ cells }) => columns.map((at) => textAt(cells, at)).join('\u0000')
}

/** A row that nobody was taken for and that holds what was read, cell by cell. */
function equalRow(
	free: ReadonlyMap<string, Values> | undefined,
	given: GivenValues,
	isUnseenIn: (field: string, value: Value | undefined) => boolean
): Omit<Held, 'number'> | undefined {
	for (const [id, document] of free ?? []) {
		const isEqual = Object.entries(given).every(
			([field, value]) => isSame(value, document[field]) || (value === null && isUnseenIn(field, document[field]))
		)
		if (isEqual) return { id, document }
	}
	return undefined
}

const filled = (given: GivenValues): Values =>
	Object.fromEntries(
		Object.entries(given).flatMap(([key, value]): [string, Value][] => (value === null ? [] : [[key, value]]))
	)
