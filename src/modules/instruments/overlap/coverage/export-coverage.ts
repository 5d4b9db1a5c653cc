import { z } from 'zod'
import { FORMAT_FILES } from '#platform/exchange/export-sheets.server.ts'
import { tableCsv, writeTable } from '#platform/exchange/write-table.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { speak } from '#platform/languages/words.ts'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { CoverageFilter, getCoverage } from './coverage-queries.ts'
import { coverageTable } from './coverage-view.ts'

const Written = z.custom<WrittenFile>((value) => value instanceof WrittenFile)
const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

/** The coverage of a framework as a file, as the page shows it. */
export const exportCoverage = query({
	name: 'coverage.export',
	input: z.strictObject({
		framework: Reference.optional(),
		filter: CoverageFilter.optional(),
		format: z.enum(['xlsx', 'csv']),
		language: Language.optional()
	}),
	output: Written,
	about: nothing,
	allow: everyone,
	only: 'download',
	async run(here, { format, language = here.workspace.language, ...asked }) {
		const coverage = await here.ask(getCoverage, asked)
		const { timeZone, language: firstLanguage } = here.workspace
		const told = coverageTable(speak(here.registry.catalogue, language, { timeZone, firstLanguage }), coverage)
		const name = `${here.workspace.key}-${coverage.framework.reference}-coverage`
		if (format === 'csv')
			return new WrittenFile({
				name: `${name}.csv`,
				mediaType: 'text/csv; charset=utf-8',
				content: Buffer.from(tableCsv(told))
			})
		const { mediaType, ending } = FORMAT_FILES.xlsx
		return new WrittenFile({ name: `${name}${ending}`, mediaType, content: await writeTable(told) })
	}
})
