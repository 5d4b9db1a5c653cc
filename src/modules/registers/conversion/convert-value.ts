import type { AnyField } from '../declaration/declaration.ts'
import { isCodes, type Value } from '../entry/values.ts'
import { tidy } from '../exchange/read-cells.ts'
import { pairOf } from './convert-pairs.ts'
import {
	calledOf,
	codeCalled,
	codeName,
	isMoney,
	isNumber,
	isText,
	same,
	take,
	textOf,
	type Look,
	type Read,
	type Why
} from './look.ts'
import { daysOfPart, partOfDays } from './part-days.ts'
import { fromText, roundedFor } from './read-text.ts'
import type { Rule } from './steps.ts'

/** A value as it is converted: null where nothing of it can be kept. `why` where something is lost; `isSpelled` where only the spelling is. */
export type Converted = { value: Value | null; why: Why | null; isSpelled: boolean }
type Ways = { from: AnyField; to: AnyField; rule: Rule }

/** What is neither said by a text nor read from one. */
function byMeaning({ from, to, rule }: Ways, value: Value, look: Look): Read | undefined {
	const kind = `${from.type} ${to.type}`
	if (isNumber(to) || to.type === 'money') {
		if (typeof value === 'boolean') return take(to, value ? '1' : '0', look)
		const number = isMoney(value) ? value.amount : isNumber(from) && typeof value === 'string' ? value : null
		if (number === null) {
			if (kind !== 'partial-date whole-number') return undefined
			return typeof value === 'string' && value.length === 4 ? take(to, value, look) : { why: 'less-exact' }
		}
		if (to.type !== 'money') return take(to, roundedFor(to, number, rule), look)
		const currency = isMoney(value) ? value.currency : (rule.currency ?? to.currency)
		return take(to, { amount: roundedFor({ ...to, currency }, number, rule), currency }, look)
	}
	if (to.type === 'yes-no' && isNumber(from))
		return value === '1' || value === '0' ? { value: value === '1' } : { why: 'not-understood' }
	if (to.type === 'partial-date' && from.type === 'whole-number') return take(to, value, look)
	if (typeof value === 'object' && 'from' in value && (to.type === 'date' || to.type === 'partial-date')) {
		if (to.type === 'partial-date') return take(to, partOfDays(value) ?? dayOf(value, rule), look)
		return take(to, dayOf(value, rule), look)
	}
	if (typeof value === 'string') {
		if (kind === 'date period') return take(to, { from: value }, look)
		if (kind === 'partial-date period') return take(to, value.length === 10 ? { from: value } : daysOfPart(value), look)
		if (kind === 'partial-date date') {
			if (value.length === 10) return { value }
			const days = daysOfPart(value)
			if (rule.take === undefined) return { why: 'less-exact' }
			return { value: rule.take === 'first' ? days.from : days.to }
		}
		if (kind === 'country place') return take(to, { country: value }, look)
		if (kind === 'one-of many-of') return fromCodes(to, [value], { from, look })
	}
	if (isCodes(value)) {
		const [first] = value
		const last = value.at(-1)
		if (to.type === 'many-of') return fromCodes(to, value, { from, look })
		if (to.type !== 'one-of' || first === undefined || last === undefined) return undefined
		if (value.length > 1 && rule.take === undefined) return { why: 'less-exact' }
		const read = fromCodes({ ...to, type: 'many-of', most: 1 }, [rule.take === 'last' ? last : first], { from, look })
		return 'value' in read && isCodes(read.value ?? undefined) ? take(to, firstOf(read.value), look) : read
	}
	if (kind === 'place country') {
		const country = typeof value === 'object' && 'country' in value ? value.country : null
		return country === null ? { why: 'not-understood' } : { value: country }
	}
	if (['record', 'actor', 'structure', 'entry'].includes(to.type) && typeof value === 'string' && !isText(from)) {
		const record = look.record(value)
		return record && look.suits(to, record) ? { value } : { why: 'unknown-name' }
	}
	return undefined
}

const firstOf = (value: Value | null) => (isCodes(value) ? value[0] : undefined)
const dayOf = ({ from, to }: { from: string; to: string | null }, { take: which }: Rule) =>
	which === 'last' ? (to ?? from) : from

/** Codes of one list as those of another: by the key, else by the name. */
function fromCodes(to: AnyField, codes: readonly string[], { from, look }: { from: AnyField; look: Look }): Read {
	const known = new Set(look.codeNames(to).map(({ key }) => key))
	const taken = codes.map((code) => (known.has(code) ? code : codeCalled(to, codeName(from, code, look), look)))
	return taken.includes(undefined) ? { why: 'unknown-code' } : take(to, [...new Set(taken)], look)
}

function throughRule(ways: Ways, value: Value, look: Look): Read {
	const { from, to, rule } = ways
	if (pairOf(from.type, to.type) === 'never') return { why: 'not-understood' }
	const called = new Set(calledOf(from, value, look).map(tidy))
	const mapped = Object.entries(rule.by ?? {}).find(([text]) => called.has(tidy(text)))
	if (mapped) {
		const [, wanted] = mapped
		if (typeof wanted === 'string' || typeof wanted === 'number') return fromText(to, String(wanted), rule, look)
		return take(to, wanted, look)
	}
	const read = plainly(ways, value, look)
	if ('value' in read || rule.else === undefined) return read
	return fromText(to, rule.else, rule, look)
}

function plainly(ways: Ways, value: Value, look: Look): Read {
	const { from, to, rule } = ways
	const meant = byMeaning(ways, value, look)
	if (meant) return meant
	if (from.type === to.type && from.type !== 'one-of') return take(to, value, look)
	if (from.type === 'one-of' && to.type === 'one-of' && typeof value === 'string') {
		const read = fromCodes({ ...to, type: 'many-of', most: 1 }, [value], { from, look })
		return 'value' in read ? take(to, firstOf(read.value), look) : read
	}
	const said = typeof value === 'string' && isText(from) ? value : textOf(from, value, look)
	const read: Read = said === undefined ? { why: 'not-understood' } : fromText(to, said, rule, look)
	if ('value' in read || isText(from)) return read
	// What is called by a name that means nothing to the other field may be known there by its key.
	const key = typeof value === 'boolean' ? (value ? 'yes' : 'no') : value
	const byKey = typeof key === 'string' ? fromText(to, key, rule, look) : read
	return 'value' in byKey ? byKey : read
}

/** The rule by which a value is converted back: what several values became becomes the first of them. */
export function backRule({ from, rule }: Pick<Ways, 'from' | 'rule'>): Rule {
	const by = new Map<string, string>()
	for (const [text, wanted] of Object.entries(rule.by ?? {})) {
		const key = Array.isArray(wanted)
			? wanted.join(';')
			: typeof wanted === 'boolean'
				? wanted
					? 'yes'
					: 'no'
				: String(wanted)
		if (!by.has(key)) by.set(key, text)
	}
	const currency = from.type === 'money' ? from.currency : undefined
	return {
		...(by.size > 0 ? { by: Object.fromEntries(by) } : {}),
		...(rule.order === undefined ? {} : { order: rule.order }),
		...(rule.decimal === undefined ? {} : { decimal: rule.decimal }),
		...(rule.take === undefined ? {} : { take: rule.take }),
		...(currency === undefined ? {} : { currency })
	}
}

/**
 * A value as another field takes it. What converting it back would not give again is told as lost, whatever the reason: so nothing is
 * lost that is not told. A text that was understood whole, and would be spelled otherwise, loses nothing but its spelling.
 */
export function convertValue(ways: Ways, value: Value, look: { was: Look; now: Look }): Converted {
	const read = throughRule(ways, value, both(look.was, look.now, ways.from))
	if ('why' in read) return { value: null, why: read.why, isSpelled: false }
	if (read.value === null) return { value: null, why: 'not-understood', isSpelled: false }
	const { from, to, rule } = ways
	const returning = { from: to, to: from, rule: backRule(ways) }
	const back = throughRule(returning, read.value, both(look.now, look.was, to))
	if ('value' in back && same(back.value, value)) return { value: read.value, why: null, isSpelled: false }
	const isAlike =
		'value' in back && typeof value === 'string' && typeof back.value === 'string' && tidy(back.value) === tidy(value)
	const isSpelled = isText(from) && (isAlike || saysAllOf(ways, value, look))
	const isMapped = rule.by !== undefined && typeof value !== 'object'
	return { value: read.value, why: isSpelled ? null : isMapped ? 'merged' : 'less-exact', isSpelled }
}

/** True where the text was read as it stands, and no rule took it for something else. */
function saysAllOf({ from, to, rule }: Ways, value: Value, look: { was: Look; now: Look }): boolean {
	const { by: _by, else: _else, round: _round, ...plain } = rule
	const read = plainly({ from, to, rule: plain }, value, both(look.was, look.now, from))
	return 'value' in read && !isText(to) && to.type !== 'place'
}

/** Each field is asked by the declaration it stands in. */
function both(was: Look, now: Look, from: AnyField): Look {
	const lookFor = (field: AnyField) => (field === from ? was : now)
	return {
		...now,
		codesOf: (field) => lookFor(field).codesOf(field),
		codeNames: (field) => lookFor(field).codeNames(field)
	}
}
