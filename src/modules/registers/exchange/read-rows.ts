import { emptyCell, type Cell } from '#platform/exchange/cell.ts'
import type { FaultCollector } from '#platform/exchange/fault.ts'
import { isBlank } from '#platform/exchange/read-cell.ts'
import { placeIn, type TableRow } from '#platform/exchange/table.ts'
import type { AnyField } from '../declaration/declaration.ts'
import type { Value, Values } from '../entry/values.ts'
import { NUMBER, partsOf, STATE, type CellPart } from './file-columns.ts'
import { refuseNameless, type LaidOut } from './lay-out.ts'
import { readCells, type Meanings } from './read-cells.ts'
import { cellText, isUnseen, type NameOf } from './value-cells.ts'

/** The value a file gives a field: null empties it. */
export type GivenValues = Readonly<Record<string, Value | null>>

/** A row of a file: what names its entry, and what it gives the fields that have columns. */
export type ReadRow = {
	readonly row: number
	/** The number of an entry, a mark for one that is new, or nothing. */
	readonly number: string
	readonly state: string
	readonly given: GivenValues
	/** The fields whose cells are refused: what is told of the others may not hang on them. */
	readonly unread: ReadonlySet<string>
	readonly isRefused: boolean
	readonly from: TableRow
	/** What stands in a column of the entry's own. */
	own(header: string): string
}

/** What is there already of what a row tells. */
export type Before = {
	/** What it changes: a part without a column, and a reference that the seat does not see, stay. */
	readonly was: Values | undefined
	/** What may stand there though it is offered no more: a code that was retired. */
	readonly beside: Values | undefined
}

type Reader = { field: AnyField; places: ReadonlyMap<CellPart | null, number>; first: number }

/** The fields of a sheet that have columns, with the place of each of their parts. */
export function readersOf({ sheet, places }: LaidOut): Reader[] {
	const fields = [...new Set(sheet.columns.flatMap(({ field, isToldOnly }) => (field && !isToldOnly ? [field] : [])))]
	return fields.flatMap((field) => {
		const found = partsOf(field).flatMap((part) => {
			const index = places.get(part === null ? field.key : `${field.key}.${part}`)
			return index === undefined ? [] : [[part, index] as const]
		})
		const [first] = found
		return first ? [{ field, places: new Map(found), first: first[1] }] : []
	})
}

/** The trimmed text of a cell; empty where there is none. */
export const textAt = (cells: readonly Cell[], index: number | undefined) => {
	const cell = (index === undefined ? undefined : cells[index]) ?? emptyCell
	return isBlank(cell) ? '' : cell.text.trim()
}

const isFormula = (cells: readonly Cell[], index: number | undefined) =>
	index !== undefined && (cells[index]?.kind === 'formula' || cells[index]?.kind === 'error')

export type ReadingRows = {
	laidOut: LaidOut
	meanings: Meanings
	before(row: TableRow, number: string, position: number): Before
	names: NameOf
	faults: FaultCollector
}

// A part of a value that has no column in the file stays what it is.
const standsFor = (field: AnyField, part: CellPart | null, was: Value | undefined): Cell => {
	const text = was === undefined ? '' : cellText(field, part, was, () => undefined)
	return text === '' ? emptyCell : { kind: 'text', text }
}

/** Reads the rows of a sheet, in their order; what is refused is told cell by cell. */
export function* readRows({ laidOut, meanings, before, names, faults }: ReadingRows): Generator<ReadRow> {
	const { table, rows, places } = laidOut
	const [numberAt, stateAt] = [places.get(NUMBER), places.get(STATE)]
	const positions = new Map<string, number>()
	let cells: readonly Cell[] = []
	let was: Values | undefined
	// One reader a field, made once: a file has millions of cells.
	const readers = readersOf(laidOut).map(({ field, places: parts, first }) => ({
		field,
		placeOf: (part: CellPart | null) => parts.get(part) ?? first,
		cellsOf(part: CellPart | null) {
			const index = parts.get(part)
			return index === undefined ? standsFor(field, part, was?.[field.key]) : (cells[index] ?? emptyCell)
		}
	}))
	for (const one of rows) {
		cells = one.cells
		if (cells.every(isBlank)) continue
		const number = textAt(cells, numberAt)
		const position = positions.get(number) ?? 0
		positions.set(number, position + 1)
		const there = before(one, number, position)
		was = there.was
		let isRefused = refuseNameless(laidOut, one, faults)
		const unread = new Set<string>()
		for (const index of [numberAt, stateAt]) {
			if (index === undefined || !isFormula(cells, index)) continue
			isRefused = true
			faults.add({ ...placeIn(table, one.row, index), code: 'exchange.formula' })
		}
		const given: Record<string, Value | null> = {}
		for (const { field, cellsOf, placeOf } of readers) {
			const read = readCells(field, cellsOf, meanings, there.beside?.[field.key])
			if ('value' in read) {
				const held = was?.[field.key]
				given[field.key] = read.value === null && isUnseen(field, held, names) ? (held ?? null) : read.value
				continue
			}
			unread.add(field.key)
			for (const { code, params, part } of read.faults)
				faults.add({ ...placeIn(table, one.row, placeOf(part)), code, params })
		}
		const own = (header: string) => textAt(one.cells, places.get(header))
		isRefused ||= unread.size > 0
		yield { row: one.row, number, state: textAt(cells, stateAt), given, unread, isRefused, from: one, own }
	}
}
