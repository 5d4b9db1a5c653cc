import type { Line } from './pdf-lines.ts'
import { startsUnit } from './starts-unit.ts'

type Joined = { text: string; page: number; heading: number | null }

const ENDS = /[.;:!?…—–-]["”»’)]*$|(?:^|\s)(?:and|or|et|ou|e)$/iu
const STOPS = /[.;:!?…]["”»’)]*$/u
const LOWER = /^["“«(]?\p{Ll}/u
const isCapital = (text: string) => /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text)

function middle(values: readonly number[], part = 0.5): number {
	const sorted = values.toSorted((one, other) => one - other)
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

/** Lines that run down a page: a column, or as much of one as stands on it. */
function stretchesOf(lines: readonly Line[]): Line[][] {
	const stretches: Line[][] = []
	for (const line of lines) {
		const open = stretches.at(-1)
		const before = open?.at(-1)
		if (open && before?.page === line.page && line.baseline > before.baseline - before.size) open.push(line)
		else stretches.push([line])
	}
	return stretches
}

/** Where the lines of a stretch end that are long enough to end at its margin; of a short one nobody can tell. */
function marginOf(stretch: readonly Line[]): number {
	const widest = Math.max(...stretch.map(({ left, right }) => right - left))
	return middle(
		stretch.filter(({ left, right }) => right - left > widest * 0.6).map(({ right }) => right),
		0.6
	)
}

// So many lines tell the margin of a column and how far lines stand apart; a column begins within so many points on every page.
const LINES_TO_TELL = 6
const SAME_COLUMN = 30
const USUAL_PITCH = 1.2

type Measures = {
	/** The right margin of each line's column. */
	marginOf(line: Line): number
	/** From one line to the next inside a paragraph, in sizes of the letters. */
	pitch: number
	/** The size of running text. */
	body: number
}

function measure(lines: readonly Line[]): Measures {
	const margins = new Map<Line, number>()
	const stretches = stretchesOf(lines).map((stretch) => ({
		lines: stretch,
		left: Math.min(...stretch.map(({ left }) => left)),
		margin: marginOf(stretch)
	}))
	const long = stretches.filter((stretch) => stretch.lines.length >= LINES_TO_TELL)
	for (const stretch of stretches) {
		// The last page may hold three short lines: its margin is that of the others.
		const alike = long.filter(({ left }) => Math.abs(left - stretch.left) < SAME_COLUMN).map(({ margin }) => margin)
		const margin = stretch.lines.length < LINES_TO_TELL ? Math.max(stretch.margin, middle(alike)) : stretch.margin
		for (const line of stretch.lines) margins.set(line, margin)
	}
	const margin = (line: Line) => margins.get(line) ?? line.right
	const gaps = lines.flatMap((line, index) => {
		const before = lines[index - 1]
		const follows = before?.page === line.page && line.baseline > before.baseline && line.size === before.size
		return before && follows && LOWER.test(line.text) && isFull(before, line, margin(before)) && !startsUnit(line.text)
			? [(line.baseline - before.baseline) / before.size]
			: []
	})
	const body = middle(lines.flatMap(({ size, text }) => Array<number>(Math.ceil(text.length / 40)).fill(size)))
	return { marginOf: margin, pitch: gaps.length < LINES_TO_TELL ? USUAL_PITCH : middle(gaps), body }
}

/** True where the next line's first word had no room on a line. */
function isFull(line: Line, next: Line, margin: number): boolean {
	const word = /^\S+/u.exec(next.text)?.[0].length ?? 0
	const width = (word / next.text.length) * (next.right - next.left)
	return line.right + width + line.size * 0.2 > margin
}

/**
 * Joins the lines of a PDF into paragraphs: by the space between them, their size and indent, whether the line before is full, and by
 * numbers at their beginning. A paragraph goes on over the end of a column or page. Words divided at the end of a line are made whole.
 */
export function joinLines(lines: readonly Line[]): Joined[] {
	const measures = measure(lines)
	const known = wordsOf(lines)
	const attached = lines.filter(({ text }) => /\p{L}—/u.test(text)).length
	const isAttached = attached > lines.filter(({ text }) => /\p{L}\s—/u.test(text)).length
	const paragraphs: Joined[] = []
	let before: Line | null = null
	for (const line of lines) {
		const open = paragraphs.at(-1)
		if (open && before && goesOn(before, line, open, measures))
			open.text = glued(open.text, line.text, known, isAttached)
		else
			paragraphs.push({
				text: line.text,
				page: line.page,
				heading: headingBy(line, measures.body)
			})
		before = line
	}
	return paragraphs.map(({ text, page, heading }) => ({ text, page, heading: text.length > 200 ? null : heading }))
}

// A larger letter is a heading of a higher level; running text varies by less.
const headingBy = ({ size }: Line, body: number) =>
	size > body * 1.6 ? 1 : size > body * 1.3 ? 2 : size > body * 1.12 ? 3 : null

/** Whether a line goes on with the paragraph that is open. */
function goesOn(before: Line, line: Line, open: { text: string }, { marginOf: margin, pitch }: Measures): boolean {
	if (Math.abs(line.size - before.size) > before.size * 0.12) return false
	const isWhole = isFull(before, line, margin(before))
	const isLower = LOWER.test(line.text)
	const isNumbered = startsUnit(line.text)
	const stopped = STOPS.test(open.text.slice(-LONGEST_WORD))
	const isBelow = before.page === line.page && line.baseline > before.baseline
	if (!isBelow) return !isNumbered && !stopped && (isLower || (isWhole && !isCapital(before.text)))
	const gap = (line.baseline - before.baseline) / before.size
	const isApart = gap > pitch * 1.15 + 0.03
	if (isNumbered) return !isApart && isWhole && !ENDS.test(before.text) && !isCapital(before.text)
	if (isApart) return isLower && isWhole && !stopped && gap < 2 * pitch
	if (isCapital(before.text) && isCapital(line.text)) return true
	if (!isWhole) return isLower && !stopped
	const isIndented = line.left > before.left + 0.8 * before.size
	return !(isIndented && stopped && !startsUnit(before.text))
}

const LONGEST_WORD = 80
const DIVIDED = /\p{L}+[-\u2010\u00AD]$/u

/** The words of a text, without the parts of those that are divided at the end of a line. */
function wordsOf(lines: readonly Line[]): Set<string> {
	return new Set(
		lines.flatMap(({ text }, index) => {
			const whole = DIVIDED.test(lines[index - 1]?.text ?? '') ? text.replace(/^\S+/u, '') : text
			return (
				whole
					.replace(DIVIDED, '')
					.toLowerCase()
					.match(/[\p{L}-]+\p{L}/gu) ?? []
			)
		})
	)
}

/**
 * A hyphen at the end of a line is dropped with the line's end, but where the text writes the word with its hyphen elsewhere, or never
 * without it while what stands before the hyphen is a word by itself. A dash without spaces has none at the end of a line either.
 */
function glued(text: string, next: string, known: ReadonlySet<string>, isDashAttached: boolean): string {
	if (isDashAttached && (next.startsWith('—') || /\p{L}—$/u.test(text.slice(-LONGEST_WORD)))) return text + next
	const head = /(\p{L}+)[-\u2010\u00AD]$/u.exec(text.slice(-LONGEST_WORD))?.[1]
	const tail = /^\p{Ll}[\p{L}-]*/u.exec(next)?.[0]
	if (head === undefined || tail === undefined) return `${text} ${next}`
	const [first, second] = [head.toLowerCase(), tail.toLowerCase()]
	const isOneWord = known.has(first + second)
	const isCompound = known.has(`${first}-${second}`) || (!isOneWord && known.has(first) && known.has(second))
	return isCompound && !isOneWord ? text + next : text.slice(0, -1) + next
}
