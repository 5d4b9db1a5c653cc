import { z } from 'zod'
import { FORMAT_FILES, FORMATS } from '#platform/exchange/export-sheets.server.ts'
import { standardLimits } from '#platform/exchange/limits.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { speak } from '#platform/languages/words.ts'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { pageOfEntries, type Listing } from '../entry/list-entries.server.ts'
import { mightSeeColumn } from '../listing/might-see.ts'
import { EntryFilter, narrowingOf } from '../listing/narrowing.server.ts'
import { getRegister } from '../registers.server.ts'
import { ENTRIES, fileSheets, type Choosing } from './file-columns.ts'
import { gatherEntries } from './gather-entries.server.ts'
import { mayImport } from './may-import.ts'
import { offeredIn } from './offered.server.ts'
import { mayFillSome } from './rights-of-rows.ts'
import { registerJson, writeRegisterCsv } from './write-register-file.ts'
import { writeRegisterWorkbook } from './write-register-workbook.ts'

const Written = z.custom<WrittenFile>((value) => value instanceof WrittenFile)
/** The language that headings and explanations are written in. */
const Language = z
	.string()
	.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
	.optional()

/** The workbook to fill in: a sheet for entries and one for each table, of the fields the seat may fill, with lists to choose from. */
export const getRegisterTemplate = query({
	name: 'entry.template',
	input: z.strictObject({ register: Reference, language: Language }),
	output: Written,
	about: (here, { register }) => getRegister(here, register),
	allow: ({ seat }, { compiled }) => mayImport(seat, compiled),
	only: 'download',
	async run(here, { language }, { compiled }) {
		const seat = askingOf(here)
		const choosing: Choosing = { shows: (key) => mayFillSome(compiled, seat, key), withTold: false }
		const { declaration } = compiled
		const words = speak(here.registry.catalogue, language ?? here.workspace.language)
		const sheets = fileSheets(compiled, here.registry.catalogue, choosing).map((sheet) => ({ sheet, rows: [] }))
		const content = await writeRegisterWorkbook({
			declaration,
			sheets,
			words,
			offered: await offeredIn(here, declaration, words)
		})
		const { mediaType } = FORMAT_FILES.xlsx
		return new WrittenFile({ name: `${declaration.register}-template.xlsx`, mediaType, content })
	}
})

// The list is asked for in pieces; each asks the database once more.
const PAGE = 5_000

/** The entries that a list would show, all of them in its order. */
export async function allEntries(here: Here, listing: Omit<Listing, 'limit' | 'after'>): Promise<string[]> {
	const ids: string[] = []
	let after: string | undefined
	do {
		const page = await pageOfEntries(here, { ...listing, limit: PAGE, after })
		ids.push(...page.ids)
		after = page.next ?? undefined
		if (ids.length > standardLimits.rows)
			throw conflict('exchange.export-too-large', { sheet: ENTRIES, max: standardLimits.rows })
	} while (after !== undefined)
	return ids
}

/** The entries of a register as a file, narrowed and sorted as their list is: what the seat sees of them, and no more. */
export const exportEntries = query({
	name: 'entry.export',
	input: z.strictObject({
		register: Reference,
		format: z.enum(FORMATS),
		language: Language,
		filter: EntryFilter.optional(),
		sort: z
			.string()
			.regex(/^-?[a-z][a-z0-9_]{0,39}$/)
			.default('number')
	}),
	output: Written,
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	logged: true,
	only: 'download',
	async run(here, { format, language, filter, sort }, register) {
		const { compiled } = register
		const { declaration } = compiled
		const ids = await allEntries(here, { ...narrowingOf(here, register, filter), sort })
		const seat = askingOf(here)
		const shows = (key: string) => mightSeeColumn(compiled, key, seat)
		const sheets = await gatherEntries(
			here,
			compiled,
			fileSheets(compiled, here.registry.catalogue, { shows, withTold: true }),
			ids
		)
		const { mediaType, ending } = FORMAT_FILES[format]
		const name = `${declaration.register}${ending}`
		switch (format) {
			case 'xlsx': {
				const words = speak(here.registry.catalogue, language ?? here.workspace.language)
				const content = await writeRegisterWorkbook({
					declaration,
					sheets,
					words,
					offered: await offeredIn(here, declaration, words)
				})
				return new WrittenFile({ name, mediaType, content })
			}
			case 'csv':
				return new WrittenFile({ name, mediaType, content: await writeRegisterCsv(sheets) })
			case 'json':
				return new WrittenFile({
					name,
					mediaType,
					content: Buffer.from([...registerJson(declaration.register, sheets)].join(''))
				})
			default:
				return format satisfies never
		}
	}
})
