import type { Paragraph } from './extract/extraction.ts'
import type { NumberMark } from './number-mark.ts'
import { isSentence } from './sentence.ts'

/** A paragraph as a reader sees it, its number before it, and the number that it may begin with. */
export type Seen = { text: string; mark: NumberMark | null; heading: number | null }

const CONTENTS =
	/^(?:arrangement of (?:sections|clauses|regulations|articles|paragraphs|rules)|(?:table of )?(?:contents|provisions)|table des mati[èe]res|sommaire|[íi]ndice(?: geral)?|sum[áa]rio)\s*:?$/iu
const LED_TO_PAGE = /(?:[.…·_]\s?){4}\s*(?:\d{1,4}|[ivxl]{1,7})$/iu
// What leads to a page number is looked for at the end alone: a file may hold a line of a million dots.
const END = 40

/** Leaves out tables of contents, and what stands on a cover before the first sentence. */
export function withoutFrontMatter(seen: readonly Seen[]): Seen[] {
	return withoutCover(withoutContents(seen.filter(({ text }) => !LED_TO_PAGE.test(text.slice(-END)))))
}

/** What the file itself calls a line of contents is none of a text's provisions. */
export const isOfText = ({ isContents, text, number }: Paragraph): boolean =>
	!isContents && (text !== '' || number !== null)

const sameMark = (one: NumberMark | null, other: NumberMark | null) =>
	one !== null && other !== null && one.style === other.style && one.label.toLowerCase() === other.label.toLowerCase()

/** A table of contents ends where its first number comes again, or before the sentences that lead up to that. */
function withoutContents(seen: readonly Seen[]): Seen[] {
	const head = seen.findIndex(({ text }) => CONTENTS.test(text))
	if (head < 0) return [...seen]
	const first = seen.findIndex(({ mark }, index) => index > head && mark !== null)
	const again = seen.findIndex(({ mark }, index) => index > first && sameMark(mark, seen[first]?.mark ?? null))
	if (first < 0 || again < 0) return seen.toSpliced(head, 1)
	const sentence = seen.findIndex(
		({ text, mark }, index) => index > first && index < again && mark === null && isSentence(text)
	)
	const end = sentence < 0 ? again : sentence
	return seen.toSpliced(head, end - head)
}

const LONG = 1_000
// How many sections may be missing before one of four digits: those that were repealed.
const MISSING_MOST = 10

/**
 * Leaves its number only to what the text counts up to: “2014. The Act was passed” begins like a section of four digits, and is one
 * where a section of the same kind shortly before it is there. An excerpt may begin with any number but one that could be a year.
 */
export function withoutYears(seen: readonly Seen[]): Seen[] {
	const longAhead = new Set(seen.flatMap(({ mark }) => counted(mark) ?? []))
	const taken = new Set<string>()
	return seen.map((one) => {
		const number = counted(one.mark)
		if (!one.mark || number === null) return one
		const { style } = one.mark
		const isNear = Array.from({ length: MISSING_MOST + 1 }, (_, back) => `${style} ${String(number - back)}`)
		const couldBeYear = number >= 1_800 && number < 2_200
		const isUnit =
			number < LONG || isNear.some((before) => taken.has(before)) || (!couldBeYear && longAhead.has(number + 1))
		if (!isUnit) return { ...one, mark: null }
		taken.add(`${style} ${String(number)}`)
		return one
	})
}

/** The number of a section that bears no word before it. */
function counted(mark: NumberMark | null): number | null {
	const [reading] = mark?.readings ?? []
	const isPlain = mark?.style === 'stopped' || mark?.style === 'bare'
	return isPlain && reading?.family === 'decimal' ? reading.value : null
}

// “12 March 2031” looks like the twelfth section.
const couldBeDate = ({ style, readings }: NumberMark) => style === 'bare' && readings[0]?.value !== 1

/**
 * The cover: titles, numbers and dates before the first sentence or number. A heading right before that belongs to it. What has no sentence
 * and no number at all is kept whole.
 */
function withoutCover(seen: readonly Seen[]): Seen[] {
	const begin = seen.findIndex(({ text, mark }) => (mark !== null && !couldBeDate(mark)) || isSentence(text))
	if (begin <= 0) return [...seen]
	return seen.slice(seen[begin - 1]?.heading === null ? begin : begin - 1)
}
