import type { Archive } from './archive.ts'
import { type Cell, columnIndex, emptyCell } from './cell.ts'
import type { Reading, buildTable } from './table.ts'
import { Unreadable } from './unreadable.ts'
import { dateOfSerial } from './workbook-date.ts'
import { type Workbook, gatherText } from './workbook-parts.ts'
import { readXml } from './xml.ts'

type Source = { archive: Archive; workbook: Workbook; part: string; name: string }

/** Reads the cells of one sheet into a table. Throws `Unreadable`. */
export async function readWorkbookSheet(
	{ archive, workbook, part, name: sheet }: Source,
	table: ReturnType<typeof buildTable>,
	reading: Reading
): Promise<void> {
	const broken = () => new Unreadable('exchange.broken-workbook', { part })
	const inline = gatherText()
	let row = 0
	let cells: Cell[] = []
	let column = -1
	let type = ''
	let style = 0
	let value = ''
	let formula = ''
	let isValue = false
	let isFormula = false
	let hasFormula = false
	let isCell = false

	await readXml(archive.read(part), part, {
		open(name, attributes) {
			if (name === 'c') {
				column = attributes.r === undefined ? column + 1 : (columnIndex(attributes.r) ?? -1)
				if (column < cells.length) throw broken()
				type = attributes.t ?? 'n'
				style = Number(attributes.s ?? 0)
				value = ''
				formula = ''
				hasFormula = false
				isCell = true
			} else if (name === 'v') isValue = isCell
			else if (name === 'f') isFormula = hasFormula = isCell
			else if (name === 'row') {
				const next = attributes.r === undefined ? row + 1 : Number(attributes.r)
				if (!Number.isSafeInteger(next) || next <= row) throw broken()
				row = next
				cells = []
				column = -1
			} else if (name === 'mergeCell') refuseMerged(attributes.ref ?? '')
			else if (isCell) inline.open(name)
		},
		text(text) {
			if (isValue) value += text
			else if (isFormula) formula += text
			else if (isCell) inline.add(text)
		},
		close(name) {
			if (name === 'c') {
				isCell = false
				const text = inline.take()
				place(cells, column, cellOf(text), reading.limits.columns)
			} else if (name === 'v') isValue = false
			else if (name === 'f') isFormula = false
			else if (name === 'row') table.add(row, cells)
			else if (isCell) inline.close(name)
		}
	})

	// What merged cells show stands in the first of them alone: the others would come in empty. A heading over several columns is none.
	function refuseMerged(range: string) {
		const [, first = '1', last = first] = /^[A-Z]+(\d+)(?::[A-Z]+(\d+))?$/.exec(range) ?? []
		if (Number(last) > 1)
			reading.faults.add({
				sheet,
				row: Number(first),
				code: 'exchange.merged-cells',
				params: { range: range.slice(0, 20) }
			})
	}

	function cellOf(text: string): Cell {
		if (hasFormula) return { kind: 'formula', text: formula.slice(0, 100) }
		if (type === 'inlineStr') return reading.cell('text', text)
		if (value === '') return emptyCell
		if (type === 's') return workbook.sharedStrings[Number(value)] ?? { kind: 'error', text: '#REF!' }
		if (type === 'str') return reading.cell('text', value)
		if (type === 'b') return { kind: 'boolean', text: value.trim() === '1' ? 'TRUE' : 'FALSE' }
		if (type === 'd')
			return {
				kind: 'date',
				text: value
					.trim()
					.slice(0, 40)
					.replace(/T00:00:00(\.0+)?Z?$/, '')
			}
		return type === 'n' ? numberOf(value) : { kind: 'error', text: value.slice(0, 100) }
	}

	function numberOf(text: string): Cell {
		const number = Number(text)
		if (!Number.isFinite(number)) return { kind: 'error', text: text.slice(0, 100) }
		const date = workbook.dateStyles[style] ? dateOfSerial(number, workbook.is1904) : undefined
		return date === undefined ? reading.cell('number', String(number)) : { kind: 'date', text: date }
	}
}

// One cell past the widest column allowed is enough to see that the sheet is too wide; a row with a single cell at
// its far end must not cost the memory of a full one.
function place(cells: Cell[], column: number, cell: Cell, columns: number) {
	if (cell.kind === 'empty') return
	const index = Math.min(column, columns)
	while (cells.length < index) cells.push(emptyCell)
	cells[index] = cell
}
