import { z } from 'zod'
import { type Cell, emptyCell } from './cell.ts'
import { buildTable, type Reading, type Table } from './table.ts'
import { Unreadable } from './unreadable.ts'

const Records = z.array(z.record(z.string(), z.unknown())).min(1)

// What KoboToolbox (`results`) and ODK Central's OData (`value`) call the list of answers.
const Document = z.union([
	z.looseObject({ results: Records }).transform(({ results }) => results),
	z.looseObject({ value: Records }).transform(({ value }) => value)
])

const Point = z.looseObject({ type: z.literal('Point'), coordinates: z.array(z.number()).min(2) })
const Rows = z.array(z.record(z.string(), z.unknown())).min(1)
const Scalars = z.array(z.union([z.string(), z.number()]))

// No repeat can be called so.
const ANSWERS = 'survey answers'
const IDENTIFIER = /^(?:_uuid|__id|(?:.*\/)?instanceID)$/

type Row = Map<string, Cell>
type Gathered = Map<string, Row[]>

function scalarCell(value: unknown, { cell }: Reading): Cell {
	if (typeof value === 'string') return cell('text', value)
	if (typeof value === 'number') return cell('number', String(value))
	if (typeof value === 'boolean') return { kind: 'boolean', text: value ? 'TRUE' : 'FALSE' }
	return emptyCell
}

/** Puts a value under its name: groups by the stroke tools write between them, repeats as rows of a sheet of their own. */
function put(name: string, value: unknown, into: { row: Row; at: string; gathered: Gathered; reading: Reading }) {
	const { row, at, gathered, reading } = into
	// What tools write for themselves holds no answers, and where it points is nothing to a register.
	if (name.includes('@odata.') || (name.startsWith('_') && !name.startsWith('__') && typeof value === 'object')) return
	const point = Point.safeParse(value).data
	const rows = point ? undefined : Rows.safeParse(value).data
	const several = Scalars.safeParse(value).data
	if (point) {
		const [longitude = 0, latitude = 0, ...more] = point.coordinates
		row.set(name, reading.cell('text', [latitude, longitude, ...more].join(' ')))
	} else if (rows) gather(name.split('/').at(-1) ?? name, rows, { parent: at, gathered, reading })
	else if (several) row.set(name, several.length === 0 ? emptyCell : reading.cell('text', several.join(' ')))
	else if (typeof value === 'object' && value !== null)
		for (const [inner, one] of Object.entries(value)) put(`${name}/${inner}`, one, into)
	else row.set(name, scalarCell(value, reading))
}

type Within = { parent: string | null; gathered: Gathered; reading: Reading }

function gather(
	sheet: string,
	records: readonly Readonly<Record<string, unknown>>[],
	{ parent, gathered, reading }: Within
) {
	const rows = gathered.get(sheet) ?? []
	gathered.set(sheet, rows)
	for (const record of records) {
		const at = String(rows.length + 1)
		const row: Row = new Map([['_index', reading.cell('number', at)]])
		if (parent !== null) row.set('_parent_index', reading.cell('number', parent))
		rows.push(row)
		for (const [name, value] of Object.entries(record)) put(name, value, { row, at, gathered, reading })
	}
}

function tableOf(name: string, rows: readonly Row[], reading: Reading): Table {
	const table = buildTable(name.normalize('NFC'), reading)
	try {
		const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))]
		table.add(
			1,
			columns.map((column) => reading.cell('text', column))
		)
		for (const [index, row] of rows.entries())
			table.add(
				index + 2,
				columns.map((column) => row.get(column) ?? emptyCell)
			)
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error
		reading.faults.add({ sheet: name, code: error.code, params: error.params })
	}
	return table.finish()
}

/** The answers in a JSON document as tools for surveys give them, as sheets such as they write into a workbook; null for any other document. */
export function readAnswers(document: unknown, reading: Reading): Map<string, Table> | null {
	const records = Document.safeParse(document).data
	if (!records) return null
	const gathered: Gathered = new Map()
	gather(ANSWERS, records, { parent: null, gathered, reading })
	const names = new Set(gathered.get(ANSWERS)?.flatMap((row) => [...row.keys()]))
	if (![...names].some((name) => IDENTIFIER.test(name))) return null
	if (gathered.size > reading.limits.sheets)
		throw new Unreadable('exchange.too-many-sheets', { max: reading.limits.sheets })
	return new Map([...gathered].map(([name, rows]) => [name.normalize('NFC'), tableOf(name, rows, reading)]))
}
