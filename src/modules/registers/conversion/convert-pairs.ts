import type { AnyField } from '../declaration/declaration.ts'

export type FieldType = AnyField['type']

/**
 * What a conversion of one type into another does: all values come through, as far as the limits of the field that takes them allow;
 * some may be lost or not understood, and each is told; or there is no meaning to it.
 */
export type Pair = 'whole' | 'may-lose' | 'never'

const TEXTS: readonly FieldType[] = ['text', 'long-text', 'address']
const isText = (type: FieldType) => TEXTS.includes(type)

/** What may become a text: of each value the text says all there is. */
const SAID_WHOLE: readonly FieldType[] = [
	'email',
	'telephone',
	'whole-number',
	'decimal',
	'money',
	'date',
	'partial-date',
	'period',
	'yes-no'
]
const SAID_IN_PART: readonly FieldType[] = [
	'one-of',
	'many-of',
	'country',
	'place',
	'actor',
	'structure',
	'record',
	'entry'
]

// Between types of which none is a text; what is not named has no meaning.
const BETWEEN: Readonly<Partial<Record<FieldType, Readonly<Partial<Record<FieldType, Pair>>>>>> = {
	email: { telephone: 'never' },
	'whole-number': {
		decimal: 'whole',
		money: 'whole',
		'partial-date': 'may-lose',
		'yes-no': 'may-lose',
		'one-of': 'may-lose'
	},
	decimal: { 'whole-number': 'may-lose', money: 'may-lose', 'yes-no': 'may-lose', 'one-of': 'may-lose' },
	money: { 'whole-number': 'may-lose', decimal: 'may-lose' },
	date: { 'partial-date': 'whole', period: 'whole' },
	'partial-date': { date: 'may-lose', period: 'whole', 'whole-number': 'may-lose' },
	period: { date: 'may-lose', 'partial-date': 'may-lose' },
	'yes-no': { 'whole-number': 'whole', decimal: 'whole', 'one-of': 'may-lose' },
	'one-of': {
		'many-of': 'may-lose',
		'yes-no': 'may-lose',
		country: 'may-lose',
		'whole-number': 'may-lose',
		decimal: 'may-lose'
	},
	'many-of': { 'one-of': 'may-lose' },
	country: { 'one-of': 'may-lose', place: 'whole' },
	place: { country: 'may-lose' },
	actor: { record: 'may-lose' },
	structure: { record: 'may-lose' },
	entry: { record: 'may-lose' },
	record: { actor: 'may-lose', structure: 'may-lose', entry: 'may-lose' }
}

// Of the same type, and under other keys, lists, registers, currencies or digits.
const SAME_MAY_LOSE: readonly FieldType[] = ['decimal', 'money', 'one-of', 'many-of', 'record', 'entry']
const NEVER_READ: readonly FieldType[] = ['formula', 'linked-count', 'linked-sum']

/** What converting a field of one type into another does. */
export function pairOf(from: FieldType, to: FieldType): Pair {
	if (NEVER_READ.includes(from) || NEVER_READ.includes(to)) return 'never'
	if (from === to) return SAME_MAY_LOSE.includes(from) ? 'may-lose' : 'whole'
	if (isText(to)) {
		if (isText(from) || SAID_WHOLE.includes(from)) return 'whole'
		return SAID_IN_PART.includes(from) ? 'may-lose' : 'never'
	}
	if (isText(from)) {
		if (to === 'place') return 'whole'
		return SAID_WHOLE.includes(to) || SAID_IN_PART.includes(to) ? 'may-lose' : 'never'
	}
	return BETWEEN[from]?.[to] ?? 'never'
}
