/**
 * Days as people write them at the end of a line: `2026-12-30`, `30/12/2026`, `30.12.2026`, `30 December 2026`, `1er décembre 2026`,
 * `30 de dezembro de 2026`, `December 30, 2026`. In figures the day stands before the month, as it does in all our languages. After
 * a word such as `by` a named month may stand without its year: the next such day is meant.
 */

// By the number of the month; without accents, and as far as three letters tell them apart, since people shorten them.
const MONTHS: readonly (readonly string[])[] = [
	['january', 'janvier', 'janeiro', 'jan', 'janv'],
	['february', 'fevrier', 'fevereiro', 'feb', 'fev', 'fevr'],
	['march', 'mars', 'marco', 'mar'],
	['april', 'avril', 'abril', 'apr', 'avr', 'abr'],
	['may', 'mai', 'maio'],
	['june', 'juin', 'junho', 'jun'],
	['july', 'juillet', 'julho', 'jul', 'juil'],
	['august', 'aout', 'agosto', 'aug', 'ago'],
	['september', 'septembre', 'setembro', 'sep', 'sept', 'set'],
	['october', 'octobre', 'outubro', 'oct', 'out'],
	['november', 'novembre', 'novembro', 'nov'],
	['december', 'decembre', 'dezembro', 'dec', 'dez']
]

const LEAD = [
	'on or before',
	'no later than',
	'by the',
	'by',
	'before the',
	'before',
	'until',
	'due on',
	'due',
	'au plus tard le',
	'pour le',
	'avant le',
	"d['’]ici le",
	"d['’]ici au",
	"jusqu['’]au",
	'le',
	'até ao dia',
	'até o dia',
	'até dia',
	'até ao?',
	'ate ao?',
	'até',
	'ate',
	'antes de',
	'o mais tardar em',
	'em',
	'on'
].join('|')

const GAP = String.raw`[\s\u00a0\u202f]+`
const WORD = String.raw`\p{L}[\p{L}\p{M}]*\.?`
const FORMS = [
	String.raw`(?<iso>\d{4}-\d{1,2}-\d{1,2})`,
	String.raw`(?<day>\d{1,2})(?<sep>[./-])(?<month>\d{1,2})\k<sep>(?<year>\d{4})`,
	String.raw`(?<dayOf>\d{1,2})(?:st|nd|rd|th|er|º|°|o)?${GAP}(?:de${GAP}|of${GAP})?(?<named>${WORD}),?${GAP}(?:de${GAP})?(?<yearOf>\d{4})`,
	String.raw`(?<first>${WORD})${GAP}(?<dayAfter>\d{1,2})(?:st|nd|rd|th)?,?${GAP}(?<yearAfter>\d{4})`
]
// Without a year, and without what leads to a day, these could be any words: `10 set`, `March 10`.
const YEARLESS = [
	String.raw`(?<dayOf>\d{1,2})(?:st|nd|rd|th|er|º|°|o)?${GAP}(?:de${GAP}|of${GAP})?(?<named>${WORD})`,
	String.raw`(?<named>${WORD})${GAP}(?<dayOf>\d{1,2})(?:st|nd|rd|th)?`
].map((form) => new RegExp(String.raw`(?:^|[\s,;(])(?:${LEAD})${GAP}${form}(?:\s*\))?[\s.;]*$`, 'iu'))
const AT_END = FORMS.map(
	(form) => new RegExp(String.raw`(?:^|[\s,;(])(?:(?:${LEAD})${GAP})?${form}(?:\s*\))?[\s.;]*$`, 'iu')
)

const plain = (word: string) =>
	word
		.normalize('NFD')
		.replaceAll(/[^\p{L}]/gu, '')
		.toLowerCase()

const monthNamed = (word: string): number | null => {
	const at = MONTHS.findIndex((names) => names.includes(plain(word)))
	return at === -1 ? null : at + 1
}

const written = (year: string, month: number | string, day: string) =>
	[year, String(month).padStart(2, '0'), day.padStart(2, '0')].join('-')

function readDay(found: Readonly<Record<string, string | undefined>>): string | null {
	const { iso, day, month, year, dayOf, named, yearOf, first, dayAfter, yearAfter } = found
	if (iso) {
		const [one = '', two = '', three = ''] = iso.split('-')
		return written(one, two, three)
	}
	if (day && month && year) return written(year, month, day)
	if (dayOf && named && yearOf) {
		const number = monthNamed(named)
		return number === null ? null : written(yearOf, number, dayOf)
	}
	if (first && dayAfter && yearAfter) {
		const number = monthNamed(first)
		return number === null ? null : written(yearAfter, number, dayAfter)
	}
	return null
}

const nextSuch = (month: number, day: string, since: string): string => {
	const year = Number(since.slice(0, 4))
	const first = written(String(year), month, day)
	return first >= since ? first : written(String(year + 1), month, day)
}

/**
 * The day at the end of a text, as `YYYY-MM-DD` whether there is such a day or not, and where what says it begins; else null. One
 * without its year is the next after `since`, and none where nothing is said of that.
 */
export function dayAtEnd(text: string, since?: string): { day: string | null; at: number } | null {
	for (const form of AT_END) {
		const match = form.exec(text)
		const day = match && readDay(match.groups ?? {})
		if (day) return { day, at: match.index }
	}
	for (const form of YEARLESS) {
		const match = form.exec(text)
		const { dayOf, named } = match?.groups ?? {}
		const month = named === undefined ? null : monthNamed(named)
		if (match && month !== null && dayOf !== undefined)
			return { day: since === undefined ? null : nextSuch(month, dayOf, since), at: match.index }
	}
	return null
}
