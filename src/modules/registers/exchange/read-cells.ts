import type { Cell } from '#platform/exchange/cell.ts'
import { excerpt } from '#platform/exchange/fault.ts'
import { splitList } from '#platform/exchange/list-text.ts'
import { findNearest } from '#platform/exchange/nearest.ts'
import { isBlank, readAny, refused, type Refuse } from '#platform/exchange/read-cell.ts'
import { COUNTRIES, countryNameIn } from '#platform/languages/countries.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { readValue, type CodesOf, type Value } from '../entry/values.ts'
import type { CellPart } from './file-columns.ts'
import type { Meant } from './named-records.server.ts'
import { readWrittenDay, readWrittenPart, settleDay, type DayOrder, type WrittenDay } from './written-day.ts'

/** Why a cell is not taken: the code of its sentence, what the sentence names, and the part of the value it stands in. */
export type CellFault = { code: string; params: Readonly<Record<string, string | number>>; part: CellPart | null }

export type ReadCell = { value: Value | null } | { faults: readonly CellFault[] }

/** The cells of one value, by part. */
export type CellsOf = (part: CellPart | null) => Cell

/** What cells are read by, made once for a file. */
export type Meanings = {
	codesOf: CodesOf
	/** The codes of a field by what they are called in any language. */
	codesCalled(field: AnyField): ReadonlyMap<string, string | null>
	/** What a cell names, as far as the seat sees it. */
	find(field: AnyField, text: string): Meant
	/** The languages in which months are called by their names. */
	languages: readonly string[]
	/** How the file writes its days in numbers, where somebody said so. */
	days?: DayOrder | undefined
	/** What yes and no are called. */
	yes: ReadonlySet<string>
	no: ReadonlySet<string>
	countries: ReadonlyMap<string, string>
}

/** Text without what people type differently. */
export const tidy = (text: string) =>
	text.normalize('NFC').trim().replace(/\s+/g, ' ').replace(/[‘’]/g, "'").toLowerCase()

const known = new Set(COUNTRIES)
const isCountry = (code: string) => known.has(code)

/** Countries by code and by name, in the languages given. */
export function countriesCalled(languages: readonly string[]): ReadonlyMap<string, string> {
	const called = new Map<string, string>()
	for (const code of COUNTRIES) {
		called.set(tidy(code), code)
		for (const language of languages) {
			const name = countryNameIn(language, code)
			if (name !== undefined && !called.has(tidy(name))) called.set(tidy(name), code)
		}
	}
	return called
}

// What is told at the cell of the currency.
const AT_CURRENCY: ReadonlySet<string> = new Set(['currency-missing', 'not-a-currency'])

const refuse = (
	code: string,
	params: CellFault['params'] = {},
	part: CellPart | null = null
): { faults: readonly CellFault[] } => ({ faults: [{ code, params, part }] })

type Text = { text: string } | { faults: readonly CellFault[] }

const isText = ({ type }: AnyField) =>
	type === 'text' || type === 'long-text' || type === 'address' || type === 'telephone'

/** The text of a cell, as it may be stored; what a spreadsheet program has made of text, a number or a day is told. */
function textOf(cell: Cell, field: AnyField, part: CellPart | null): Text {
	let fault: CellFault | undefined
	const note: Refuse = (code, params = {}) => {
		fault = { code, params, part }
		return refused
	}
	if (part === null && cell.kind !== 'text' && isText(field)) {
		const value = excerpt(cell.text)
		if (cell.kind === 'number') note('exchange.number-in-text', { value })
		if (cell.kind === 'date') note('exchange.date-in-text', { value })
		if (cell.kind === 'boolean') note('exchange.boolean-in-text', { value })
		if (fault) return { faults: [fault] }
	}
	const text = readAny(cell, note)
	return text === refused ? { faults: [fault ?? { code: 'exchange.formula', params: {}, part }] } : { text }
}

type ReadDay = { day: string } | { faults: readonly CellFault[] }

/** The day that a cell holds, as offices write days; one that can be read two ways is refused with both. */
function dayOf(
	{ kind }: Cell,
	text: string,
	{
		part,
		written,
		unread,
		order
	}: Pick<CellFault, 'part'> & { written: WrittenDay; unread: string; order: DayOrder | undefined }
): ReadDay {
	const told = (code: string, more: CellFault['params'] = {}) => refuse(code, { value: excerpt(text), ...more }, part)
	if (kind === 'number' || /^\d{5}(\.\d+)?$/.test(text)) return told('exchange.day-as-number')
	if (kind === 'date' && text.includes('T')) return told('exchange.day-with-time')
	if (written === null) return told(unread)
	const settled = settleDay(written, order)
	return 'code' in settled ? told(settled.code, settled.params) : settled
}

const wholeDay = (cell: Cell, text: string, { languages, days: order }: Meanings, part: CellPart | null) =>
	dayOf(cell, text, { part, written: readWrittenDay(text, languages), unread: 'exchange.not-a-day', order })

/** Reads the cells of a value into the form it is kept in; null where they are empty. */
export function readCells(field: AnyField, cells: CellsOf, meanings: Meanings, before: Value | undefined): ReadCell {
	const whole = cells(null)
	switch (field.type) {
		case 'money': {
			if (isBlank(whole)) return { value: null }
			const amount = textOf(whole, field, null)
			if ('faults' in amount) return amount
			const currency = field.currency ?? cells('currency').text.trim().toUpperCase()
			return kept(field, { amount: amount.text, ...(currency === '' ? {} : { currency }) }, meanings, before)
		}
		case 'period': {
			const days: Record<string, string> = {}
			const faults: CellFault[] = []
			for (const part of ['from', 'to'] as const) {
				const cell = cells(part)
				if (isBlank(cell)) continue
				const text = textOf(cell, field, part)
				const read = 'faults' in text ? text : wholeDay(cell, text.text, meanings, part)
				if ('faults' in read) faults.push(...read.faults)
				else days[part] = read.day
			}
			return faults.length > 0 ? { faults } : kept(field, days, meanings, before, 'from')
		}
		case 'place':
			return readPlace(field, cells, meanings, before)
		case 'yes-no': {
			if (isBlank(whole)) return { value: null }
			if (whole.kind === 'boolean') return { value: whole.text === 'TRUE' }
			const read = textOf(whole, field, null)
			if ('faults' in read) return read
			if (meanings.yes.has(tidy(read.text))) return { value: true }
			return meanings.no.has(tidy(read.text))
				? { value: false }
				: refuse('registers.value.not-yes-or-no', { found: '', limit: '' })
		}
		default:
			return isBlank(whole) ? { value: null } : readWhole(field, whole, meanings, before)
	}
}

function readWhole(field: AnyField, cell: Cell, meanings: Meanings, before: Value | undefined): ReadCell {
	const read = textOf(cell, field, null)
	if ('faults' in read) return read
	const { text } = read
	switch (field.type) {
		case 'date': {
			const day = wholeDay(cell, text, meanings, null)
			return 'faults' in day ? day : kept(field, day.day, meanings, before)
		}
		case 'partial-date': {
			// A year alone is a number to spreadsheet programs.
			if (/^\d{4}$/.test(text)) return kept(field, text, meanings, before)
			const written = readWrittenPart(text, meanings.languages)
			const unread = 'registers.file.not-a-partial-date'
			const day = dayOf(cell, text, { part: null, written, unread, order: meanings.days })
			return 'faults' in day ? day : kept(field, day.day, meanings, before)
		}
		case 'one-of': {
			const code = codeOf(field, text, meanings)
			return 'faults' in code ? code : kept(field, code.code, meanings, before)
		}
		case 'many-of': {
			const codes: string[] = []
			const faults: CellFault[] = []
			for (const one of splitList(text)) {
				const code = codeOf(field, one, meanings)
				if ('faults' in code) faults.push(...code.faults)
				else codes.push(code.code)
			}
			return faults.length > 0 ? { faults } : kept(field, codes, meanings, before)
		}
		case 'country':
			return kept(field, meanings.countries.get(tidy(text)) ?? text, meanings, before)
		case 'actor':
		case 'structure':
		case 'seat':
		case 'record':
		case 'entry': {
			const meant = meanings.find(field, text)
			if ('id' in meant) return { value: meant.id }
			const reference = excerpt(text)
			if ('kinds' in meant) return refuse('registers.file.several-records', { reference })
			if ('several' in meant)
				return refuse('registers.file.several-named', { reference, named: meant.several.join('; ') })
			return meant.nearest === undefined
				? refuse('platform.field.no-such-record', { reference })
				: refuse('registers.file.no-such-record-near', { reference, nearest: meant.nearest })
		}
		default:
			return kept(field, text, meanings, before)
	}
}

function readPlace(field: AnyField, cells: CellsOf, meanings: Meanings, before: Value | undefined): ReadCell {
	const place: Record<string, string> = {}
	const faults: CellFault[] = []
	for (const part of ['country', 'area', 'locality', 'latitude', 'longitude'] as const) {
		const cell = cells(part)
		if (isBlank(cell)) continue
		const read = textOf(cell, field, part)
		if ('faults' in read) faults.push(...read.faults)
		else place[part] = part === 'country' ? (meanings.countries.get(tidy(read.text)) ?? read.text) : read.text
	}
	if (faults.length > 0) return { faults }
	const { country } = place
	if (country !== undefined && !isCountry(country))
		return refuse('registers.value.not-a-country', { found: excerpt(country), limit: '' }, 'country')
	return kept(field, place, meanings, before, 'locality')
}

function codeOf(
	field: AnyField,
	text: string,
	{ codesOf, codesCalled }: Meanings
): { code: string } | { faults: readonly CellFault[] } {
	const codes = codesOf(field)
	if (codes?.has(text)) return { code: text }
	const called = codesCalled(field).get(tidy(text))
	if (called === null) return refuse('exchange.several-meant', { value: excerpt(text), allowed: listed(codes) })
	if (called !== undefined) return { code: called }
	const nearest = findNearest(text, [...(codes?.keys() ?? []), ...codesCalled(field).keys()])
	const params = { value: excerpt(text), allowed: listed(codes) }
	return nearest === undefined
		? refuse('exchange.not-listed', params)
		: refuse('exchange.not-listed-near', { ...params, nearest })
}

// A sentence names what fits on a line; the sheet of lists has all of them.
const CODES_NAMED = 12
function listed(codes: ReadonlyMap<string, unknown> | undefined) {
	const keys = [...(codes?.keys() ?? [])]
	return keys.length > CODES_NAMED ? `${keys.slice(0, CODES_NAMED).join(', ')} …` : keys.join(', ')
}

function kept(
	field: AnyField,
	raw: unknown,
	{ codesOf }: Meanings,
	before: Value | undefined,
	part: CellPart | null = null
): ReadCell {
	const read = readValue(field, raw, { codesOf, isCountry, before })
	if ('value' in read) return { value: read.value }
	const { code, found = '', limit = '' } = read.fault
	return refuse(`registers.value.${code}`, { found, limit }, AT_CURRENCY.has(code) ? 'currency' : part)
}
