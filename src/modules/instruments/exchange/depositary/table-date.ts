import type { Cell } from '#platform/exchange/cell.ts'
import { isPartialDate, type PartialDate } from '../../instrument/partial-days.ts'
import type { StatusKind } from '../../instrument/status-rules.ts'

/**
 * What stands behind a date in a table of the United Nations: `a` accession, `A` acceptance, `AA` approval, `d` succession, `s` definitive
 * signature, `c` formal confirmation, which organizations make and States do not.
 */
export const SUFFIXES: Readonly<Record<string, StatusKind | 'confirmed'>> = {
	a: 'acceded',
	A: 'accepted',
	AA: 'approved',
	d: 'succeeded',
	s: 'signed-definitively',
	c: 'confirmed',
	r: 'ratified'
}

export type TableDate = {
	readonly day: PartialDate
	readonly suffix: string | null
	/** In brackets stands what was done and has been taken back since, or done for another. */
	readonly isBracketed: boolean
}

type Read = { date: TableDate } | { fault: 'instruments.table-no-date' | 'instruments.table-month-first' }

const MONTHS: readonly (readonly string[])[] = [
	['jan', 'january', 'janvier', 'janv', 'janeiro'],
	['feb', 'february', 'fevrier', 'fevr', 'fev', 'fevereiro'],
	['mar', 'march', 'mars', 'marco'],
	['apr', 'april', 'avril', 'avr', 'abril', 'abr'],
	['may', 'mai', 'maio'],
	['jun', 'june', 'juin', 'junho'],
	['jul', 'july', 'juillet', 'juil', 'julho'],
	['aug', 'august', 'aout', 'agosto', 'ago'],
	['sep', 'sept', 'september', 'septembre', 'setembro', 'set'],
	['oct', 'october', 'octobre', 'outubro', 'out'],
	['nov', 'november', 'novembre', 'novembro'],
	['dec', 'december', 'decembre', 'dezembro', 'dez']
]

function monthNamed(word: string): number | undefined {
	const name = word
		.normalize('NFKD')
		.replaceAll(/\p{Mark}|\./gu, '')
		.toLowerCase()
	const at = MONTHS.findIndex((names) => names.includes(name))
	return at === -1 ? undefined : at + 1
}

const pad = (value: string | number) => String(value).padStart(2, '0')

/** Days as they are written: the day before the month, the year in four digits. */
const FORMS: readonly RegExp[] = [
	/^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:T00:00:00)?$/,
	/^(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})$/,
	/^(?<day>\d{1,2})(?:er|º|st|nd|rd|th)?[\s-]+(?:de\s+)?(?<name>\p{Letter}+\.?)[\s,-]+(?:de\s+)?(?<year>\d{4})$/u,
	/^(?<name>\p{Letter}+\.?)\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})$/u,
	/^(?<name>\p{Letter}+\.?)\s+(?:de\s+)?(?<year>\d{4})$/u,
	/^(?<year>\d{4})-(?<month>\d{1,2})$/,
	/^(?<year>\d{4})$/
]

function dayIn(text: string): PartialDate | undefined {
	for (const form of FORMS) {
		const { year, month, day, name } = form.exec(text)?.groups ?? {}
		if (year === undefined) continue
		const number = name === undefined ? month : monthNamed(name)
		if (name !== undefined && number === undefined) continue
		const written = [year, ...(number === undefined ? [] : [pad(number)]), ...(day === undefined ? [] : [pad(day)])]
		const date = written.join('-')
		return isPartialDate(date) ? date : undefined
	}
	return undefined
}

// A date, perhaps a suffix of letters, perhaps the number of a footnote.
const PARTS =
	/^(?<date>.*?\d{4}(?:-\d{1,2}(?:-\d{1,2})?(?:T00:00:00)?)?)(?:\s*(?:\(\s*)?(?<suffix>[A-Za-z]{1,3})(?:\s*\))?)?(?:\s*[\d*†‡,]{1,8})?$/u

/**
 * Reads a cell of a table of a depositary: `14 Dec 2000`, `20 Sep 2013 a`, `2013-12-13`, `13/12/2013` (the day first), `[ 4 Jun 1996 ]`,
 * a year or a month alone. Null where it is empty.
 */
export function readTableDate(cell: Cell): Read | null {
	const whole = cell.text.replaceAll(/\s+/g, ' ').trim()
	if (whole === '' || /^[-–—]+$/.test(whole)) return null
	const isBracketed = /^\[.*\]/.test(whole)
	const text = isBracketed ? whole.replace(/^\[\s*/, '').replace(/\s*\]/, '') : whole
	const { date = '', suffix } = PARTS.exec(text)?.groups ?? {}
	const day = dayIn(date.trim())
	if (day !== undefined) return { date: { day, suffix: suffix ?? null, isBracketed } }
	const [, first = '', second = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}$/.exec(date.trim()) ?? []
	const isMonthFirst = Number(second) > 12 && Number(second) <= 31 && Number(first) >= 1 && Number(first) <= 12
	return { fault: isMonthFirst ? 'instruments.table-month-first' : 'instruments.table-no-date' }
}
