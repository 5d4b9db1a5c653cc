import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { type Cell, emptyCell } from './cell.ts'
import { isCsvFormula, sniffCsv, unguardCsvText } from './csv-text.ts'
import { collectFaults } from './fault.ts'
import { readPlain } from './plain-csv.ts'
import { type Reading, type Table, buildTable, placeIn } from './table.ts'
import { Unreadable } from './unreadable.ts'

const HEAD = 4_096

/**
 * Reads one CSV file (RFC 4180, UTF-8 with or without mark, any line end). What cannot be read is a fault of the sheet;
 * rows are counted as records, as spreadsheet programs show them, empty lines included.
 */
export async function readCsv(name: string, pieces: AsyncIterable<Buffer>, reading: Reading): Promise<Table> {
	const table = buildTable(name, reading)
	try {
		await readRecords({ name, pieces }, table, reading)
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error
		reading.faults.add({ sheet: name, code: error.code, params: error.params })
	}
	return table.finish()
}

type Source = { name: string; pieces: AsyncIterable<Buffer> }

async function readRecords({ name, pieces }: Source, table: ReturnType<typeof buildTable>, reading: Reading) {
	const { faults, limits } = reading
	const { form, all } = await sniff(pieces)
	if ('code' in form) throw new Unreadable(form.code)
	const checked = checkUtf8(all)
	// The parser puts the replacement character in the place of invalid bytes, so in a file that has such bytes these are
	// the cells to name; one that was typed into such a file is named with them.
	const replaced = collectFaults(limits.faults)
	let row = 0

	const { delimiter } = form
	const most = limits.columns * limits.cellLength
	const take = (record: readonly string[]) => {
		row++
		table.add(
			row,
			record.map((text, index) => cellOf(text, index))
		)
		return null
	}
	const placeOf = (index: number) => placeIn({ name, columns: table.columns }, row, index)
	try {
		const left = await readPlain(checked.pieces, { delimiter, most }, take)
		const parser = parse({
			bom: row === 0,
			delimiter,
			// Found by itself, the line end of the first line would be taken for all.
			record_delimiter: ['\r\n', '\n', '\r'],
			relax_column_count: true,
			max_record_size: most,
			on_record: take
		})
		await pipeline(left, parser, drain)
	} catch (error) {
		if (!(error instanceof CsvError)) throw error
		// After a stray quote nobody can tell where the next cell or row ends: reading ends here.
		row++
		faults.add({ ...placeOf(columnOf(error)), code: codeOf(error) })
	}
	if (!checked.isBroken()) return
	const named = replaced.list()
	if (named.total > 0) faults.join(named)
	else faults.add({ sheet: name, code: 'exchange.not-utf-8' })

	function cellOf(text: string, index: number): Cell {
		if (text === '') return emptyCell
		if (text.includes('\ufffd')) replaced.add({ ...placeOf(index), code: 'exchange.not-utf-8' })
		if (isCsvFormula(text)) return { kind: 'formula', text: text.slice(0, 100) }
		return reading.cell('text', unguardCsvText(text))
	}
}

/** Waits for the end; every record was taken where it was read. */
async function drain(records: AsyncIterable<unknown>) {
	for await (const record of records) throw new Error(`a record was left over: ${String(record)}`)
}

function checkUtf8(pieces: AsyncIterable<Buffer>) {
	const decoder = new TextDecoder('utf-8', { fatal: true })
	let isBroken = false
	const check = (piece?: Buffer) => {
		if (isBroken) return
		try {
			decoder.decode(piece, { stream: piece !== undefined })
		} catch {
			isBroken = true
		}
	}
	const pass = async function* () {
		for await (const piece of pieces) {
			check(piece)
			yield piece
		}
		check()
	}
	return { pieces: pass(), isBroken: () => isBroken }
}

/** How the file is written, seen from its first bytes, and the stream whole again. */
async function sniff(pieces: AsyncIterable<Buffer>) {
	const source = pieces[Symbol.asyncIterator]()
	let head = Buffer.alloc(0)
	while (head.length < HEAD) {
		const next = await source.next()
		if (next.done) break
		head = Buffer.concat([head, next.value])
	}
	const form = sniffCsv(head.subarray(0, HEAD))
	if ('code' in form) await source.return?.()
	const all = async function* () {
		yield head
		yield* { [Symbol.asyncIterator]: () => source }
	}
	return { form, all: all() }
}

function codeOf({ code }: CsvError): string {
	if (code === 'CSV_QUOTE_NOT_CLOSED') return 'exchange.quote-not-closed'
	return code === 'CSV_MAX_RECORD_SIZE' ? 'exchange.row-too-long' : 'exchange.quote'
}

function columnOf({ column }: CsvError): number {
	return typeof column === 'number' ? column : 0
}
