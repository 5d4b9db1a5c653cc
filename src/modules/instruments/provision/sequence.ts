import type { Seen } from './front-matter.ts'
import type { NumberMark } from './number-mark.ts'
import { follows, type Numeral } from './numeral.ts'
import type { Unit } from './unit.ts'

/** Where a number belongs: behind the unit at that place of the open ones, or at the head of a list of its own. */
export type Fit = { reading: Numeral | undefined; sibling: number | null }

export const sequenceOf = (mark: NumberMark, reading: Numeral | undefined): string =>
	`${mark.style} ${reading?.family ?? ''}`

// How far a number is looked for that would come next, and how many may be missing: repealed sections, a page that could not be read.
const LOOK_AHEAD = 150
const MISSING_MOST = 10
const MISSING_ALONE = 3

/** The open units from the outermost to the innermost, and the last number of each sequence since the text or annex began. */
export type Open = { stack: readonly Unit[]; last: ReadonlyMap<string, Numeral> }

/** Whether a number of the same style that comes right after this reading stands further on. */
function isContinued(mark: NumberMark, reading: Numeral, ahead: readonly Seen[]): boolean {
	return ahead
		.slice(0, LOOK_AHEAD)
		.some(
			({ mark: next }) =>
				next?.style === mark.style &&
				next.readings.some(
					(one) => one.family === reading.family && one.value === reading.value + 1 && one.suffix === ''
				)
		)
}

/** The very next number of the same style, if any. */
const nextOf = (mark: NumberMark, ahead: readonly Seen[]) =>
	ahead.slice(0, LOOK_AHEAD).find(({ mark: next }) => next?.style === mark.style)?.mark ?? null

const isFirst = ({ value, suffix }: Numeral) => value === 1 && suffix === ''

/**
 * Which of its readings a number has, decided by what came before and what comes next: `(i)` after `(h)` is a letter, unless `(ii)` is next;
 * a number that follows nothing, and that nothing follows, is no number of a unit but part of a sentence. Null then.
 *
 * `after` is what ends right before it; a list that is announced there begins inside.
 */
export function fit(mark: NumberMark, { stack, last }: Open, ahead: readonly Seen[], isAnnounced: boolean): Fit | null {
	const isWord = /^\p{Lu}/u.test(mark.style) || mark.kind === 'annex'
	const siblings = mark.readings
		.map((reading) => ({ reading, sibling: openAt(stack, mark, (before) => follows(reading, before), reading) }))
		.filter(({ sibling }) => sibling >= 0)
		.sort((one, other) => other.sibling - one.sibling)
	const start = mark.readings.find((reading) => isFirst(reading))
	const [nearest] = siblings
	if (nearest && start && nearest.reading !== start) {
		const next = nextOf(mark, ahead)
		const goesOn = (from: Numeral) => next?.readings.some((one) => follows(one, from) && one.suffix === '') ?? false
		const isList = goesOn(start) && !goesOn(nearest.reading)
		return isList || (isAnnounced && !goesOn(nearest.reading)) ? { reading: start, sibling: null } : nearest
	}
	if (nearest) return nearest
	if (isWord) return { reading: mark.readings[0], sibling: null }
	for (const reading of mark.readings) {
		const before = last.get(sequenceOf(mark, reading))
		if (mark.kind !== 'under' && before && follows(reading, before)) return { reading, sibling: null }
	}
	if (start) {
		// Headings of one letter, and numbers without a stop, are too much like the beginning of a sentence to stand alone.
		const needsNext = mark.kind === 'group' || mark.style === 'bare'
		return needsNext && !isContinued(mark, start, ahead) ? null : { reading: start, sibling: null }
	}
	return missed(mark, { stack, last }, ahead)
}

/** A number whose predecessor is missing: taken where it is near the last one and another follows it. */
function missed(mark: NumberMark, { stack, last }: Open, ahead: readonly Seen[]): Fit | null {
	for (const reading of mark.readings) {
		if (mark.style === 'bare' || mark.kind === 'group') continue
		const isDotted = mark.style.startsWith('dotted')
		const most = isDotted || isContinued(mark, reading, ahead) ? MISSING_MOST : MISSING_ALONE
		const isNear = (before: Numeral) =>
			reading.family === before.family && reading.value > before.value && reading.value <= before.value + most
		const sibling = openAt(stack, mark, isNear, reading)
		if (sibling >= 0) return { reading, sibling }
		const before = last.get(sequenceOf(mark, reading))
		// A text may be an excerpt, and its first number any.
		if (mark.kind === 'unit' && (before ? isNear(before) : !isDotted)) return { reading, sibling: null }
		if (isDotted && isNear({ family: 'dotted', value: 0, suffix: '' })) return { reading, sibling: null }
	}
	return null
}

function openAt(
	stack: readonly Unit[],
	mark: NumberMark,
	test: (before: Numeral) => boolean,
	reading: Numeral
): number {
	const sequence = sequenceOf(mark, reading)
	return stack.findLastIndex((unit) => unit.sequence === sequence && unit.reading !== undefined && test(unit.reading))
}

/** Whether the sequence of an open unit goes on further down, so that a number 1 before that begins a list inside. */
export function goesOnLater(unit: Unit, mark: NumberMark, ahead: readonly Seen[]): boolean {
	return unit.reading !== undefined && isContinued(mark, unit.reading, ahead)
}
