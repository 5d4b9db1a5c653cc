import type { Seen } from './front-matter.ts'
import { markOf, rankOf, type NumberMark } from './number-mark.ts'
import type { Numeral } from './numeral.ts'
import { couldHead, definedTerm, introducesList, isCapital, isClosing, isSentence } from './sentence.ts'
import { fit, goesOnLater, sequenceOf, type Fit } from './sequence.ts'
import { headed, takesHeading } from './unit-headings.ts'
import { DEFINITION_RANK, lastWords, ROUGH_RANK, unitOf, type Unit } from './unit.ts'

// Below this, what is numbered stands in a list; its words go on with those of the unit that announced it.
const ITEM_RANK = 12
const UNIT_RANK = 10
const ROUGH_INSIDE = 10.6
const HEADED_RANK = 4
// Book, Part, Title, Chapter, Division, Subdivision, section, (1), (a), (i), (A), (I) and one to spare: what goes deeper is no law.
const DEEPEST = 13
// Under the word SCHEDULE: the section that brings it in.
const NAMES_ITS_SECTION =
	/^[([](?:sections?|regulations?|rules?|paragraphs?|articles?|artigos?|ss?\.|arts?\.)\s[^)\]]*[)\]]$/iu

type Building = {
	whole: Unit
	stack: Unit[]
	last: Map<string, Numeral>
	/** The unit whose heading is to come on a line of its own. */
	unheaded: Unit | null
}

/** The units of a text as a tree. What is quoted, such as the section that an amending law puts in, stays words of the one that quotes it. */
export function outlineOf(seen: readonly Seen[], language: string): Unit {
	const whole = unitOf({ kind: 'whole', rank: -1 })
	const building: Building = { whole, stack: [whole], last: new Map(), unheaded: null }
	let quotedUntil = -1
	for (const [index, one] of seen.entries()) {
		const ahead = seen.slice(index + 1, index + 1 + 200)
		if (index <= quotedUntil) addWords(building, one.text)
		else placeParagraph(building, one, ahead, language)
		if (index > quotedUntil) quotedUntil = index + quotedAfter(one.text, ahead)
	}
	return whole
}

const QUOTES = /[“”«»]/gu
const QUOTED_MOST = 40
const endsOpen = (text: string): boolean => ['“', '«'].includes(text.match(QUOTES)?.at(-1) ?? '')

// Of straight quotation marks only the number tells whether one is left open.
const opensStraight = (text: string): boolean => text.startsWith('"') && (text.match(/"/gu)?.length ?? 0) % 2 === 1

/** How many of the paragraphs ahead belong to a quotation that this one opens and does not close. */
function quotedAfter(text: string, ahead: readonly Seen[]): number {
	if (opensStraight(text)) return ahead.slice(0, QUOTED_MOST).findIndex((one) => /"[.;,]?$/u.test(one.text)) + 1
	if (!endsOpen(text)) return 0
	const close = ahead.slice(0, QUOTED_MOST).findIndex((one) => /[”»]/u.test(one.text) && !endsOpen(one.text))
	return close + 1
}

const top = ({ stack, whole }: Building): Unit => stack.at(-1) ?? whole

function placeParagraph(building: Building, one: Seen, ahead: readonly Seen[], language: string): void {
	const { mark } = one
	const placed = mark !== null && placeMark(building, { mark, heading: one.heading }, ahead, language)
	if (placed) return
	const { text } = one
	if (building.unheaded?.kind === 'annex' && NAMES_ITS_SECTION.test(text)) return
	if (building.unheaded && takesHeading(building.unheaded, text)) return
	building.unheaded = null
	if (isClosing(text)) {
		building.stack = [building.whole]
		open(building, unitOf({ kind: 'headed', rank: 0 }))
	} else if (isHeadingAlone(one, building)) {
		const rank = HEADED_RANK + (one.heading ?? 2) / 2
		close(building, rank)
		open(building, unitOf({ kind: 'headed', rank, heading: text }))
		return
	}
	addWords(building, text)
}

/** A heading without a number, by its style, its size or its capitals; inside a list such a line is words of the list. */
function isHeadingAlone({ text, heading }: Seen, building: Building): boolean {
	if (text.length > 160 || isSentence(text)) return false
	return heading !== null || (isCapital(text) && text.length <= 80 && top(building).rank < ITEM_RANK)
}

/** Words behind the items of a list go on with what announced it where they begin small, as “shall be guilty of an offence” does. */
function addWords(building: Building, text: string): void {
	const { stack } = building
	if (defines(building, text)) return
	const innermost = top(building)
	const list = stack.findIndex(({ rank }) => rank >= ITEM_RANK)
	const goesOn = /^\p{Ll}/u.test(text) && /[;,]["”»’]?(?:\s(?:and|or|et|ou|e))?$/u.test(lastWords(innermost))
	const isNewSentence = /^\p{Lu}/u.test(text) && /[.]["”»’)]*$/u.test(lastWords(innermost))
	if (list > 0 && (goesOn || isNewSentence)) building.stack = stack.slice(0, list)
	top(building).content.push(text)
}

/** A definition, among those that a section announces: “worker” means …. It holds the list that it may announce itself. */
function defines(building: Building, text: string): boolean {
	const term = definedTerm(text)
	const section = building.stack.findLast(({ rank }) => rank < DEFINITION_RANK)
	if (term === undefined || !section || (section.kind !== 'unit' && section.kind !== 'under')) return false
	const isAmong = section.content.some((part) => typeof part !== 'string' && part.kind === 'definition')
	if (!isAmong && !introducesList(lastWords(section))) return false
	close(building, DEFINITION_RANK)
	open(building, unitOf({ kind: 'definition', rank: DEFINITION_RANK, label: term, content: [text] }))
	return true
}

function close(building: Building, rank: number): void {
	while (building.stack.length > 1 && top(building).rank >= rank) building.stack.pop()
}

function open(building: Building, unit: Unit): void {
	top(building).content.push(unit)
	building.stack.push(unit)
}

type Given = { mark: NumberMark; heading: number | null }

/** Opens the unit of a number, and those of the numbers right behind it (`12. (1) (a)`). False where it is no unit's number. */
function placeMark(
	building: Building,
	{ mark: given, heading }: Given,
	ahead: readonly Seen[],
	language: string
): boolean {
	if (building.stack.length > DEEPEST) return false
	const before = lastWords(top(building))
	const isAnnounced = introducesList(before)
	const mark = inContext(given, building, ahead, isAnnounced)
	const found = fit(mark, building, ahead, isAnnounced)
	if (!found) return false
	const unit = unitFor(mark, found)
	const above = headingBefore(building, mark)
	enter(building, unit, found, mark, isAnnounced)
	unit.heading = above
	const rest = headed(unit, mark, { rest: mark.rest, heading }, ahead)
	building.unheaded = null
	const inner = rest === '' ? null : markOf(rest, language)
	const isInner =
		inner && (inner.kind === 'under' || /^1\./u.test(rest)) && inner.readings.some(({ value }) => value === 1)
	if (isInner && placeMark(building, { mark: inner, heading: null }, ahead, language)) return true
	if (rest !== '') unit.content.push(rest)
	else if (unit.heading === '' && mark.kind !== 'under') building.unheaded = unit
	else if (isCapital(unit.heading) && mark.kind !== 'unit') building.unheaded = unit
	return true
}

const unitFor = (mark: NumberMark, { reading }: Fit): Unit =>
	unitOf({
		kind: mark.kind,
		rank: rankOf(mark, reading),
		sequence: sequenceOf(mark, reading),
		reading,
		label: mark.label
	})

/** “1.” is a section by itself, a paragraph inside an article, and an item where a list is announced or the sections go on behind it. */
function inContext(mark: NumberMark, { stack }: Building, ahead: readonly Seen[], isAnnounced: boolean): NumberMark {
	if (mark.kind !== 'unit') return mark
	if (mark.rank === ROUGH_RANK) return { ...mark, rank: roughRank(mark, stack) }
	if (mark.style !== 'stopped') return mark
	const under = (rank: number): NumberMark => ({
		...mark,
		kind: 'under',
		style: 'stopped under',
		label: `(${mark.label})`,
		rank
	})
	const isOpenList = stack.some(
		({ sequence, reading }) =>
			sequence === 'stopped under decimal' && mark.readings.some(({ value }) => value === (reading?.value ?? 0) + 1)
	)
	if (isOpenList) return under(0)
	if (stack.some(isArticle)) return under(isAnnounced ? 1 : 0)
	if (mark.readings[0]?.value !== 1) return mark
	const section = stack.findLast(({ sequence }) => sequence === 'stopped decimal')
	const isInside = section && (isAnnounced || goesOnLater(section, mark, ahead))
	return isInside && stack.indexOf(section) > lastGroup(stack) ? under(0.5) : mark
}

/**
 * Objectives and pillars stand inside the chapter of a policy that counts them, or gather its chapters; strategies stand inside the
 * objective, and actions inside the strategy, in which the first of them was met.
 */
function roughRank(mark: NumberMark, stack: readonly Unit[]): number {
	const isRough = ({ rank }: Unit) =>
		(rank >= ROUGH_RANK && rank < ROUGH_RANK + 1) || (rank > ROUGH_INSIDE - 0.1 && rank < 11)
	const same = stack.find((unit) => isRough(unit) && unit.sequence.startsWith(`${mark.style} `))
	const other = stack.findLast(isRough)
	if (same) return same.rank
	if (other) return other.rank + 0.05
	return stack.some(({ kind, rank }) => kind === 'unit' && rank >= UNIT_RANK) ? ROUGH_INSIDE : ROUGH_RANK
}

// An article or section called so; an objective of a policy has sections of its own inside.
const isArticle = ({ kind, rank, sequence }: Unit) => kind === 'unit' && rank === UNIT_RANK && /^\p{Lu}/u.test(sequence)

const lastGroup = (stack: readonly Unit[]) => stack.findLastIndex(({ kind }) => kind === 'group' || kind === 'annex')

function enter(
	building: Building,
	unit: Unit,
	{ reading, sibling }: Fit,
	mark: NumberMark,
	isAnnounced: boolean
): void {
	if (sibling !== null) {
		unit.rank = building.stack[sibling]?.rank ?? unit.rank
		building.stack = building.stack.slice(0, sibling)
	} else if (mark.kind === 'under' && isAnnounced) unit.rank = Math.max(unit.rank, top(building).rank + 0.1)
	else close(building, unit.rank)
	if (mark.style.startsWith('dotted')) leaveOthers(building, mark.label)
	if (mark.kind === 'annex') building.last.clear()
	if (reading) building.last.set(unit.sequence, reading)
	open(building, unit)
}

/** 4.1 stands in no 3, though nothing was numbered 4. */
function leaveOthers(building: Building, label: string): void {
	const isOther = ({ kind, label: above, rank }: Unit) =>
		kind === 'unit' &&
		rank >= UNIT_RANK &&
		/^[\d.]+$/u.test(above) &&
		!label.startsWith(`${above.replace(/\.0$/u, '')}.`)
	const other = building.stack.findIndex(isOther)
	if (other > 0) building.stack = building.stack.slice(0, other)
}

/** A heading on the line before a section's number, as older laws have it, which was taken as the last words of the section before. */
function headingBefore(building: Building, mark: NumberMark): string {
	if (mark.kind !== 'unit' || mark.style.startsWith('dotted') || couldHead(mark.rest)) return ''
	const before = top(building)
	const words = before.content.at(-1)
	if (typeof words !== 'string' || !couldHead(words) || words.length > 100 || /^["“«]/u.test(words)) {
		const isEmptyHead = before.kind === 'headed' && before.content.length === 0 && !isCapital(before.heading)
		if (!isEmptyHead || mark.rest === '') return ''
		building.stack.pop()
		top(building).content.pop()
		return before.heading
	}
	// What is left must be words of the unit before, or that line was all it had.
	if (before.content.length === 1 && before.kind !== 'whole' && before.kind !== 'group' && before.kind !== 'headed')
		return ''
	before.content.pop()
	return words
}
