import { sayAmount, sayDecimal } from '#platform/languages/exact-numbers.ts'
import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../../declaration/compile-declaration.ts'
import type { AnyField, Declaration } from '../../declaration/declaration.ts'
import { digitsOfCurrency, isCodes, type Money, type Period, type Place, type Value } from '../values.ts'

/** An area of a framework that a field takes as its code, as `register.get` names it. */
export type AreaName = { framework: string; key: string; title: Readonly<Record<string, string>>; retired: boolean }

/** What the values of entries stand for: records, seats and files by identifier, and the areas of frameworks. */
export type SayingNames = {
	records?: ReadonlyMap<string, RecordReference>
	seats?: ReadonlyMap<string, { key?: string; office: string }>
	files?: ReadonlyMap<string, { name: string }>
	areas?: readonly AreaName[]
}

/** A value as people read it. */
export type Said = {
	text: string
	/** Its single parts, where it has several: codes, lines of an address, paragraphs. */
	lines?: readonly string[]
	/** The record it names. */
	record?: RecordReference
	/** The file it names, by identifier. */
	file?: string
	/** Where it leads outside: an e-mail address, a telephone number. */
	href?: string
}

type Speaking = Pick<Words, 't' | 'language' | 'day' | 'partial' | 'list' | 'name' | 'country'>

/**
 * A text of a declaration in the reader's language, in English else. The texts of a declaration stand in the declaration, not
 * among the sentences of the product. Pages say them by `words.name`, which also marks the language; this is for files.
 */
export const labelOf = (texts: Readonly<Record<string, string>>, language: string): string =>
	texts[language] ?? texts[language.split('-')[0] ?? language] ?? texts['en'] ?? Object.values(texts)[0] ?? ''

/** An amount of money with all its digits, and at least those of its currency. */
export const sayMoney = (language: string, money: Money): string =>
	sayAmount(language, money, digitsOfCurrency(money.currency))

/** How a code is called: that of a list of the declaration, or the area of a framework; undefined where there is none. */
export function codeNames(
	field: AnyField,
	{ lists }: Pick<Declaration, 'lists'>,
	areas: readonly AreaName[] = []
): readonly { key: string; names: Readonly<Record<string, string>>; retired: boolean }[] {
	if (field.type !== 'one-of' && field.type !== 'many-of') return []
	const { codes } = field
	if ('list' in codes) return lists.find(({ key }) => key === codes.list)?.codes ?? []
	return areas.flatMap(({ framework, key, title, retired }) =>
		framework === codes.framework ? [{ key, names: title, retired }] : []
	)
}

/** A state of a register by its own name. */
export function sayState(
	{ name }: Pick<Words, 'name'>,
	{ states }: Pick<Declaration, 'states'>,
	state: string
): string {
	const names = states.find(({ key }) => key === state)?.names
	return names ? name(names) : state
}

const isPlace = (value: object): value is Place => 'locality' in value
const isPeriod = (value: object): value is Period => 'from' in value

/**
 * What a value of an entry says to a reader: numbers exact and as the language writes them, codes, countries and records by
 * name. The register is needed for its lists, and made ready for the kinds of its formulas.
 */
export function sayValue(
	words: Speaking,
	field: AnyField,
	register: CompiledRegister | Declaration,
	value: Value,
	names: SayingNames = {}
): Said {
	const declaration = 'declaration' in register ? register.declaration : register
	const text = typeof value === 'string' ? value : ''
	switch (field.type) {
		case 'text':
			return { text }
		case 'long-text':
		case 'address':
			return withLines(text)
		case 'whole-number':
			return { text: isYear(field) ? text : sayDecimal(words.language, text) }
		case 'decimal':
			return { text: withUnit(words, sayDecimal(words.language, text), field.unit) }
		case 'money':
			return { text: typeof value === 'object' && 'amount' in value ? sayMoney(words.language, value) : text }
		case 'date':
		case 'partial-date':
			return { text: words.partial(text) }
		case 'period':
			return { text: typeof value === 'object' && !isCodes(value) && isPeriod(value) ? sayPeriod(words, value) : text }
		case 'yes-no':
			return { text: words.t(value === true ? 'registers.said.yes' : 'registers.said.no') }
		case 'one-of':
			return { text: sayCode(words, codeNames(field, declaration, names.areas), text) }
		case 'many-of': {
			const known = codeNames(field, declaration, names.areas)
			const lines = isCodes(value) ? value.map((code) => sayCode(words, known, code)) : []
			return { text: words.list(lines), lines }
		}
		case 'actor':
		case 'structure':
		case 'record':
		case 'entry':
			return sayRecord(words, names.records?.get(text))
		case 'seat':
			return { text: names.seats?.get(text)?.office ?? words.t('registers.said.unknown-seat') }
		case 'country':
			return { text: words.country(text) }
		case 'place':
			return typeof value === 'object' && !isCodes(value) && isPlace(value) ? sayPlace(words, value) : { text }
		case 'file':
			return { text: names.files?.get(text)?.name ?? words.t('registers.said.file'), file: text }
		case 'email':
			return { text, href: `mailto:${text}` }
		case 'telephone':
			return { text, href: `tel:${text.replaceAll(/[^+\d]/g, '')}` }
		case 'formula':
			return { text: sayWorkedOut(words, field, register, value) }
		case 'linked-count':
			return { text: sayDecimal(words.language, text) }
		case 'linked-sum':
			return { text: sayAnything(words, value) }
		default:
			return field satisfies never
	}
}

/** A whole number that lies between two years is one: its digits are not grouped. */
export const isYear = ({ least, most }: { least?: number | undefined; most?: number | undefined }) =>
	least !== undefined && least >= 1_000 && most !== undefined && most <= 9_999

// A number and its unit stay on one line.
const withUnit = ({ name }: Pick<Words, 'name'>, number: string, unit: Record<string, string> | undefined) =>
	unit === undefined ? number : `${number}\u00a0${name(unit)}`

function withLines(text: string): Said {
	const lines = text.split('\n').filter((line) => line.trim() !== '')
	return lines.length > 1 ? { text, lines } : { text }
}

function sayPeriod({ t, day }: Pick<Words, 't' | 'day'>, { from, to }: Period): string {
	if (to === null) return t('registers.said.since', { from: day(from) })
	return from === to ? day(from) : t('registers.said.period', { from: day(from), to: day(to) })
}

function sayCode({ t, name }: Pick<Words, 't' | 'name'>, known: ReturnType<typeof codeNames>, code: string): string {
	const found = known.find(({ key }) => key === code)
	if (!found) return code
	return found.retired ? t('registers.said.retired', { name: name(found.names) }) : name(found.names)
}

function sayRecord({ t, name }: Pick<Words, 't' | 'name'>, record: RecordReference | undefined): Said {
	if (!record) return { text: t('registers.said.unseen') }
	const said = name(record.title)
	return { text: record.acronym ? `${said} (${record.acronym})` : said, record }
}

function sayPlace({ t, language, country }: Pick<Words, 't' | 'language' | 'country'>, place: Place): Said {
	const parts = [place.locality, place.area, place.country === null ? null : country(place.country)].flatMap(
		(part) => part ?? []
	)
	// A town that gave its name to its province is said once.
	const lines = parts.filter((part, index) => part.trim().toLowerCase() !== parts[index - 1]?.trim().toLowerCase())
	if (place.latitude !== null && place.longitude !== null) {
		const degrees = (text: string) => sayDecimal(language, text)
		lines.push(t('registers.said.degrees', { latitude: degrees(place.latitude), longitude: degrees(place.longitude) }))
	}
	const text = lines.join(', ')
	return lines.length > 1 ? { text, lines } : { text }
}

/** The kind of result a formula gives, where the register is made ready. */
function kindOf(field: AnyField, register: CompiledRegister | Declaration) {
	if (!('declaration' in register)) return undefined
	const own = register.fields.get(field.key)
	if (own?.field === field) return own.formula?.gives.kind
	for (const { fields } of register.tables.values()) {
		const inner = fields.get(field.key)
		if (inner?.field === field) return inner.formula?.gives.kind
	}
	return undefined
}

function sayWorkedOut(
	words: Speaking,
	field: AnyField,
	register: CompiledRegister | Declaration,
	value: Value
): string {
	if (kindOf(field, register) === 'text' && typeof value === 'string') return value
	return sayAnything(words, value)
}

// Told by its look alone: a day, a number, an amount or a text.
function sayAnything(words: Speaking, value: Value): string {
	if (typeof value === 'boolean') return words.t(value ? 'registers.said.yes' : 'registers.said.no')
	if (typeof value === 'object') {
		if (isCodes(value)) return words.list(value)
		if ('amount' in value) return sayMoney(words.language, value)
		return isPeriod(value) ? sayPeriod(words, value) : sayPlace(words, value).text
	}
	return /^\d{4}-\d{2}-\d{2}$/.test(value) ? words.day(value) : sayDecimal(words.language, value)
}
