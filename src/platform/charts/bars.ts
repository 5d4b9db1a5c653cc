import {
	labelShapes,
	LETTER,
	scaleEnd,
	widthOf,
	wrapLabels,
	wrapText,
	type ChartTone,
	type Drawing,
	type Shape
} from './drawing.ts'

// The figure stands between name and bar: on a narrow screen the end of a bar is out of sight, and a bar alone says no number.
const ROW = { height: 18, gap: 8, beside: 8, bar: 430, end: 24 } as const
const LABEL = { least: 160, most: 280, lines: 3 } as const

const AXIS = 22
// Of what still waits, under what is over.
const THIN = 5

// Three figures beside a name leave a narrow screen no room for a bar: name and figures stand over it, and all of it is in sight.
const OVER = { width: 310, name: 120, lines: 3, above: 3, start: 1 } as const

/** Rows whose name and figure stand over their bar. */
function rowsOver(rows: readonly { label: string; figure: string }[]) {
	const reserves = rows.map(({ figure }) => (figure === '' ? 0 : widthOf(figure) + ROW.beside))
	const room = Math.ceil(Math.max(OVER.width, ...reserves.map((reserve) => reserve + OVER.name)))
	let under = 0
	const placed = rows.map(({ label, figure }, index) => {
		const lines = wrapText(label, { room, lines: OVER.lines, reserve: reserves[index] ?? 0 })
		const base = under + LETTER.size + 1
		const last = base + (lines.length - 1) * LETTER.line
		const said: Shape = { type: 'text', x: room, y: last, text: figure, anchor: 'end' }
		const y = under + lines.length * LETTER.line + OVER.above
		under = y + ROW.height + ROW.gap
		return { y, head: [...labelShapes(label, lines, base), said] }
	})
	return { room, under, placed }
}

type Part = { value: number; tone: ChartTone }

/** Where each row stands and its bar begins: names take the lines they need, and figures are never shortened. */
type Columns = { start: number; under: number; rowAt: (index: number) => { y: number; head: Shape[] } }

function columnsOf(rows: readonly { label: string; figure: string }[]): Columns {
	const { room, wrapped } = wrapLabels(
		rows.map(({ label }) => label),
		LABEL
	)
	const figures = Math.max(0, ...rows.map(({ figure }) => widthOf(figure)))
	const start = Math.ceil(room + ROW.beside + figures + ROW.beside)
	const tops: number[] = []
	let under = 0
	for (const lines of wrapped) {
		tops.push(under)
		under += Math.max(ROW.height, lines.length * LETTER.line) + ROW.gap
	}
	const rowAt = (index: number) => {
		const y = tops[index] ?? under
		const base = y + LETTER.size + 1
		const { label = '', figure = '' } = rows[index] ?? {}
		const said: Shape = { type: 'text', x: start - ROW.beside, y: base, text: figure, anchor: 'end' }
		return { y, head: [...labelShapes(label, wrapped[index] ?? [], base), said] }
	}
	return { start, under: Math.max(ROW.height, under), rowAt }
}

/** Bars of several parts one under the other, all to one scale, each with its name before it and its sum behind. */
export function drawStacks(
	rows: readonly { label: string; parts: readonly Part[] }[],
	number: (value: number) => string
): Drawing {
	const sums = rows.map(({ parts }) => parts.reduce((sum, { value }) => sum + Math.max(0, value), 0))
	const most = scaleEnd(Math.max(0, ...sums))
	const columns = columnsOf(rows.map(({ label }, index) => ({ label, figure: number(sums[index] ?? 0) })))
	const shapes = rows.flatMap(({ parts }, index): Shape[] => {
		const { y, head } = columns.rowAt(index)
		let x = columns.start
		const bars = parts
			.filter(({ value }) => value > 0)
			.map(({ value, tone }): Shape => {
				const width = (ROW.bar * value) / most
				const bar: Shape = { type: 'rect', x, y, width, height: ROW.height, tone }
				x += width
				return bar
			})
		return [...head, ...bars]
	})
	return framed(columns, shapes, number(most))
}

/** Bars one under the other, all to one scale, each with its name and its figure before it: what is less than nothing has no bar. */
export function drawBars(
	rows: readonly { label: string; value: number; said: string }[],
	number: (value: number) => string
): Drawing {
	const most = scaleEnd(Math.max(0, ...rows.map(({ value }) => value)))
	const columns = columnsOf(rows.map(({ label, said }) => ({ label, figure: said })))
	const shapes = rows.flatMap(({ value }, index): Shape[] => {
		const { y, head } = columns.rowAt(index)
		const width = (ROW.bar * Math.max(0, value)) / most
		const bar: Shape[] =
			width === 0 ? [] : [{ type: 'rect', x: columns.start, y, width, height: ROW.height, tone: 'plain' }]
		return [...head, ...bar]
	})
	return framed(columns, shapes, number(most))
}

/**
 * How long things waited: of what is over a bar as long as the median and a line as far as the longest, and under them a thin bar as
 * long as what still waits has waited.
 */
export function drawWaits(
	rows: readonly {
		label: string
		median: number | null
		longest: number | null
		waiting: number | null
		said: string
	}[],
	number: (value: number) => string
): Drawing {
	const most = scaleEnd(
		Math.max(0, ...rows.flatMap(({ median, longest, waiting }) => [median ?? 0, longest ?? 0, waiting ?? 0]))
	)
	const { room, under: foot, placed } = rowsOver(rows.map(({ label, said }) => ({ label, figure: said })))
	const { start } = OVER
	const shapes = rows.flatMap(({ median, longest, waiting }, index): Shape[] => {
		const { y, head } = placed[index] ?? { y: foot, head: [] }
		const at = (days: number | null) => start + ((room - start) * Math.max(0, days ?? 0)) / most
		const end = at(longest)
		const height = ROW.height - THIN
		const middle = y + height / 2
		const bar: Shape[] =
			median === null ? [] : [{ type: 'rect', x: start, y, width: at(median) - start, height, tone: 'plain' }]
		const line: Shape[] =
			longest === null
				? []
				: [
						{ type: 'line', x1: start, y1: middle, x2: end, y2: middle },
						{ type: 'line', x1: end, y1: y + 3, x2: end, y2: y + height - 3 }
					]
		const under: Shape[] =
			waiting === null
				? []
				: [{ type: 'rect', x: start, y: y + height, width: at(waiting) - start, height: THIN, tone: 'back' }]
		return [...head, ...bar, ...line, ...under]
	})
	const scale = { start, end: room, under: foot, most: number(most) }
	return { width: room + 1, height: foot + AXIS, shapes: [...shapes, ...scaleOf(scale, ['start', 'end'])] }
}

/** The bars over a scale that says where it begins and ends. */
function framed({ start, under }: Columns, shapes: readonly Shape[], most: string): Drawing {
	const end = start + ROW.bar
	return {
		width: end + Math.max(ROW.end, widthOf(most)),
		height: under + AXIS,
		shapes: [...shapes, ...scaleOf({ start, end, under, most }, ['middle', 'middle'])]
	}
}

type Scale = { start: number; end: number; under: number; most: string }
type Anchor = Extract<Shape, { type: 'text' }>['anchor']

const scaleOf = ({ start, end, under, most }: Scale, [first, last]: readonly [Anchor, Anchor]): Shape[] => [
	{ type: 'line', x1: start, y1: under, x2: end, y2: under },
	{ type: 'line', x1: start, y1: under - 4, x2: start, y2: under },
	{ type: 'line', x1: end, y1: under - 4, x2: end, y2: under },
	{ type: 'text', x: start, y: under + LETTER.line, text: '0', anchor: first },
	{ type: 'text', x: end, y: under + LETTER.line, text: most, anchor: last }
]
