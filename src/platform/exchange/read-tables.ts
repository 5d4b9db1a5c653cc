import { createReadStream } from 'node:fs'
import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type Archive, openArchive } from './archive.ts'
import { createCells } from './cell.ts'
import { collectFaults, excerpt } from './fault.ts'
import { LISTS_SHEET } from './labels.ts'
import { standardLimits } from './limits.ts'
import { readCsv } from './read-csv.ts'
import { isJson, readJson } from './read-json.ts'
import { readWorkbook } from './read-workbook.ts'
import type { Reading, Table, Tables } from './table.ts'
import { Unreadable, openBudget } from './unreadable.ts'

/**
 * A path to a file or a folder; or a file with the name it was sent under, which for a lone CSV file is its sheet, where
 * it is stored under another one or held in memory.
 */
export type TableSource =
	string | { readonly name: string; readonly path: string } | { readonly name: string; readonly bytes: Uint8Array }

/**
 * Reads an XLSX workbook, a ZIP or a folder of CSV files, one CSV file, or a JSON document, told apart by content; a CSV file's sheet is
 * named by the file. Whatever is wrong with the content is in `faults`, never thrown; other failures (a disk that does
 * not answer, a file that may not be read) are.
 */
export async function readTables(source: TableSource, limits = standardLimits): Promise<Tables> {
	const faults = collectFaults(limits.faults)
	const reading = { limits, faults, budget: openBudget(limits), cell: createCells(limits.cellLength) }
	try {
		const { sheets, language } = await readSource(source, reading)
		if (sheets.size === 0 && faults.list().total === 0) faults.add({ code: 'exchange.no-sheets' })
		return { sheets, faults: faults.list(), ...(language === undefined ? {} : { language }) }
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error
		faults.add({ code: error.code, params: error.params })
		return { sheets: new Map(), faults: faults.list() }
	}
}

/** The sheets of a file, and the language of its names where it says one. */
type Read = { readonly sheets: Map<string, Table>; readonly language?: string | undefined }

async function readSource(source: TableSource, reading: Reading): Promise<Read> {
	if (typeof source !== 'string' && 'bytes' in source) return readBytes(source.name, asBuffer(source.bytes), reading)
	const path = typeof source === 'string' ? source : source.path
	const found = await stat(path).catch((error: unknown) => {
		const isAbsent = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
		throw isAbsent ? new Unreadable('exchange.no-file', { path: excerpt(path) }) : error
	})
	if (found.isDirectory()) return readFolder(path, reading)
	refuseLarge(found.size, reading)
	return readBytes(typeof source === 'string' ? basename(path) : source.name, await readFile(path), reading)
}

async function readBytes(name: string, bytes: Buffer, reading: Reading): Promise<Read> {
	refuseLarge(bytes.length, reading)
	const start = bytes.subarray(0, 8).toString('latin1')
	if (start.startsWith('PK\u0003\u0004') || start.startsWith('PK\u0005\u0006')) return readArchive(bytes, reading)
	// The container of Excel 97 files, and of every workbook locked with a password.
	if (start === '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1') throw new Unreadable('exchange.old-workbook')
	if (isJson(bytes)) return readJson(bytes, reading)
	// Else its text would be read as rows, and each of them refused.
	if (/\.(xlsx|xlsm|xls|ods|zip|json)$/i.test(name))
		throw new Unreadable('exchange.not-a-workbook', { name: excerpt(name) })
	return { sheets: await readCsvFiles([{ path: name, pieces: () => onePiece(bytes) }], reading) }
}

async function readArchive(bytes: Buffer, reading: Reading): Promise<Read> {
	const archive = await openArchive(bytes, reading.limits, reading.budget)
	if (archive.find('xl/workbook.xml') ?? archive.find('[Content_Types].xml')) {
		const sheets = await readWorkbook(archive, reading)
		return { sheets, language: languageOfLists(sheets.get(LISTS_SHEET)) }
	}
	if (isOtherWorkbook(archive)) throw new Unreadable('exchange.other-workbook')
	const files = archive.names.filter(isCsvName).map((path) => ({ path, pieces: () => archive.read(path) }))
	const sheets = await readCsvFiles(files, reading)
	return { sheets, language: await languageOfPackage(archive) }
}

/** The workbook's language, which its hidden sheet of lists says in its first column. */
function languageOfLists(lists: Table | undefined): string | undefined {
	return lists?.columns[0] === 'language' ? lists.rows[0]?.cells[0]?.text : undefined
}

const Described = z.object({ language: z.string() })
const DESCRIPTION_MOST = 2_000_000

async function languageOfPackage(archive: Archive): Promise<string | undefined> {
	const name = archive.find('datapackage.json')
	if (name === undefined) return undefined
	const pieces: Buffer[] = []
	let length = 0
	for await (const piece of archive.read(name)) {
		length += piece.length
		// A description that large is none of ours; what it describes is read all the same.
		if (length > DESCRIPTION_MOST) return undefined
		pieces.push(piece)
	}
	try {
		return Described.safeParse(JSON.parse(Buffer.concat(pieces).toString('utf8'))).data?.language
	} catch {
		return undefined
	}
}

// OpenDocument and Apple's Numbers.
const isOtherWorkbook = (archive: Archive) => ['content.xml', 'Index/Document.iwa'].some((name) => archive.find(name))

async function readFolder(folder: string, reading: Reading): Promise<Read> {
	const names = (await readdir(folder, { withFileTypes: true }))
		.filter((entry) => entry.isFile() && isCsvName(entry.name))
		.map((entry) => entry.name)
	const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
	for (const size of sizes) {
		refuseLarge(size, reading)
		reading.budget.unpack(size)
	}
	const sheets = await readCsvFiles(
		names.map((path) => ({ path, pieces: () => createReadStream(join(folder, path)) })),
		reading
	)
	return { sheets }
}

type CsvFile = { path: string; pieces: () => AsyncIterable<Buffer> }

async function readCsvFiles(files: readonly CsvFile[], reading: Reading): Promise<Map<string, Table>> {
	if (files.length > reading.limits.sheets)
		throw new Unreadable('exchange.too-many-sheets', { max: reading.limits.sheets })
	const tables = new Map<string, Table>()
	for (const { path, pieces } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
		const name = basename(path)
			.replace(/\.csv$/i, '')
			.normalize('NFC')
		if (tables.has(name)) reading.faults.add({ sheet: name, code: 'exchange.duplicate-sheet' })
		else tables.set(name, await readCsv(name, pieces(), reading))
	}
	return tables
}

/** Files that systems add beside the user's own (`__MACOSX/._actor.csv`) are passed over. */
function isCsvName(path: string): boolean {
	return /\.csv$/i.test(path) && !path.split('/').some((step) => step.startsWith('.') || step === '__MACOSX')
}

function refuseLarge(size: number, { limits }: Reading) {
	if (size > limits.fileBytes)
		throw new Unreadable('exchange.file-too-large', { max: Math.floor(limits.fileBytes / 1_000_000) })
}

const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

// In pieces, so that the machine serves others while a large file is read.
async function* onePiece(bytes: Buffer) {
	for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
