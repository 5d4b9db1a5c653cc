import { canonicalText } from '#platform/events/chain.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { isCodes, readValue, type CodesOf, type Money, type Value, type ValueFault } from '../entry/values.ts'
import { tidy } from '../exchange/read-cells.ts'

/** A record as far as it is told in words, or by what it is. */
export type LookedUp = {
	kind: string
	key: string | null
	number: string | null
	title: string
	register: string | null
}

/** What codes, records, countries and choices are called, looked up beforehand. */
export type Look = {
	codesOf: CodesOf
	/** The codes of a field with what they are called. */
	codeNames(field: AnyField): readonly { key: string; names: Readonly<Record<string, string>> }[]
	/** What a text names: nothing for none, null where it may be several. */
	find(field: AnyField, text: string): string | null | undefined
	record(id: string): LookedUp | undefined
	/** Whether a field may name such a record. */
	suits(field: AnyField, record: LookedUp): boolean
	isCountry(code: string): boolean
	countryCalled(text: string): string | undefined
	countryName(code: string): string
	/** What yes and no are called, in which languages ever. */
	yesNo(text: string): boolean | undefined
	sayYesNo(value: boolean): string
	/** The language of the workspace, and those in which months are called by their names. */
	language: string
	languages: readonly string[]
}

/** Why a value does not come through whole: worded by `registers.conversion.why.<code>`. */
export type Why =
	| 'removed'
	| 'not-understood'
	| 'two-ways'
	| 'unknown-name'
	| 'several-of-name'
	| 'unknown-code'
	| 'too-long'
	| 'beyond-limit'
	| 'less-exact'
	| 'merged'
	| 'not-told-apart'
	| 'changed-since'
	| 'gone-since'

/** A value that a field takes, or why it takes none. */
export type Read = { value: Value | null } | { why: Why }

/** A field that holds a text of whatever sort. */
export const isText = ({ type }: AnyField) => type === 'text' || type === 'long-text' || type === 'address'
/** A field that holds a number alone. */
export const isNumber = ({ type }: AnyField) => type === 'whole-number' || type === 'decimal'
/** True for two values that say the same. */
export const same = (one: unknown, other: unknown) => canonicalText(one ?? null) === canonicalText(other ?? null)
/** An amount in a currency. */
export const isMoney = (value: Value): value is Money => typeof value === 'object' && 'amount' in value

function whyOf({ code }: ValueFault): Why {
	switch (code) {
		case 'too-long':
		case 'too-many-codes':
			return 'too-long'
		case 'below-least':
		case 'above-most':
			return 'beyond-limit'
		case 'too-many-digits':
			return 'less-exact'
		case 'unknown-code':
		case 'retired-code':
			return 'unknown-code'
		default:
			return 'not-understood'
	}
}

/** Takes a value as the field would from a form; what is kept already stays though it is offered no more. */
export function take(field: AnyField, raw: unknown, look: Look): Read {
	const read = readValue(field, raw, { codesOf: look.codesOf, isCountry: look.isCountry, before: beforeOf(raw) })
	return 'value' in read ? read : { why: whyOf(read.fault) }
}

const beforeOf = (raw: unknown): Value | undefined => {
	if (typeof raw === 'string') return raw
	return Array.isArray(raw) ? raw.filter((one): one is string => typeof one === 'string') : undefined
}

const nameIn = (names: Readonly<Record<string, string>>, language: string) => names[language] ?? names['en']

/** What a code is called in the language of the workspace. */
export const codeName = (field: AnyField, code: string, look: Look) => {
	const names = look.codeNames(field).find(({ key }) => key === code)?.names
	return (names && nameIn(names, look.language)) ?? code
}

const recordName = ({ kind, key, number, title }: LookedUp, field: AnyField) => {
	if (field.type === 'actor' || field.type === 'structure') return title
	return number ?? (key === null ? title : `${kind}:${key}`)
}

/** A value as a text that says it; undefined for what no text says. */
export function textOf(field: AnyField, value: Value, look: Look): string | undefined {
	if (typeof value === 'boolean') return look.sayYesNo(value)
	if (isCodes(value)) return value.map((code) => codeName(field, code, look)).join('; ')
	if (typeof value === 'string') {
		switch (field.type) {
			case 'one-of':
				return codeName(field, value, look)
			case 'country':
				return look.countryName(value)
			case 'actor':
			case 'structure':
			case 'record':
			case 'entry': {
				const record = look.record(value)
				return record && recordName(record, field)
			}
			case 'seat':
			case 'file':
				return undefined
			default:
				return value
		}
	}
	if (isMoney(value)) return `${value.amount} ${value.currency}`
	if ('from' in value) return `${value.from}/${value.to ?? ''}`
	const { country, area, locality, latitude, longitude } = value
	const degrees = latitude === null ? null : `${latitude} ${longitude ?? ''}`
	return [locality, area, country === null ? null : look.countryName(country), degrees]
		.filter((part) => part !== null)
		.join(', ')
}

/** All that a value may be called in the mapping of a rule. */
export function calledOf(field: AnyField, value: Value, look: Look): string[] {
	if (typeof value === 'boolean') return [value ? 'yes' : 'no', String(value), look.sayYesNo(value)]
	const said = textOf(field, value, look)
	const texts = [typeof value === 'string' ? value : undefined, isCodes(value) ? value.join(';') : undefined, said]
	const names =
		typeof value === 'string' && field.type === 'one-of'
			? Object.values(look.codeNames(field).find(({ key }) => key === value)?.names ?? {})
			: []
	return [...texts, ...names].filter((text) => text !== undefined)
}

/** The code of a field that is called so, by its key or its name in any language; nothing where several are. */
export function codeCalled(field: AnyField, text: string, look: Look): string | undefined {
	const wanted = tidy(text)
	const codes = look.codeNames(field)
	const byKey = codes.find(({ key }) => key === text.trim())
	if (byKey) return byKey.key
	const called = codes.filter(({ key, names }) => [key, ...Object.values(names)].some((name) => tidy(name) === wanted))
	return called.length === 1 ? called[0]?.key : undefined
}
