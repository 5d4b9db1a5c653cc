import { speak, type Words } from '#platform/languages/words.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { Book } from './book.ts'
import { importersOf } from './import-sheets.server.ts'
import { standardLimits } from './limits.ts'
import { readRecords } from './records.server.ts'
import { noRows, type SheetRows } from './sheet-rows.ts'
import { headersOf } from './texts.ts'
import { writeDataPackage } from './write-data-package.ts'
import { jsonPieces } from './write-json.ts'
import { isNaming, writeWorkbook } from './write-workbook.ts'

export const FORMATS = ['xlsx', 'csv', 'json'] as const
export type Format = (typeof FORMATS)[number]

/** How a format is sent: its media type, and how its file's name ends. */
export const FORMAT_FILES: Readonly<Record<Format, { mediaType: string; ending: string }>> = {
	xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ending: '.xlsx' },
	csv: { mediaType: 'application/zip', ending: '-csv.zip' },
	json: { mediaType: 'application/json', ending: '.json' }
}

/** The rows of all sheets that the seat sees, sheet by sheet in the order of the areas. */
export async function gatherSheets(here: Here): Promise<SheetRows[]> {
	const records = await readRecords(here)
	const gathered: SheetRows[] = []
	for (const importer of importersOf(here.registry)) {
		const found = await importer.gather(here, records)
		gathered.push(...importer.sheets.map((sheet) => found.find((one) => one.sheet === sheet) ?? noRows(sheet)))
	}
	for (const { sheet, rows } of gathered)
		if (rows.length > standardLimits.rows)
			throw conflict('exchange.export-too-large', { sheet: sheet.name, max: standardLimits.rows })
	return gathered
}

/** The words a file is explained in: those of the language asked for, else of the workspace's first. */
const wordsFor = (here: Here, language: string | undefined): Words =>
	speak(here.registry.catalogue, language ?? here.workspace.language)

const bookOf = (here: Here, sheets: readonly SheetRows[], language: string | undefined): Book => ({
	sheets,
	words: wordsFor(here, language),
	language: here.workspace.language,
	kinds: here.registry.kinds.map((kind) => kind.name)
})

/** The rows of all sheets as a file of one format. */
export async function writeSheets(
	here: Here,
	sheets: readonly SheetRows[],
	{ format, language }: { format: Format; language: string | undefined }
): Promise<Uint8Array> {
	const book = bookOf(here, sheets, language)
	switch (format) {
		case 'xlsx':
			return writeWorkbook(book)
		case 'csv':
			return writeDataPackage(book)
		case 'json':
			return Buffer.from([...jsonPieces(book)].join(''))
		default:
			return format satisfies never
	}
}

/** The workbook without rows, with a column for names in each language of the workspace, and its keys to choose from. */
export async function writeTemplate(here: Here, language: string | undefined): Promise<Uint8Array> {
	const gathered = await gatherSheets(here)
	const others = here.workspace.languages.filter((one) => one !== here.workspace.language)
	const empty = gathered.map(({ sheet }) => ({ sheet, headers: headersOf(sheet, others), rows: [] }))
	const keys = new Map(
		gathered.map(({ sheet, rows }) => {
			const [name = ''] = sheet.key
			return [sheet.name, isNaming(name) ? rows.flatMap(({ texts }) => texts[name] ?? []) : []] as const
		})
	)
	return writeWorkbook({ ...bookOf(here, empty, language), keys })
}
