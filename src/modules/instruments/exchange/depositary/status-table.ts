import { emptyCell } from '#platform/exchange/cell.ts'
import { excerpt, type Fault } from '#platform/exchange/fault.ts'
import { placeIn, type Table, type TableRow } from '#platform/exchange/table.ts'
import { type PartialDate, spanOf } from '../../instrument/partial-days.ts'
import {
	readHistory,
	type StatusEvent,
	type StatusFaultCode,
	type StatusKind,
	type StatusTerms
} from '../../instrument/status-rules.ts'
import { countryNamed } from './country-names.ts'
import { actOf, columnNamed, type TableColumn } from './table-columns.ts'
import { readTableDate, SUFFIXES, type TableDate } from './table-date.ts'

/** One act of a State, with the row and the column of the table that tell it. */
export type TableLine = {
	readonly row: number
	readonly column: string
	readonly country: string
	readonly event: StatusKind
	readonly day: PartialDate
}

/** Something that can be and is not plain: somebody says whether it is meant. */
export type TableDoubt = Fault & { readonly country: string }

export type ReadStatusTable = {
	readonly lines: readonly TableLine[]
	/** With one fault nothing of the table is taken. */
	readonly faults: readonly Fault[]
	readonly doubts: readonly TableDoubt[]
}

export type StatusTableOptions = {
	readonly terms: StatusTerms
	/** The day on which the table was true, as its page says, or the day on which it is read. */
	readonly asOf: string
}

type Place = { readonly index: number; readonly header: string; readonly column: TableColumn }

type Reading = {
	readonly table: Table
	readonly places: readonly Place[]
	readonly options: StatusTableOptions
	readonly faults: Fault[]
	readonly doubts: TableDoubt[]
}

/**
 * Reads the status of a treaty as a depositary publishes it: one row a State, with the dates of signature, of consent, of entry into
 * force and of denunciation. What cannot be is a fault: a State that nobody knows or that stands twice, a date or a suffix that cannot
 * be read, an act before the instrument was adopted or before the one that it follows. What can be and needs a second look is a doubt:
 * a flag *state party* that the dates contradict, an accession beside a signature, a ratification that was not deposited, a date in brackets.
 */
export function readStatusTable(table: Table, options: StatusTableOptions): ReadStatusTable {
	const places = table.columns.flatMap((header, index): Place[] => {
		const column = columnNamed(header)
		return column === null ? [] : [{ index, header, column }]
	})
	const reading: Reading = { table, places, options, faults: [], doubts: [] }
	if (!places.some(({ column }) => column === 'state'))
		return {
			lines: [],
			faults: [{ ...placeIn(table, 1, 0), column: '', letter: '', code: 'instruments.table-no-state', params: {} }],
			doubts: []
		}
	const rowOf = new Map<string, number>()
	const lines = table.rows.flatMap((row) => {
		const country = countryIn(reading, row, rowOf)
		return country === undefined ? [] : linesOf(reading, row, country)
	})
	return { lines, faults: reading.faults, doubts: reading.doubts }
}

const cellAt = (row: TableRow, { index }: Place) => row.cells[index] ?? emptyCell
const placesOf = ({ places }: Reading, column: TableColumn) => places.filter((place) => place.column === column)

function fault({ table, faults }: Reading, row: number, place: Place, code: string, params: Fault['params'] = {}) {
	faults.push({ ...placeIn(table, row, place.index), code, params })
}

function countryIn(reading: Reading, row: TableRow, rowOf: Map<string, number>): string | undefined {
	const [place] = placesOf(reading, 'state')
	if (!place) return undefined
	const text = cellAt(row, place).text.trim()
	// A line of remarks under the table has no State in front.
	if (text === '') return undefined
	const country = countryNamed(text)
	if (country === undefined) {
		fault(reading, row.row, place, 'instruments.table-unknown-state', { value: excerpt(text) })
		return undefined
	}
	const before = rowOf.get(country)
	if (before !== undefined) {
		fault(reading, row.row, place, 'instruments.table-state-twice', { value: excerpt(text), row: before })
		return undefined
	}
	rowOf.set(country, row.row)
	return country
}

type Dated = { place: Place; date: TableDate }

function datesIn(reading: Reading, row: TableRow, column: TableColumn): Dated[] {
	return placesOf(reading, column).flatMap((place) => {
		const cell = cellAt(row, place)
		const read = readTableDate(cell)
		if (read === null) return []
		if ('fault' in read) {
			fault(reading, row.row, place, read.fault, { value: excerpt(cell.text) })
			return []
		}
		if (spanOf(read.date.day).first > reading.options.asOf) {
			fault(reading, row.row, place, 'instruments.table-date-ahead', {
				value: excerpt(cell.text),
				day: reading.options.asOf
			})
			return []
		}
		return [{ place, date: read.date }]
	})
}

/** The act that a date of consent tells: by its suffix, else by its header. */
function joiningOf(reading: Reading, row: TableRow, { place, date }: Dated): StatusKind | undefined {
	if (date.suffix === null) return actOf(place.header)
	const act = Object.entries(SUFFIXES).find(([suffix]) => suffix === date.suffix)?.[1]
	if (act === undefined) {
		fault(reading, row.row, place, 'instruments.table-unknown-suffix', { value: date.suffix })
		return undefined
	}
	if (act !== 'confirmed') return act
	fault(reading, row.row, place, 'instruments.table-confirmed-by-state', { value: date.suffix })
	return undefined
}

function linesOf(reading: Reading, row: TableRow, country: string): TableLine[] {
	const faultsBefore = reading.faults.length
	const signed = datesIn(reading, row, 'signature')
	const joined = datesIn(reading, row, 'joining')
	const deposited = datesIn(reading, row, 'deposit')
	const line = ({ place, date }: Dated, event: StatusKind): Told => ({
		place,
		date,
		line: { row: row.row, column: place.header, country, event, day: date.day }
	})
	const told = [
		...signed.map((one) => line(one, one.date.suffix === 's' ? 'signed-definitively' : 'signed')),
		...joinedLines(reading, row, { joined, deposited, line }),
		...datesIn(reading, row, 'in-force').map((one) => line(one, 'in-force')),
		...datesIn(reading, row, 'denunciation').map((one) => line(one, 'denounced'))
	]
	// What could not be read would be missed in what follows.
	if (reading.faults.length > faultsBefore) return []
	checkHistory(reading, told)
	nameDoubts(reading, row, { country, told, joined, deposited })
	if (told.length > 0) return told.map((one) => one.line)
	// Of a State that is called a party without a date, an empty row does not say that it did nothing.
	if (isCalledParty(reading, row)) return []
	const [state] = placesOf(reading, 'state')
	return [{ row: row.row, column: state?.header ?? '', country, event: 'not-signed', day: reading.options.asOf }]
}

type Told = { place: Place; date: TableDate; line: TableLine }

type Joining = {
	joined: readonly Dated[]
	deposited: readonly Dated[]
	line: (dated: Dated, event: StatusKind) => Told
}

/** A State is bound by what it deposited, not by what it decided at home (article 16 of the Vienna Convention on the Law of Treaties). */
function joinedLines(reading: Reading, row: TableRow, { joined, deposited, line }: Joining): Told[] {
	const [first] = joined
	const act = first && joiningOf(reading, row, first)
	if (deposited.length > 0) return deposited.map((one) => line(one, act ?? 'ratified'))
	return joined.flatMap((one) => {
		const own = one === first ? act : joiningOf(reading, row, one)
		return own === undefined ? [] : [line(one, own)]
	})
}

/** Names what of a row cannot have been, at the cell that tells it. */
function checkHistory(reading: Reading, told: readonly Told[]) {
	const events = told.map(({ line }, at): StatusEvent => ({
		id: String(at),
		event: line.event,
		on: line.day,
		statedYear: null
	}))
	const read = readHistory(events, reading.options.terms)
	for (const { code, event } of 'faults' in read ? read.faults : []) {
		const one = told[Number(event.id)]
		if (one) fault(reading, one.line.row, one.place, code satisfies StatusFaultCode, { value: one.line.day })
	}
}

const YES = /^(?:yes|y|oui|sim|true|1|x|in force|party|en vigueur|em vigor)$/i
const NO =
	/^(?:no|n|non|nao|não|false|0|not in force|not party|denounced|denonce|dénoncé|pas en vigueur|não em vigor)$/i

const flagsIn = (reading: Reading, row: TableRow) =>
	[...placesOf(reading, 'party'), ...placesOf(reading, 'standing')].map((place) => ({
		place,
		flag: cellAt(row, place).text.replaceAll(/\s+/g, ' ').trim()
	}))

const isCalledParty = (reading: Reading, row: TableRow) => flagsIn(reading, row).some(({ flag }) => YES.test(flag))

type Doubting = {
	country: string
	told: readonly Told[]
	joined: readonly Dated[]
	deposited: readonly Dated[]
}

function nameDoubts(reading: Reading, row: TableRow, { country, told, joined, deposited }: Doubting) {
	const doubt = (place: Place, code: string, params: Fault['params'] = {}) =>
		void reading.doubts.push({ ...placeIn(reading.table, row.row, place.index), code, params, country })
	const find = (...events: StatusKind[]) => told.find(({ line }) => events.includes(line.event))
	const [signed, acceded] = [find('signed'), find('acceded')]
	if (signed && acceded) doubt(acceded.place, 'instruments.table-acceded-and-signed', { day: signed.line.day })
	const [notDeposited] = joined
	if (notDeposited && deposited.length === 0 && placesOf(reading, 'deposit').length > 0)
		doubt(notDeposited.place, 'instruments.table-not-deposited', { day: notDeposited.date.day })
	for (const { place, date } of told)
		if (date.isBracketed) doubt(place, 'instruments.table-bracketed', { day: date.day })
	const hasJoined = find('ratified', 'accepted', 'approved', 'acceded', 'succeeded', 'signed-definitively')
	const isParty = hasJoined !== undefined && find('denounced') === undefined
	for (const { place, flag } of flagsIn(reading, row)) {
		if (flag === '') continue
		if (!YES.test(flag) && !NO.test(flag)) doubt(place, 'instruments.table-flag-unread', { value: excerpt(flag) })
		else if (YES.test(flag) && !isParty) doubt(place, 'instruments.table-party-without-date', { value: excerpt(flag) })
		else if (NO.test(flag) && isParty)
			doubt(place, 'instruments.table-date-without-party', { value: excerpt(flag), day: hasJoined.line.day })
	}
}
