import { languageOfMark, marked, unmarked } from '#platform/languages/marks.ts'

/** What a shape means: its colour on screen and on paper, never alone (each has words beside it). */
export type ChartTone =
	'plain' | 'node' | 'good' | 'part' | 'back' | 'bad' | 'wait' | 'none' | 'heat-1' | 'heat-2' | 'heat-3' | 'heat-4'

export type Shape =
	| { type: 'rect'; x: number; y: number; width: number; height: number; tone: ChartTone; isOutlined?: boolean }
	/** A band of one width along a path. */
	| { type: 'band'; d: string; width: number; tone: ChartTone }
	| { type: 'line'; x1: number; y1: number; x2: number; y2: number }
	| {
			type: 'text'
			x: number
			y: number
			text: string
			anchor: 'start' | 'middle' | 'end'
			isStrong?: boolean
			/** Written on a dark ground. */
			isOnDark?: boolean
			/** The whole of what is said, where `text` is only what there was room for. */
			full?: string
			/** The list behind it. */
			href?: string
	  }

/** A picture as shapes: pages draw it by their style sheet, documents with their own colours. */
export type Drawing = { width: number; height: number; shapes: readonly Shape[] }

/** Pixels: how high letters are, how wide one is on average in the typeface of the product, and from line to line. */
export const LETTER = { size: 12, width: 6.4, line: 16 } as const

const NARROW = /^[\s.,:;!|'’`ijlIftr()[\]/\\-]$/u
const WIDE = /^[mwMWÆŒ@%&—…]$/u
const CAPITAL = /^[\p{Lu}\d]$/u
const LATIN = /^[\p{Script=Latin}\p{Script=Common}]/u

/** How wide a text is at most, letter by letter; what marks its language takes no room. */
export function widthOf(text: string): number {
	let width = 0
	for (const letter of unmarked(text)) {
		if (NARROW.test(letter)) width += 4.2
		else if (WIDE.test(letter)) width += 11.6
		else if (CAPITAL.test(letter)) width += 8.6
		else width += LATIN.test(letter) ? 6.9 : 12
	}
	return width
}

const segments = new Intl.Segmenter()
const CUT = '…'
const isCut = (line: string) => unmarked(line).endsWith(CUT)

/** As much of a text as has room, with a sign where some was cut; one letter at least. */
export function fitText(text: string, room: number): string {
	if (widthOf(text) <= room) return text
	const language = languageOfMark(text)
	if (language !== undefined) return marked(fitText(unmarked(text), room), language)
	const left = room - widthOf(CUT)
	let [fitting, width] = ['', 0]
	for (const { segment } of segments.segment(text)) {
		width += widthOf(segment)
		if (width > left && fitting !== '') break
		fitting += segment
	}
	return `${fitting.replace(/[\s,;:]+$/u, '')}${CUT}`
}

/**
 * A text in a few lines that each have room, broken between words; what has none is cut; each tells its language. The last line leaves `reserve` free for what
 * is said behind it.
 */
export function wrapText(
	text: string,
	{ room, lines: most, reserve = 0 }: { room: number; lines: number; reserve?: number }
): string[] {
	const language = languageOfMark(text)
	if (language !== undefined)
		return wrapText(unmarked(text), { room, lines: most, reserve }).map((line) => marked(line, language))
	const lines: string[] = []
	let rest = text.split(/\s+/u).filter((word) => word !== '')
	for (;;) {
		const whole = rest.join(' ')
		const isLast = lines.length === most - 1
		if (isLast || rest.length <= 1 || widthOf(whole) + reserve <= room)
			return [...lines, fitText(whole, room - reserve)]
		let taken = 1
		while (taken < rest.length - 1 && widthOf(rest.slice(0, taken + 1).join(' ')) <= room) taken++
		lines.push(fitText(rest.slice(0, taken).join(' '), room))
		rest = rest.slice(taken)
	}
}

const WIDER = 20

/**
 * Names in one column, each in so few lines that nothing of it is cut: the column is as narrow as that allows, and no wider than
 * `most`. Names that begin alike ("Ministry of …") are told apart by how they end.
 */
export function wrapLabels(
	labels: readonly string[],
	{ least, most, lines }: { least: number; most: number; lines: number }
): { room: number; wrapped: string[][] } {
	const at = (room: number) => labels.map((label) => wrapText(label, { room, lines }))
	for (let room = least; room < most; room += WIDER) {
		const wrapped = at(room)
		if (wrapped.every((some) => !some.some(isCut))) return { room, wrapped }
	}
	return { room: most, wrapped: at(most) }
}

/** A name as lines of text one under the other; said whole where its column does not hold it. */
export const labelShapes = (label: string, lines: readonly string[], y: number): Shape[] =>
	lines.map((text, line) => ({
		type: 'text',
		x: 0,
		y: y + line * LETTER.line,
		text,
		anchor: 'start',
		...(lines.some(isCut) ? { full: label } : {})
	}))

const SCALE_LEAST = 5
const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

/**
 * The end of a scale that such a value stands on: a round number, and five at least. One of one is a short bar and not the longest
 * there can be.
 */
export function scaleEnd(most: number): number {
	if (most <= SCALE_LEAST) return SCALE_LEAST
	const size = 10 ** Math.floor(Math.log10(most))
	return (STEPS.find((step) => step * size >= most) ?? 10) * size
}

/** To a tenth of a pixel: pages are small, and the same on every machine. */
export const px = (value: number): number => Math.round(value * 10) / 10
