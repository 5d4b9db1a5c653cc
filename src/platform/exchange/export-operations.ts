import { z } from 'zod'
import { WrittenFile } from '#platform/files/written-file.ts'
import { speak } from '#platform/languages/words.ts'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { FORMAT_FILES, FORMATS, gatherSheets, writeSheets, writeTemplate } from './export-sheets.server.ts'
import { importersOf } from './import-sheets.server.ts'
import { jsonSchemaOfSheets } from './json-schema.ts'

const Written = z.custom<WrittenFile>((value) => value instanceof WrittenFile)
/** The language that explanations are written in. */
const Language = z
	.string()
	.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
	.optional()

/** The directory of a workspace as one file, as far as the seat sees it; equal content is equal bytes. */
export const exportWorkspace = query({
	name: 'workspace.export',
	input: z.strictObject({ format: z.enum(FORMATS), language: Language }),
	output: Written,
	about: nothing,
	allow: everyone,
	logged: true,
	only: 'download',
	async run(here, { format, language }) {
		const { mediaType, ending } = FORMAT_FILES[format]
		const content = await writeSheets(here, await gatherSheets(here), { format, language })
		return new WrittenFile({ name: `${here.workspace.key}${ending}`, mediaType, content })
	}
})

// To tell how large a file is it must be made, which for more rows takes longer than somebody who only looks should wait.
const WEIGHED_MOST = 5_000

/** What an export of the seat would hold: each sheet with its rows, and how large the files are where that is quickly known. */
export const listContents = query({
	name: 'workspace.contents',
	input: z.strictObject({ language: Language }),
	output: z.object({
		sheets: z.array(z.object({ sheet: z.string(), rows: z.int() })),
		rows: z.int(),
		/** In bytes, by format. */
		sizes: z.object({ xlsx: z.int(), csv: z.int(), json: z.int() }).nullable()
	}),
	about: nothing,
	allow: everyone,
	async run(here, { language }) {
		const gathered = await gatherSheets(here)
		const sheets = gathered.map(({ sheet, rows }) => ({ sheet: sheet.name, rows: rows.length }))
		const rows = sheets.reduce((sum, one) => sum + one.rows, 0)
		const sizes = { xlsx: 0, csv: 0, json: 0 }
		if (rows <= WEIGHED_MOST)
			for (const format of FORMATS) sizes[format] = (await writeSheets(here, gathered, { format, language })).byteLength
		return { sheets, rows, sizes: rows <= WEIGHED_MOST ? sizes : null }
	}
})

/** The workbook to fill in: no rows, but explanations, closed lists and the keys that the workspace has. */
export const getTemplate = query({
	name: 'exchange.template',
	input: z.strictObject({ language: Language }),
	output: Written,
	about: nothing,
	allow: ({ seat }) => keepsRecords(seat),
	only: 'download',
	async run(here, { language }) {
		const { mediaType } = FORMAT_FILES.xlsx
		const content = await writeTemplate(here, language)
		return new WrittenFile({ name: `${here.workspace.key}-template.xlsx`, mediaType, content })
	}
})

/** The JSON Schema of the document that an export as JSON is. */
export const getSchema = query({
	name: 'exchange.schema',
	input: z.strictObject({ language: Language }),
	output: z.looseObject({ $id: z.string() }),
	about: nothing,
	allow: everyone,
	run(here, { language }) {
		const sheets = importersOf(here.registry).flatMap((importer) => importer.sheets)
		return Promise.resolve(
			jsonSchemaOfSheets(sheets, {
				words: speak(here.registry.catalogue, language ?? here.workspace.language),
				kinds: here.registry.kinds.map((kind) => kind.name)
			})
		)
	}
})
