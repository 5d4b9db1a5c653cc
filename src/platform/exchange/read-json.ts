import { z } from 'zod'
import { type Cell, emptyCell } from './cell.ts'
import { joinList } from './list-text.ts'
import { readAnswers } from './read-answers.ts'
import { buildTable, type Reading, type Table } from './table.ts'
import { Unreadable } from './unreadable.ts'

const DEEPEST = 8

const Document = z.object({
	language: z.string().optional(),
	sheets: z.record(z.string(), z.array(z.record(z.string(), z.unknown())))
})

/** True where a file, by its first bytes, is a JSON object. */
export const isJson = (bytes: Buffer) => /^(?:\u00ef\u00bb\u00bf)?\s*\{/.test(bytes.subarray(0, 200).toString('latin1'))

/**
 * Reads a workspace, or answers of a tool for surveys, as JSON. Rows are counted as in a workbook: the first one of a sheet is row 2. What the document would
 * take to hold is looked at before it is read. Throws `Unreadable`.
 */
export function readJson(
	bytes: Buffer,
	reading: Reading
): { sheets: Map<string, Table>; language: string | undefined } {
	refuseSprawl(bytes, reading)
	const document = parse(bytes)
	const parsed = Document.safeParse(document)
	const answers = parsed.success ? null : readAnswers(document, reading)
	if (answers) return { language: undefined, sheets: answers }
	if (!parsed.success) throw new Unreadable('exchange.other-json')
	const { language, sheets } = parsed.data
	const entries = Object.entries(sheets)
	if (entries.length > reading.limits.sheets)
		throw new Unreadable('exchange.too-many-sheets', { max: reading.limits.sheets })
	return {
		language,
		sheets: new Map(entries.map(([name, rows]) => [name.normalize('NFC'), tableOf(name, rows, reading)]))
	}
}

function parse(bytes: Buffer): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
	} catch {
		throw new Unreadable('exchange.broken-json')
	}
}

// Every value begins after one of these marks, so their number bounds what comes of parsing.
function refuseSprawl(bytes: Buffer, { limits }: Reading) {
	let depth = 0
	let values = 0
	let isText = false
	for (let at = 0; at < bytes.length; at++) {
		const byte = bytes[at]
		if (isText) {
			if (byte === 0x5c) at++
			else if (byte === 0x22) isText = false
		} else if (byte === 0x22) isText = true
		else if (byte === 0x7b || byte === 0x5b) {
			values++
			if (++depth > DEEPEST) throw new Unreadable('exchange.other-json')
		} else if (byte === 0x7d || byte === 0x5d) depth--
		else if (byte === 0x2c) values++
	}
	if (values > 2 * limits.cells) throw new Unreadable('exchange.too-many-cells', { max: limits.cells })
}

function tableOf(name: string, rows: readonly Readonly<Record<string, unknown>>[], reading: Reading): Table {
	const table = buildTable(name.normalize('NFC'), reading)
	try {
		const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
		table.add(
			1,
			columns.map((column) => reading.cell('text', column))
		)
		for (const [index, row] of rows.entries())
			table.add(
				index + 2,
				columns.map((column) => cellOf(Object.hasOwn(row, column) ? row[column] : null, reading))
			)
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error
		reading.faults.add({ sheet: name, code: error.code, params: error.params })
	}
	return table.finish()
}

function cellOf(value: unknown, reading: Reading): Cell {
	if (value === null || value === undefined) return emptyCell
	if (typeof value === 'string') return reading.cell('text', value)
	if (typeof value === 'number') return reading.cell('number', String(value))
	if (typeof value === 'boolean') return { kind: 'boolean', text: value ? 'TRUE' : 'FALSE' }
	const several = z.array(z.string()).safeParse(value)
	if (several.success) return reading.cell('text', joinList(several.data))
	return { kind: 'error', text: JSON.stringify(value).slice(0, 100) }
}
