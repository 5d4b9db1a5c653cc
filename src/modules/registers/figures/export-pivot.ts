import { z } from 'zod'
import { tableCsv, writeTable } from '#platform/exchange/write-table.ts'
import { FORMAT_FILES } from '#platform/exchange/export-sheets.server.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { speak } from '#platform/languages/words.ts'
import { Identifier } from '#platform/operation/fields.ts'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { offerOf } from '../listing/offer.ts'
import { readRegister } from '../register-queries.ts'
import { getRegister } from '../registers.server.ts'
import { getPivot } from './pivot-operations.ts'
import { askedOfPivot, pivotEntries, PivotQuestion } from './pivot-queries.ts'
import { pivotFile } from './pivot-view.ts'

const Written = z.custom<WrittenFile>((value) => value instanceof WrittenFile)
const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

/** A pivot as a file, worked out now or taken from what was counted as a job. */
export const exportPivot = query({
	name: 'entryPivot.export',
	input: z.strictObject({
		/** One that was counted before. */
		pivot: Identifier.optional(),
		question: z.strictObject(PivotQuestion).optional(),
		format: z.enum(['xlsx', 'csv']),
		language: Language.optional()
	}),
	output: Written,
	about: nothing,
	allow: everyone,
	logged: true,
	only: 'download',
	async run(here, { pivot, question: given, format, language = here.workspace.language }) {
		const counted = pivot === undefined ? null : await here.ask(getPivot, { pivot })
		const question = counted?.question ?? given
		if (!question) throw conflict('registers.pivot-without-question')
		const table = counted ? counted.table : await here.ask(pivotEntries, question)
		if (!table) throw conflict('registers.pivot-not-done')
		const { compiled, reference } = await getRegister(here, question.register)
		const { areas } = await here.ask(readRegister, { register: reference })
		const told = pivotFile(
			{
				words: speak(here.registry.catalogue, language),
				compiled,
				offer: offerOf(compiled, askingOf(here)),
				home: '',
				named: { names: table.names, seats: table.seats, areas }
			},
			askedOfPivot(here, compiled, question),
			table
		)
		const name = `${here.workspace.key}-${reference}-pivot`
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
