import { citations } from '#modules/directory/reference-citations.ts'
import { noteOf, type SheetCells } from '#modules/directory/reference-sheets.ts'
import {
	cell,
	faultAt,
	indexOf,
	keyIn,
	rowsOf,
	type Reference,
	type ReferenceRow,
	type ReferenceTables
} from '#modules/directory/reference-tables.ts'
import { themeReader, wordReader } from '#modules/directory/reference-words.ts'
import { getReferenceWorkspace } from '#modules/directory/reference-workspaces.ts'
import { agreementRows } from './reference-agreements.ts'
import { judgementRows, policyRows, policiesOf } from './reference-policies.ts'

/** What the rows of one workspace are read with. */
export type Reading = { reference: Reference; workspaceKey: string; code: string; isCountry: boolean }

const noTables: ReferenceTables = new Map()
const memoryOf = ({ reference }: Reading) => reference.memory ?? noTables

/** Reads for one workspace. Throws ReferenceFault where the reference has none with this key. */
export function readingOf(reference: Reference, workspaceKey: string): Reading {
	const { code, kind } = getReferenceWorkspace(reference.maps, workspaceKey)
	return { reference, workspaceKey, code, isCountry: kind === 'country' }
}

/** The statuses of a country in all instruments, or of all countries in the instruments of a region. */
function statusesOf({ reference: { facts }, code, isCountry }: Reading): readonly ReferenceRow[] {
	const instruments = indexOf(facts, 'instruments')
	return rowsOf(facts, 'instrument_status').filter((row) => {
		keyIn(row, 'instrument', instruments, 'instrument')
		if (isCountry) return cell(row, 'country') === code
		const instrument = instruments.get(cell(row, 'instrument'))
		return instrument !== undefined && cell(instrument, 'region') === code
	})
}

const EVERYWHERE = ['global', 'continental']

/**
 * The instruments that are open to the countries of a workspace: those for all of the world or of Africa, those of its regions, and all
 * that its rows point to. What was agreed elsewhere stays out.
 */
export function instrumentKeys(reading: Reading): ReadonlySet<string> {
	const { facts, maps } = reading.reference
	const instruments = indexOf(facts, 'instruments')
	const regions = new Set(
		rowsOf(maps, 'workspace-regions')
			.filter((row) => cell(row, 'workspace') === reading.workspaceKey)
			.map((row) => cell(row, 'region'))
	)
	const isOpenTo = (row: ReferenceRow) =>
		EVERYWHERE.includes(cell(row, 'scope')) || (cell(row, 'scope') === 'regional' && regions.has(cell(row, 'region')))
	const own = (file: string, column: string, isOwn: (row: ReferenceRow) => boolean) =>
		rowsOf(facts, file)
			.filter(isOwn)
			.flatMap((row) => keyIn(row, column, instruments, 'instrument') || [])
	const isOfCountry = (row: ReferenceRow) => reading.isCountry && cell(row, 'country') === reading.code
	return new Set([
		...statusesOf(reading).map((row) => cell(row, 'instrument')),
		...own('policy_relations', 'to_instrument', isOfCountry),
		...own('legal_review_items', 'measured_against', isOfCountry),
		...own('recommendations', 'linked_instrument', (row) => cell(row, 'set') === reading.workspaceKey),
		...[...instruments.values()].filter(isOpenTo).map((row) => cell(row, 'id'))
	])
}

/** The actors that instruments, laws and agreements of a workspace name. */
export function actorsOfInstruments(reference: Reference, workspaceKey: string): string[] {
	const reading = readingOf(reference, workspaceKey)
	const instruments = indexOf(reference.facts, 'instruments')
	return [
		...[...instrumentKeys(reading)].flatMap((key) => {
			const row = instruments.get(key)
			return row ? cell(row, 'adopting_body') || [] : []
		}),
		...policiesOf(reading).flatMap((row) => cell(row, 'lead_actor') || [])
	]
}

/**
 * The sheets of instruments, laws and agreements that the reference fills for one workspace. Throws ReferenceFault at the first key
 * that leads nowhere and the first word that no map knows.
 */
export function instrumentSheets(reference: Reference, workspaceKey: string): Record<string, SheetCells[]> {
	const reading = readingOf(reference, workspaceKey)
	const chosen = instrumentKeys(reading)
	const obligations = obligationRows(reading, chosen)
	const { policy, policy_stage, link } = policyRows(reading)
	return {
		instrument: instrumentRows(reading, chosen),
		instrument_status: statusRows(reading),
		obligation: obligations,
		reporting_duty: dutyRows(reading, chosen),
		policy,
		policy_stage,
		judgement: judgementRows(reading, obligations),
		...agreementRows(reading),
		link
	}
}

/** The treaty of the code list that an instrument is, by the key of the instrument. */
function treatiesOf({ reference: { facts, maps } }: Reading): ReadonlyMap<string, ReferenceRow> {
	const treaties = indexOf(facts, 'treaties')
	const instruments = indexOf(facts, 'instruments')
	const mapped = indexOf(maps, 'treaty-instruments', 'treaty')
	for (const [key, row] of treaties)
		if (!mapped.has(key)) throw faultAt(row, 'id', `maps/treaty-instruments.csv does not map the treaty ${key}.`)
	return new Map(
		[...mapped].flatMap(([key, row]) => {
			const treaty = treaties.get(key)
			if (!treaty) throw faultAt(row, 'treaty', `there is no treaty with the key ${key}.`)
			const instrument = keyIn(row, 'instrument', instruments, 'instrument')
			return instrument === '' ? [] : [[instrument, treaty] as const]
		})
	)
}

const PERIOD = /^\d{4}-\d{4}$/

/** When an instrument was adopted: the day of the code list where it falls in the year that the source gives, or where that gives none. */
function adoptedIn(row: ReferenceRow, treaty: ReferenceRow | undefined) {
	// Of a plan for some years the first of them is given.
	const year = PERIOD.test(cell(row, 'year_note')) ? '' : cell(row, 'year')
	const day = treaty ? cell(treaty, 'adopted') : ''
	return year === '' || day.startsWith(year) ? day : year
}

function instrumentRows(reading: Reading, chosen: ReadonlySet<string>): SheetCells[] {
	const { facts, maps } = reading.reference
	const cite = citations(facts)
	const theme = themeReader(maps, 'instruments')
	const form = wordReader(maps, 'instrument-kinds')
	const actors = indexOf(facts, 'actors')
	const treaties = treatiesOf(reading)
	const times = indexOf(memoryOf(reading), 'times', 'instrument')
	const told = notesOfStatuses(reading)
	return rowsOf(facts, 'instruments')
		.filter((row) => chosen.has(cell(row, 'id')))
		.map((row) => {
			const key = cell(row, 'id')
			const [treaty, time] = [treaties.get(key), times.get(key)]
			const of = (from: ReferenceRow | undefined, column: string) => (from ? cell(from, column) : '')
			const inForce = of(treaty, 'entry_into_force')
			return {
				key,
				name: cell(row, 'name'),
				acronym: cell(row, 'short_name'),
				form: form(row),
				scope: cell(row, 'scope'),
				binding: cell(row, 'binding'),
				binding_basis: cell(row, 'binding_basis'),
				adopted: adoptedIn(row, treaty),
				in_force: inForce,
				is_in_force: inForce === '' && /\bnot in force\b/.test(of(treaty, 'source')) ? 'no' : '',
				place: of(treaty, 'place'),
				depositary: of(treaty, 'depositary'),
				adopting_actor: keyIn(row, 'adopting_body', actors, 'actor'),
				region: cell(row, 'region') === 'GLOBAL' ? '' : cell(row, 'region'),
				entry_months: of(time, 'entry_months'),
				entry_days: of(time, 'entry_days'),
				entry_first_of_month: of(time, 'entry_first_of_month'),
				leaving_months: of(time, 'leaving_months'),
				themes: theme(row),
				audience: 'public',
				origin: 'reference',
				...cite(row),
				note: noteOf(
					cell(row, 'note'),
					cell(row, 'year_note'),
					cell(row, 'name_basis') === 'composed' ? 'The source describes it and does not name it' : '',
					treaty ? `Dates, place and depositary: ${cell(treaty, 'source')}` : '',
					time ? `When it binds and is left: ${cell(time, 'basis')}; ${cell(time, 'note')}` : '',
					...(told.get(key) ?? [])
				)
			}
		})
}

const ANSWERS = ['yes', 'no', 'not stated']

function answerIn(row: ReferenceRow, column: string) {
	const answer = cell(row, column)
	if (!ANSWERS.includes(answer)) throw faultAt(row, column, `${answer} is none of ${ANSWERS.join(', ')}.`)
	return answer
}

/** What is told of a status beside what the State did. What binds nobody, as a plan, is taken up: no law has to carry it. */
const remarksOn = (row: ReferenceRow, binding: ReadonlySet<string>) => [
	cell(row, 'domesticated') === 'not stated'
		? ''
		: `${binding.has(cell(row, 'instrument')) ? 'Carried by national law' : 'Taken up nationally'}: ${cell(row, 'domesticated')}`,
	cell(row, 'recommended_action') === 'none' ? '' : `Recommended: ${cell(row, 'recommended_action')}`
]

/** The instruments that the sources call binding, by their keys. */
const bindingOf = ({ reference: { facts } }: Reading): ReadonlySet<string> =>
	new Set(
		rowsOf(facts, 'instruments')
			.filter((row) => cell(row, 'binding') === 'yes')
			.map((row) => cell(row, 'id'))
	)

const isSilent = (row: ReferenceRow) =>
	answerIn(row, 'signed') === 'not stated' && answerIn(row, 'ratified') === 'not stated'

/** What the sources tell of a country and an instrument without saying what it did stays with the instrument. */
function notesOfStatuses(reading: Reading): ReadonlyMap<string, string[]> {
	const silent = statusesOf(reading).filter(isSilent)
	const binding = bindingOf(reading)
	const said = (row: ReferenceRow) =>
		`${cell(row, 'country')}: ${noteOf(cell(row, 'note'), ...remarksOn(row, binding))}`
	return new Map([...Map.groupBy(silent, (row) => cell(row, 'instrument'))].map(([key, rows]) => [key, rows.map(said)]))
}

/** What each country did, as far as the sources say; what bears no year holds as stated in the year of its source. */
function statusRows(reading: Reading): SheetCells[] {
	const cite = citations(reading.reference.facts)
	const binding = bindingOf(reading)
	return statusesOf(reading).flatMap((row) => {
		const common = {
			instrument: cell(row, 'instrument'),
			country: cell(row, 'country'),
			origin: 'reference',
			...cite(row),
			note: noteOf(cell(row, 'note'), ...remarksOn(row, binding))
		}
		const [signed, ratified] = [answerIn(row, 'signed'), answerIn(row, 'ratified')]
		const line = (event: string, day: string) => ({ ...common, event, day })
		return [
			...(signed === 'yes' ? [line('signed', cell(row, 'signed_year'))] : []),
			...(ratified === 'yes' ? [line('ratified', cell(row, 'ratified_year'))] : []),
			// Who has not signed has not ratified either.
			...(signed === 'no' ? [line('not-signed', '')] : ratified === 'no' ? [line('not-ratified', '')] : [])
		]
	})
}

const THEMES = 'themes-of-the-sources-'

/** The obligations of instruments, as remembered; their keys are numbered in the order of the articles. */
function obligationRows(reading: Reading, chosen: ReadonlySet<string>): (SheetCells & { key: string })[] {
	const instruments = indexOf(reading.reference.facts, 'instruments')
	return rowsOf(memoryOf(reading), 'obligations')
		.filter((row) => chosen.has(keyIn(row, 'instrument', instruments, 'instrument')))
		.map((row) => ({
			key: `${cell(row, 'instrument')}-${cell(row, 'position')}`,
			instrument: cell(row, 'instrument'),
			article: cell(row, 'article'),
			position: cell(row, 'position'),
			text: cell(row, 'obligation'),
			themes: cell(row, 'themes')
				.split(';')
				.map((theme) => `${THEMES}${theme}`)
				.join(';'),
			audience: 'public',
			origin: 'reference',
			note: cell(row, 'basis')
		}))
}

function dutyRows(reading: Reading, chosen: ReadonlySet<string>): SheetCells[] {
	const instruments = indexOf(reading.reference.facts, 'instruments')
	return rowsOf(memoryOf(reading), 'reporting-duties')
		.filter((row) => chosen.has(keyIn(row, 'instrument', instruments, 'instrument')))
		.map((row) => ({
			instrument: cell(row, 'instrument'),
			article: cell(row, 'article'),
			body: cell(row, 'body'),
			first_months: cell(row, 'first_months'),
			every_months: cell(row, 'every_months'),
			origin: 'reference',
			note: noteOf(cell(row, 'basis'), cell(row, 'note'))
		}))
}
