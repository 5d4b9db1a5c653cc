import { z } from 'zod'
import { FORMAT_FILES, FORMATS, writeSheets } from '#platform/exchange/export-sheets.server.ts'
import { csvOf } from '#platform/exchange/write-data-package.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { recommendationSheet } from '../exchange/chain-sheets.ts'
import { gatherSome } from '../exchange/export-recommendations.ts'
import { Language } from './recommendation-fields.server.ts'
import { filters, narrowed } from './recommendation-queries.ts'

const Written = z.custom<WrittenFile>((value) => value instanceof WrittenFile)

/** The register as a file, narrowed as its list is: it is read back by the import of the workspace. */
export const exportRecommendations = query({
	name: 'recommendation.export',
	input: z.strictObject({
		format: z.enum(FORMATS),
		language: Language.optional(),
		filter: z.strictObject(filters).partial().optional()
	}),
	output: Written,
	about: nothing,
	allow: everyone,
	logged: true,
	only: 'download',
	async run(here, { format, language, filter = {} }) {
		const rows = await narrowed(here, filter)
		const chosen = await rows.select(['record.id', 'record.audience']).execute()
		const sheets = await gatherSome(here, chosen)
		const register = sheets.find(({ sheet }) => sheet.name === recommendationSheet.name)
		// What is asked for as CSV is the list, in one file; its wordings and levels stand beside it in a workbook.
		if (format === 'csv' && register)
			return new WrittenFile({
				name: `${register.sheet.name}.csv`,
				mediaType: 'text/csv; charset=utf-8',
				content: Buffer.from([...csvOf(register)].join(''))
			})
		const { mediaType, ending } = FORMAT_FILES[format]
		const content = await writeSheets(here, sheets, { format, language })
		return new WrittenFile({ name: `${here.workspace.key}-recommendations${ending}`, mediaType, content })
	}
})
