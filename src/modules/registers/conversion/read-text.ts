import Big from 'big.js'
import { splitList } from '#platform/exchange/list-text.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { digitsOfCurrency } from '../entry/values.ts'
import { readWrittenDay, readWrittenPart, type WrittenDay } from '../exchange/written-day.ts'
import { codeCalled, take, type Look, type Read } from './look.ts'
import type { Rule } from './steps.ts'
import { readWrittenNumber } from './written-number.ts'

function dayIn(written: WrittenDay, { order }: Rule): Read {
	if (written === null) return { why: 'not-understood' }
	if ('day' in written) return { value: written.day }
	if ('twoWays' in written) {
		const { year, one, other } = written.twoWays
		if (order === undefined) return { why: 'two-ways' }
		return { value: order === 'day-month' ? `${year}-${other}-${one}` : `${year}-${one}-${other}` }
	}
	const { year, month, day } = written.monthFirst
	return order === 'month-day' ? { value: `${year}-${month}-${day}` } : { why: 'two-ways' }
}

function moneyIn(text: string, field: AnyField, rule: Rule): unknown {
	const [, before, between = '', after] = /^\s*([A-Z]{3})?\s*([^A-Za-z]+?)\s*([A-Z]{3})?\s*$/.exec(text) ?? []
	const own = field.type === 'money' ? field.currency : undefined
	const currency = before ?? after ?? rule.currency ?? own
	const amount = readWrittenNumber(between, rule.decimal)
	return amount === null ? null : { amount, ...(currency === undefined ? {} : { currency }) }
}

/** What a text says, for a field of whichever type. */
export function fromText(to: AnyField, text: string, rule: Rule, look: Look): Read {
	switch (to.type) {
		case 'whole-number':
		case 'decimal': {
			const number = readWrittenNumber(text, rule.decimal)
			return number === null ? { why: 'not-understood' } : take(to, roundedFor(to, number, rule), look)
		}
		case 'money': {
			const raw = moneyIn(text, to, rule)
			return raw === null ? { why: 'not-understood' } : take(to, raw, look)
		}
		case 'date':
			return dayIn(readWrittenDay(text.trim(), look.languages), rule)
		case 'partial-date':
			return dayIn(readWrittenPart(text.trim(), look.languages), rule)
		case 'period': {
			const [first = '', second = '', ...others] = text.split(/\s*\/\s*|\s+(?:-|–|—|to|until|à|au|a|até)\s+/)
			if (others.length > 0) return fromDays(to, text, rule, look)
			const from = dayIn(readWrittenDay(first.trim(), look.languages), rule)
			if ('why' in from) return fromDays(to, text, rule, look)
			if (second.trim() === '') return take(to, { from: from.value }, look)
			const until = dayIn(readWrittenDay(second.trim(), look.languages), rule)
			return 'why' in until ? until : take(to, { from: from.value, to: until.value }, look)
		}
		case 'yes-no': {
			const value = look.yesNo(text)
			return value === undefined ? { why: 'not-understood' } : { value }
		}
		case 'one-of': {
			const code = codeCalled(to, text, look)
			return code === undefined ? { why: 'unknown-code' } : take(to, code, look)
		}
		case 'many-of': {
			const whole = codeCalled(to, text, look)
			const codes = whole === undefined ? splitList(text).map((one) => codeCalled(to, one, look)) : [whole]
			if (codes.length === 0 || codes.includes(undefined)) return { why: 'unknown-code' }
			return take(to, [...new Set(codes)], look)
		}
		case 'country': {
			const code = look.countryCalled(text)
			return code === undefined ? { why: 'unknown-name' } : { value: code }
		}
		case 'actor':
		case 'structure':
		case 'record':
		case 'entry': {
			const id = look.find(to, text.trim())
			if (id === null) return { why: 'several-of-name' }
			return id === undefined ? { why: 'unknown-name' } : { value: id }
		}
		default:
			return take(to, text, look)
	}
}

/** A period that is written as one day after another without a blank, `3/4/2026 - 5/4/2026` among them. */
function fromDays(to: AnyField, text: string, rule: Rule, look: Look): Read {
	const [first, second, ...others] = text.split(/\s+(?:-|–|—|to|until|à|au|a|até)\s+/)
	if (others.length > 0 || first === undefined) return { why: 'not-understood' }
	const from = dayIn(readWrittenDay(first.trim(), look.languages), rule)
	if ('why' in from) return from
	if (second === undefined) return take(to, { from: from.value }, look)
	const until = dayIn(readWrittenDay(second.trim(), look.languages), rule)
	return 'why' in until ? until : take(to, { from: from.value, to: until.value }, look)
}

/** A number with no more digits than the field takes, where the rule rounds. */
export function roundedFor(to: AnyField, number: string, { round = false }: Rule): string {
	if (!round) return number
	const digits = to.type === 'decimal' ? to.digits : to.type === 'money' ? digitsOfCurrency(to.currency ?? '') : 0
	return Big(number).round(digits, Big.roundHalfEven).toFixed()
}
