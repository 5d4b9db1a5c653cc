import Big from 'big.js'
import { isCalendarDay } from '#platform/operation/fields.ts'
import type { AnyField } from '../declaration/declaration.ts'

export type Money = { amount: string; currency: string }
export type Period = { from: string; to: string | null }
export type Place = {
	country: string | null
	area: string | null
	locality: string | null
	latitude: string | null
	longitude: string | null
}

/**
 * A value as an entry keeps it. Numbers are decimal text, so that none is rounded on its way; days are `YYYY-MM-DD`,
 * partial dates also `YYYY` and `YYYY-MM`; actors, structures, seats, records and files are identifiers.
 */
export type Value = string | boolean | Money | Period | Place | readonly string[]

/** What is kept of an entry, by field; what is empty is left out. */
export type Values = Readonly<Record<string, Value>>

/** One row of a table of an entry. */
export type RowValues = Values

export type EntryValues = { fields: Values; tables: Readonly<Record<string, readonly RowValues[]>> }

/** Why a value is not taken, with what the sentence names: `registers.value.<code>` words it. */
export type ValueFault = { code: ValueFaultCode; found?: string; limit?: string }

export type ValueFaultCode =
	| 'not-text'
	| 'too-long'
	| 'not-a-number'
	| 'too-many-digits'
	| 'below-least'
	| 'above-most'
	| 'not-a-day'
	| 'not-a-partial-date'
	| 'not-a-period'
	| 'period-backwards'
	| 'not-yes-or-no'
	| 'unknown-code'
	| 'retired-code'
	| 'too-many-codes'
	| 'code-twice'
	| 'not-a-reference'
	| 'not-a-country'
	| 'not-a-place'
	| 'not-money'
	| 'currency-missing'
	| 'not-a-currency'
	| 'other-currency'
	| 'not-an-email'
	| 'not-a-telephone'
	| 'unknown-part'
	| 'worked-out'

type Read = { value: Value | null } | { fault: ValueFault }

const refuse = (code: ValueFaultCode, more: Omit<ValueFault, 'code'> = {}): Read => ({ fault: { code, ...more } })
const give = (value: Value | null): Read => ({ value })

/** The codes a field may take, with those that are kept but no longer offered. */
export type CodesOf = (field: AnyField) => ReadonlyMap<string, { isRetired: boolean }> | undefined

export type ReadingValue = {
	codesOf: CodesOf
	/** Countries by ISO 3166-1 alpha-3. */
	isCountry(code: string): boolean
	/** What stood there before: a code that was retired since may stay where it stands. */
	before: Value | undefined
}

// Control characters would not survive a workbook or a letter; lone surrogates are no text.
// eslint-disable-next-line no-control-regex -- control characters are just what is refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/

function readText(raw: unknown, most: number): Read {
	if (typeof raw !== 'string' || !raw.isWellFormed() || CONTROL.test(raw)) return refuse('not-text')
	const text = raw.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim()
	if (text.length > most) return refuse('too-long', { limit: String(most) })
	return give(text === '' ? null : text)
}

// The integer part of a column of eight bytes with six digits after the point: twelve nines, and as many behind the point as are kept.
const BEYOND = Big('1e12')
// A whole number that is written as it is kept: nothing of it has to be worked out.
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d{0,11})$/
const mostKept = (digits: number) => BEYOND.minus(Big(10).pow(-Math.min(digits, 6))).toFixed()

function readNumber(
	raw: unknown,
	{ digits, least, most }: { digits: number; least?: number | undefined; most?: number | undefined }
): Read {
	const text = typeof raw === 'number' ? String(raw) : typeof raw === 'string' ? raw.trim() : ''
	if (!/^-?\d{1,20}(\.\d{1,20})?$/.test(text)) return refuse('not-a-number', { found: text.slice(0, 40) })
	if (PLAIN_NUMBER.test(text)) {
		const whole = Number(text)
		if (least !== undefined && whole < least) return refuse('below-least', { limit: String(least) })
		if (most !== undefined && whole > most) return refuse('above-most', { limit: String(most) })
		return give(text)
	}
	const number = Big(text)
	if (number.gte(BEYOND)) return refuse('above-most', { limit: mostKept(digits) })
	if (number.lte(BEYOND.neg())) return refuse('below-least', { limit: `-${mostKept(digits)}` })
	if (!number.round(digits, Big.roundDown).eq(number)) return refuse('too-many-digits', { limit: String(digits) })
	if (least !== undefined && number.lt(least)) return refuse('below-least', { limit: String(least) })
	if (most !== undefined && number.gt(most)) return refuse('above-most', { limit: String(most) })
	return give(number.toFixed())
}

/** True for the value of a field of many codes. */
export const isCodes = (value: Value | null | undefined): value is readonly string[] => Array.isArray(value)

const told = (raw: unknown) => (typeof raw === 'string' || typeof raw === 'number' ? String(raw).slice(0, 40) : '')

const isPlain = (raw: unknown): raw is Record<string, unknown> =>
	typeof raw === 'object' && raw !== null && !Array.isArray(raw)

/** What a value holds beside the parts that its type has; undefined where it holds no other. */
const otherPart = (given: Record<string, unknown>, parts: readonly string[]) =>
	Object.keys(given).find((key) => !parts.includes(key))

const refusePart = (part: string) => refuse('unknown-part', { found: part.slice(0, 40) })

// ISO 4217: these have other than two digits after the point; the rest of the currencies in use have two.
const DIGITS_OF_CURRENCY: Readonly<Record<string, number>> = {
	BIF: 0,
	CLP: 0,
	DJF: 0,
	GNF: 0,
	ISK: 0,
	JPY: 0,
	KMF: 0,
	KRW: 0,
	PYG: 0,
	RWF: 0,
	UGX: 0,
	VND: 0,
	VUV: 0,
	XAF: 0,
	XOF: 0,
	XPF: 0,
	BHD: 3,
	IQD: 3,
	JOD: 3,
	KWD: 3,
	LYD: 3,
	OMR: 3,
	TND: 3
}

/** The digits after the point in amounts of a currency (ISO 4217). */
export const digitsOfCurrency = (currency: string) => DIGITS_OF_CURRENCY[currency] ?? 2

const MONEY_PARTS = ['amount', 'currency']
const PERIOD_PARTS = ['from', 'to']
const PLACE_PARTS = ['country', 'area', 'locality', 'latitude', 'longitude']

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

function readMoney(raw: unknown, fixed: string | undefined, before: Value | undefined): Read {
	const given = isPlain(raw) ? raw : typeof raw === 'string' || typeof raw === 'number' ? { amount: raw } : null
	if (!given) return refuse('not-money')
	const other = otherPart(given, MONEY_PARTS)
	if (other !== undefined) return refusePart(other)
	const { amount, currency = fixed } = given
	if (amount === null || amount === undefined || amount === '') return give(null)
	if (typeof currency !== 'string' || currency === '') return refuse('currency-missing')
	// What was taken once stays, whatever it is called.
	const isKept = typeof before === 'object' && 'currency' in before && before.currency === currency
	if (currency !== fixed && !isKept && !CURRENCIES.has(currency))
		return refuse('not-a-currency', { found: currency.slice(0, 40) })
	if (fixed !== undefined && currency !== fixed) return refuse('other-currency', { found: currency, limit: fixed })
	const number = readNumber(amount, { digits: digitsOfCurrency(currency) })
	if ('fault' in number) return number
	return typeof number.value === 'string' ? give({ amount: number.value, currency }) : refuse('not-money')
}

function isPartialDate(text: string): boolean {
	if (/^\d{4}$/.test(text)) return isCalendarDay(`${text}-01-01`)
	if (/^\d{4}-\d{2}$/.test(text)) return isCalendarDay(`${text}-01`)
	return isCalendarDay(text)
}

function readPeriod(raw: unknown): Read {
	if (!isPlain(raw)) return refuse('not-a-period')
	const other = otherPart(raw, PERIOD_PARTS)
	if (other !== undefined) return refusePart(other)
	const from = raw['from'] ?? ''
	const to = raw['to'] ?? ''
	if (from === '' && to === '') return give(null)
	if (typeof from !== 'string' || !isCalendarDay(from)) return refuse('not-a-period')
	if (typeof to !== 'string' || (to !== '' && !isCalendarDay(to))) return refuse('not-a-period')
	if (to !== '' && to < from) return refuse('period-backwards')
	return give({ from, to: to === '' ? null : to })
}

function readCodes(raw: unknown, field: AnyField, most: number, { codesOf, before }: ReadingValue): Read {
	const list = Array.isArray(raw) ? raw : typeof raw === 'string' ? raw.split(';') : []
	const codes = list.map((code) => (typeof code === 'string' ? code.trim() : '')).filter((code) => code !== '')
	if (codes.length > most) return refuse('too-many-codes', { limit: String(most) })
	const known = codesOf(field)
	const kept = new Set(Array.isArray(before) ? before : [before])
	for (const [index, code] of codes.entries()) {
		const found = known?.get(code)
		if (!found) return refuse('unknown-code', { found: code.slice(0, 60) })
		if (found.isRetired && !kept.has(code)) return refuse('retired-code', { found: code })
		if (codes.indexOf(code) !== index) return refuse('code-twice', { found: code })
	}
	return give(codes.length === 0 ? null : codes)
}

// An ISO 3166-1 alpha-3 code is no longer than its three letters; what is longer is refused as no country below.
const PLACE_TEXTS = [
	['country', 60],
	['area', 60],
	['locality', 200]
] as const

function readPlace(raw: unknown, { isCountry }: ReadingValue): Read {
	const given = typeof raw === 'string' ? { locality: raw } : raw
	if (!isPlain(given)) return refuse('not-a-place')
	const other = otherPart(given, PLACE_PARTS)
	if (other !== undefined) return refusePart(other)
	const texts: (string | null)[] = []
	for (const [name, most] of PLACE_TEXTS) {
		const read = readText(given[name] ?? '', most)
		if ('fault' in read) return read.fault.code === 'too-long' ? read : refuse('not-a-place')
		texts.push(typeof read.value === 'string' ? read.value : null)
	}
	const [country = null, area = null, locality = null] = texts
	const degrees = (name: 'latitude' | 'longitude', most: number) => {
		const text = given[name] ?? ''
		if (text === '') return null
		const read = readNumber(text, { digits: 6, least: -most, most })
		return 'value' in read && typeof read.value === 'string' ? read.value : undefined
	}
	const [latitude, longitude] = [degrees('latitude', 90), degrees('longitude', 180)]
	if (latitude === undefined || longitude === undefined || (latitude === null) !== (longitude === null)) {
		return refuse('not-a-place')
	}
	if (country !== null && !isCountry(country)) return refuse('not-a-country', { found: country })
	if (country === null && area === null && locality === null && latitude === null) return give(null)
	return give({ country, area, locality, latitude, longitude })
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
// One at, no blanks, a dot in what follows: what a person can mistype is caught, what a mail server takes is not refused.
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,255}\.[^\s@.]{2,63}$/
// ITU-T E.164: at most fifteen digits, with the plus of international numbers or a national nought.
const TELEPHONE = /^\+?\d(?:[ -]?\d){4,14}$/

/**
 * Reads what was typed, sent or imported for a field, in the form it is kept in. Null is empty. References are looked up by
 * the caller beforehand and arrive as identifiers.
 */
export function readValue(field: AnyField, raw: unknown, reading: ReadingValue): Read {
	if (raw === null || raw === undefined || raw === '') return give(null)
	switch (field.type) {
		case 'text':
		case 'long-text':
			return readText(raw, field.most)
		case 'address':
			return readText(raw, 1_000)
		case 'whole-number':
			return readNumber(raw, { digits: 0, least: field.least, most: field.most })
		case 'decimal':
			return readNumber(raw, field)
		case 'money':
			return readMoney(raw, field.currency, reading.before)
		case 'date':
			return typeof raw === 'string' && isCalendarDay(raw) ? give(raw) : refuse('not-a-day', { found: told(raw) })
		case 'partial-date':
			return typeof raw === 'string' && isPartialDate(raw)
				? give(raw)
				: refuse('not-a-partial-date', { found: told(raw) })
		case 'period':
			return readPeriod(raw)
		case 'yes-no':
			if (raw === true || raw === 'yes' || raw === 'true') return give(true)
			return raw === false || raw === 'no' || raw === 'false' ? give(false) : refuse('not-yes-or-no')
		case 'one-of': {
			const read = readCodes([raw], field, 1, reading)
			return 'value' in read && isCodes(read.value) ? give(read.value[0] ?? null) : read
		}
		case 'many-of':
			return readCodes(raw, field, field.most, reading)
		case 'actor':
		case 'structure':
		case 'seat':
		case 'record':
		case 'entry':
		case 'file':
			return typeof raw === 'string' && UUID.test(raw) ? give(raw) : refuse('not-a-reference')
		case 'country':
			return typeof raw === 'string' && reading.isCountry(raw)
				? give(raw)
				: refuse('not-a-country', { found: told(raw) })
		case 'place':
			return readPlace(raw, reading)
		case 'email': {
			const text = typeof raw === 'string' ? raw.trim() : ''
			return EMAIL.test(text) ? give(text) : refuse('not-an-email')
		}
		case 'telephone': {
			const text = typeof raw === 'string' ? raw.trim() : ''
			return TELEPHONE.test(text) ? give(text) : refuse('not-a-telephone')
		}
		case 'formula':
		case 'linked-count':
		case 'linked-sum':
			return refuse('worked-out')
		default:
			return field satisfies never
	}
}
