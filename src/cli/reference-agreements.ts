import { citations } from '#modules/directory/reference-citations.ts'
import { noteOf, type SheetCells } from '#modules/directory/reference-sheets.ts'
import { cell, keyIn, indexOf, rowsOf, type ReferenceRow } from '#modules/directory/reference-tables.ts'
import { themeReader, wordReader } from '#modules/directory/reference-words.ts'
import { countryNameIn } from '#platform/languages/countries.ts'
import type { Reading } from './reference-instruments.ts'

/** The year in which the sources were read. */
const READ_IN = '2026'

const PARTIES = ['country', 'country_b']

/** The agreements of a country with their parties and what each has of the recommended provisions. */
export function agreementRows(
	reading: Reading
): Record<'agreement' | 'agreement_party' | 'agreement_provision', SheetCells[]> {
	const { facts, maps } = reading.reference
	const cite = citations(facts)
	const theme = themeReader(maps, 'agreements')
	const [form, stage, item] = [
		wordReader(maps, 'agreement-kinds'),
		wordReader(maps, 'agreement-statuses'),
		wordReader(maps, 'agreement-items')
	]
	const all = indexOf(facts, 'agreements')
	const own = new Map(
		[...all].filter(([, row]) => reading.isCountry && PARTIES.some((column) => cell(row, column) === reading.code))
	)
	const provisions = rowsOf(facts, 'agreement_provisions').filter((row) =>
		own.has(keyIn(row, 'agreement', all, 'agreement'))
	)
	return {
		agreement: [...own.values()].map((row) => ({
			key: cell(row, 'id'),
			name: cell(row, 'title'),
			form: form(row),
			subject: cell(row, 'subject'),
			...timesOf(row, stage(row)),
			themes: theme(row),
			audience: 'public',
			origin: 'reference',
			...cite(row),
			note: noteOf(cell(row, 'note'), toldOf(row, stage(row)))
		})),
		agreement_party: [...own.values()].flatMap(partyRows),
		agreement_provision: [...Map.groupBy(provisions, (row) => cell(row, 'agreement')).values()].flatMap((rows) =>
			rows.map((row, at) => ({
				agreement: cell(row, 'agreement'),
				position: String(at + 1),
				item: item(row),
				title: cell(row, 'provision'),
				checklist: cell(row, 'checklist'),
				has: cell(row, 'requirement'),
				origin: 'reference',
				...cite(row),
				note: cell(row, 'note')
			}))
		)
	}
}

const PERIOD = /^(\d{4})-(\d{4})$/

const hasRunOut = (row: ReferenceRow, stage: string) => {
	const last = PERIOD.exec(cell(row, 'note'))?.[2]
	return stage === 'in-force' && last !== undefined && last < READ_IN
}

/** The status of the source, where what is shown is another. */
const toldOf = (row: ReferenceRow, stage: string) =>
	hasRunOut(row, stage)
		? 'Its period has run out since; the source has it in force'
		: cell(row, 'status') === stage
			? ''
			: `Status in the source: ${cell(row, 'status')}`

/**
 * The stage, the year and the end of an agreement. A source that gives a period says when it was signed no more than that; what was in
 * force in a period that is over has expired.
 */
function timesOf(row: ReferenceRow, stage: string): SheetCells {
	const last = PERIOD.exec(cell(row, 'note'))?.[2]
	if (last === undefined) return { stage, year: cell(row, 'year'), expiry: '' }
	return { stage: hasRunOut(row, stage) ? 'expired' : stage, year: '', expiry: `${last}-12-31` }
}

/** The parties of an agreement: countries by their codes, all others as the source calls them. */
function partyRows(row: ReferenceRow): SheetCells[] {
	const countries = new Map(PARTIES.map((column) => [countryNameIn('en', cell(row, column)), cell(row, column)]))
	return cell(row, 'parties')
		.split(';')
		.map((name, at) => {
			const country = countries.get(name.trim())
			return {
				agreement: cell(row, 'id'),
				position: String(at + 1),
				country: country ?? '',
				name: country === undefined ? name.trim() : ''
			}
		})
}
