import { canonicalText } from '#platform/events/chain.ts'
import { readValue, type Value, type Values } from '../entry/values.ts'
import { textOf, type Look, type Why } from './look.ts'
import type { Work } from './step-plan.ts'
import type { Piece } from './steps.ts'

type Split = Extract<Work, { kind: 'split' }>
type Join = Extract<Work, { kind: 'join' }>
type Looks = { was: Look; now: Look }

const same = (one: unknown, other: unknown) => canonicalText(one ?? null) === canonicalText(other ?? null)

/** The parts of a text between the texts of a pattern; null where it does not fit. The last takes all that is left. */
export function splitText(text: string, pieces: readonly Piece[]): Readonly<Record<string, string>> | null {
	const parts: Record<string, string> = {}
	let left = text.trim()
	for (const [index, piece] of pieces.entries()) {
		if ('text' in piece) {
			if (!left.startsWith(piece.text)) return null
			left = left.slice(piece.text.length)
			continue
		}
		const next = pieces[index + 1]
		const isLast = next === undefined
		const end = isLast ? left.length : 'text' in next ? left.indexOf(next.text) : 0
		if (end < 0) return null
		parts[piece.field] = left.slice(0, end)
		left = left.slice(end)
	}
	return left === '' && Object.values(parts).every((part) => part.trim() !== '') ? parts : null
}

/** The parts that are there, with the texts of the pattern between them. */
export function joinTexts(parts: Readonly<Record<string, string>>, pieces: readonly Piece[]): string {
	const isWhole = pieces.every((piece) => 'text' in piece || parts[piece.field] !== undefined)
	if (isWhole) return pieces.map((piece) => ('text' in piece ? piece.text : parts[piece.field])).join('')
	const there = pieces.flatMap((piece) => ('field' in piece ? (parts[piece.field] ?? []) : []))
	const between = pieces.find((piece, index) => 'text' in piece && index > 0 && index < pieces.length - 1)
	return there.join(between && 'text' in between ? between.text : ' ')
}

const take = (field: Join['now'], raw: unknown, look: Look): Value | null | undefined => {
	const read = readValue(field, raw, { codesOf: look.codesOf, isCountry: look.isCountry, before: undefined })
	return 'value' in read ? read.value : undefined
}

function parted(
	{ into, pieces, rest, was, now }: Split,
	value: Value,
	looks: Looks
): Readonly<Record<string, unknown>> | null {
	const [first = '', second = ''] = into
	if (typeof value === 'object' && 'from' in value) return { [first]: value.from, [second]: value.to }
	if (typeof value === 'object' && 'amount' in value) {
		const codes = now[1]
		const currency =
			codes?.type === 'one-of'
				? looks.now.codeNames(codes).find(({ key }) => key.toUpperCase() === value.currency)?.key
				: value.currency
		return { [first]: value.amount, [second]: currency }
	}
	const text = typeof value === 'string' ? value : textOf(was, value, looks.was)
	if (text === undefined) return null
	return splitText(text, pieces) ?? (rest === undefined ? null : { [rest]: text })
}

/** One value as several. What joining them would not give again is told. */
export function splitValue(split: Split, value: Value, looks: Looks): { values: Values; why: Why | null } {
	const raw = parted(split, value, looks)
	if (!raw) return { values: {}, why: 'not-understood' }
	const values: Record<string, Value> = {}
	let lost: Why | null = null
	for (const [index, key] of split.into.entries()) {
		const field = split.now[index]
		const given = raw[key]
		if (!field || given === undefined || given === null) continue
		const read = take(field, given, looks.now)
		// What can be written as an address or a number is not whatever a text says.
		if (read === undefined) lost = field.type === 'email' || field.type === 'telephone' ? 'not-understood' : 'too-long'
		else if (read !== null) values[key] = read
	}
	if (lost) return { values, why: lost }
	const back = joined({ from: split.into, pieces: split.pieces, was: split.now, now: split.was }, values, {
		was: looks.now,
		now: looks.was
	})
	return { values, why: same(back, value) ? null : 'less-exact' }
}

function joined(
	{ from, pieces, was, now }: Pick<Join, 'from' | 'pieces' | 'was' | 'now'>,
	values: Values,
	looks: Looks
): Value | null | undefined {
	const [first = '', second = ''] = from
	if (now.type === 'period') return take(now, { from: values[first] ?? '', to: values[second] ?? '' }, looks.now)
	if (now.type === 'money') {
		const currency = values[second]
		return take(
			now,
			{ amount: values[first], ...(typeof currency === 'string' ? { currency: currency.toUpperCase() } : {}) },
			looks.now
		)
	}
	const texts = Object.fromEntries(
		from.flatMap((key, index) => {
			const [value, field] = [values[key], was[index]]
			const text = value === undefined || !field ? undefined : textOf(field, value, looks.was)
			return text === undefined ? [] : [[key, text]]
		})
	)
	return take(now, joinTexts(texts, pieces), looks.now)
}

/** Several values as one. What could not be told apart again is told. */
export function joinValues(join: Join, values: Values, looks: Looks): { value: Value | null; why: Why | null } {
	const value = joined(join, values, looks)
	if (value === undefined)
		return {
			value: null,
			why: join.now.type === 'text' || join.now.type === 'long-text' ? 'too-long' : 'not-understood'
		}
	if (value === null) return { value, why: 'not-understood' }
	const back = splitBack(join, value, { was: looks.now, now: looks.was })
	return { value, why: same(back, values) ? null : 'not-told-apart' }
}

/** What a joined value is split into again: what does not fit the pattern goes where alone it may have come from. */
function splitBack({ from, pieces, was, now }: Join, value: Value, looks: Looks): Values {
	const [rest] = from
	const raw =
		parted({ kind: 'split', step: 0, from: '', into: from, pieces, rest, was: now, now: was }, value, looks) ?? {}
	return Object.fromEntries(
		from.flatMap((key, index) => {
			const [given, field] = [raw[key], was[index]]
			if (!field || given === undefined || given === null) return []
			const read = take(field, given, looks.now)
			return read === undefined || read === null ? [] : [[key, read]]
		})
	)
}
