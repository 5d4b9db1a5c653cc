import { readingsOf, spelledOut, type Numeral } from './numeral.ts'

/**
 * What stands at the beginning of a paragraph and makes it a unit. Numbers of one `style` count on from each other: the word or the
 * brackets, and whether letters are capitals.
 */
export type NumberMark = {
	style: string
	/** How it is cited behind the number of the unit above it (`(a)`), or by itself (`Part II`, `12`, `3.2.1`). */
	label: string
	readings: readonly Numeral[]
	/**
	 * - `annex`: a text of its own behind the text
	 * - `group`: what only gathers others (Part, Chapter)
	 * - `unit`: a section, article, clause
	 * - `under`: what is numbered inside of it
	 */
	kind: 'annex' | 'group' | 'unit' | 'under'
	/** Smaller stands further out; of what is `under` a unit, it is added to that of the reading (`rankOf`). */
	rank: number
	rest: string
}

type Named = { word: RegExp; kind: NumberMark['kind']; rank: number; shown?: '' }

// In their order from the outermost. What an English law calls a section is a unit; in French and Portuguese it gathers articles.
const NAMED: readonly Named[] = [
	{ word: /^(?:schedule|annexe?|appendix|appendice|anexo|ap[êe]ndice)/iu, kind: 'annex', rank: 0 },
	{ word: /^(?:book|livre|livro)/iu, kind: 'group', rank: 1 },
	{ word: /^(?:partie|parte|part)/iu, kind: 'group', rank: 2 },
	{ word: /^(?:title|titre|t[ií]tulo)/iu, kind: 'group', rank: 3 },
	{ word: /^(?:chapter|chapitre|cap[ií]tulo)/iu, kind: 'group', rank: 4 },
	{ word: /^(?:division|sec[çc][ãa]o)/iu, kind: 'group', rank: 5 },
	{ word: /^(?:sub-?division|sous-section|subsec[çc][ãa]o)/iu, kind: 'group', rank: 6 },
	{
		word: /^(?:policy statement|statement|thematic area|priority area|priority|pillar|objective|goal|outcome|output|strategy|measure|action|activity|principle|recommendation|axe|objectif|pilier|mesure|principe|eixo|objetivo|objectivo|pilar|medida|princ[ií]pio)/iu,
		kind: 'unit',
		rank: 7
	},
	{ word: /^(?:articles?|artigo|art\.)/iu, kind: 'unit', rank: 10 },
	{ word: /^(?:section|clause|regulation|rule)/iu, kind: 'unit', rank: 10, shown: '' }
]
const FRENCH_SECTION: Named = { word: /^section/iu, kind: 'group', rank: 5 }

const WRITTEN = String.raw`(?<number>[LRD]\.?\s?\d{1,4}(?:-\d{1,3})*|\d{1,3}(?:\.\d{1,3})+|\d{1,4}(?:-\d{1,3}|\s?(?:bis|ter|quater)|\p{Lu}{1,2})?|[ivxlc]{1,8}|\p{L}|\p{L}{3,9})`
const NAMED_NUMBER = new RegExp(
	String.raw`^\s*(?:n[.°º]*\s)?\s*${WRITTEN}\s*(?:\.?[°ºª]|er)?(?!\p{L}|\d|:\d)(?<rest>.*)$`,
	'isu'
)
const ORDINAL_ANNEX = /^(?<word>(?:the\s+)?\p{L}+)\s+(?<name>schedule|annex|appendix)\b(?<rest>.*)$/isu

const titled = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()
const SEPARATED = /^[\s.:;—–-]+/u
const trimmed = (rest: string) => rest.replace(SEPARATED, '').trim()
// “Article 3 of the Convention applies” speaks of an article: what begins one goes on with a stop, a bracket or a capital.
const BEGINS = /^\s*(?:$|[.:;—–\-(["“«]|\p{Lu}|\d)/u

function named(text: string, language: string): NumberMark | null {
	const ordinal = ORDINAL_ANNEX.exec(text)?.groups
	if (ordinal) {
		const number = spelledOut(ordinal['word'] ?? '')
		const isTheOnly = /^the$/iu.test(ordinal['word'] ?? '')
		if (number || isTheOnly) {
			const name = titled(ordinal['name'] ?? '')
			const label = number ? `${titled(ordinal['word'] ?? '')} ${name}` : name
			return annex(label, number, ordinal['rest'] ?? '')
		}
	}
	const kinds = language === 'en' ? NAMED : [FRENCH_SECTION, ...NAMED]
	for (const { word, kind, rank, shown } of kinds) {
		const name = word.exec(text)?.[0]
		if (name === undefined) continue
		const behind = text.slice(name.length)
		if (kind === 'annex' && /^\s*(?:$|[(:—–])/u.test(behind)) return annex(titled(name), null, behind)
		if (!/^[\s.]/u.test(behind)) continue
		const groups = NAMED_NUMBER.exec(behind)?.groups
		const number = groups?.['number']?.trim() ?? ''
		const rest = groups?.['rest'] ?? ''
		if (!groups || !BEGINS.test(rest)) continue
		const word_ = spelledOut(number)
		const readings = word_ ? [word_] : readingsOf(number.replace(/\s/gu, ''))
		// A Roman number here is never a letter, nor a word of three letters a number.
		const chosen = readings.filter(({ family }) => family !== 'letter' || readings.length === 1)
		if (chosen.length === 0) continue
		if (kind === 'annex') return { ...annex(`${titled(name)} ${number}`, null, rest), readings: chosen }
		const said = word_ ? number.toLowerCase() : /^\d/u.test(number) ? number : number.toUpperCase()
		const label = shown === '' ? said : `${titled(/^art\.$/iu.test(name) ? 'article' : name)} ${said}`
		return { style: titled(name), label, readings: chosen, kind, rank, rest: trimmed(rest) }
	}
	return null
}

const annex = (label: string, number: Numeral | null, rest: string): NumberMark => ({
	style: 'annex',
	label,
	readings: number ? [number] : [],
	kind: 'annex',
	rank: 0,
	rest: trimmed(rest)
})

const BRACKETED = /^\(\s?(?<number>\d{1,3}\p{Lu}{0,2}|\p{L}{1,6})\s?\)(?<rest>.*)$/su
const HALF_BRACKETED = /^(?<number>\d{1,3}|\p{L}|[ivxl]{2,6})\s?\)(?=\s|$)(?<rest>.*)$/isu
const STOPPED =
	/^(?<number>\d{1,4}\s?(?:\p{Lu}{1,2}|bis|ter|quater)?|\p{L}|[ivxlIVXL]{2,6})\.(?=[\s—–(]|$)(?<rest>.*)$/su
const DOTTED = /^(?<number>\d{1,3}(?:\.\d{1,3}){1,5})\.?(?=[\s—–(:]|$)(?<rest>.*)$/su
const DEGREE = /^(?<number>\d{1,3})\.?[°º]\)?(?<rest>.*)$/su
const PARAGRAPH_SIGN = /^§\s?(?<number>\d{1,3})(?:\.?[°º])?\.?(?<rest>.*)$/su
const BARE = /^(?<number>\d{1,4}\p{Lu}?)\s+(?<rest>\p{Lu}.*)$/su

// Under a unit: its paragraphs, then their items, then the items of those.
const RANKS = { decimal: 11, letter: 12, roman: 13, dotted: 10 } as const

/** How far out a unit stands, once it is known what its number counts. */
export const rankOf = (mark: NumberMark, reading: Numeral | undefined): number =>
	mark.kind === 'under' && reading ? RANKS[reading.family] + mark.rank : mark.rank

/** Numbers without a word. */
function bare(text: string): NumberMark | null {
	const under = (form: RegExp, name: string, raise = 0): NumberMark | null => {
		const groups = form.exec(text)?.groups
		const number = groups?.['number'] ?? ''
		const readings = groups ? readingsOf(number) : []
		if (!groups || readings.length === 0) return null
		const isCapital = /\p{Lu}/u.test(number) && !/\d/u.test(number)
		return {
			style: `${name}${isCapital ? ' capital' : ''}`,
			label: `(${number})`,
			readings,
			kind: 'under',
			rank: (isCapital ? 2 : 0) + raise,
			rest: (groups['rest'] ?? '').trim()
		}
	}
	const dotted = DOTTED.exec(text)?.groups
	if (dotted) {
		const number = dotted['number'] ?? ''
		const steps = number.split('.')
		// 2.0 heads what is numbered 2.1.
		if (steps.length === 2 && steps[1] === '0')
			return {
				style: 'zero',
				label: number,
				readings: readingsOf(steps[0] ?? ''),
				kind: 'unit',
				rank: 10,
				rest: trimmed(dotted['rest'] ?? '')
			}
		const last = Number(steps.at(-1))
		const style = `dotted ${steps.slice(0, -1).join('.')}`
		const readings: Numeral[] = [{ family: 'dotted', value: last, suffix: '' }]
		return {
			style,
			label: number,
			readings,
			kind: 'unit',
			rank: 10 + (steps.length - 1) / 10,
			rest: trimmed(dotted['rest'] ?? '')
		}
	}
	const degree = under(DEGREE, 'degree', 1)
	if (degree) return degree
	const stopped = under(STOPPED, 'stopped')
	if (stopped) return ofStopped(stopped)
	return (
		under(BRACKETED, 'bracketed') ??
		under(HALF_BRACKETED, 'half bracketed') ??
		under(PARAGRAPH_SIGN, 'sign') ??
		ofBare(text)
	)
}

// “12.” is a section, “I.” and “A.” are headings, “a.” and “i.” items.
function ofStopped(mark: NumberMark): NumberMark {
	const number = mark.label.slice(1, -1).replace(/\s/gu, '')
	const rest = trimmed(mark.rest)
	if (mark.readings[0]?.family === 'decimal') return { ...mark, label: number, kind: 'unit', rank: 10, rest }
	if (!mark.style.endsWith('capital')) return mark
	return { ...mark, label: number, kind: 'group', rank: 5, rest }
}

function ofBare(text: string): NumberMark | null {
	const groups = BARE.exec(text)?.groups
	if (!groups) return null
	const label = groups['number'] ?? ''
	return { style: 'bare', label, readings: readingsOf(label), kind: 'unit', rank: 10, rest: groups['rest'] ?? '' }
}

/** The number at the beginning of a paragraph, if there is one that could be. */
export const markOf = (text: string, language: string): NumberMark | null => named(text, language) ?? bare(text)
