import { fitText, LETTER, scaleEnd, widthOf, type ChartTone, type Drawing, type Shape } from './drawing.ts'

// The figure stands between name and bar: on a narrow screen the end of a bar is out of sight, and a bar alone says no number.
const ROW = { height: 18, gap: 8, label: 168, said: 116, bar: 430, end: 24 } as const
const START = ROW.label + ROW.said

const AXIS = 22
// Of what still waits, under what is over.
const THIN = 5

type Part = { value: number; tone: ChartTone }

/** Bars of several parts one under the other, all to one scale, each with its name before it and its sum behind. */
export function drawStacks(
	rows: readonly { label: string; parts: readonly Part[] }[],
	number: (value: number) => string
): Drawing {
	const sums = rows.map(({ parts }) => parts.reduce((sum, { value }) => sum + Math.max(0, value), 0))
	const most = scaleEnd(Math.max(0, ...sums))
	const shapes = rows.flatMap(({ label, parts }, index): Shape[] => {
		const y = index * (ROW.height + ROW.gap)
		let x: number = START
		const bars = parts
			.filter(({ value }) => value > 0)
			.map(({ value, tone }): Shape => {
				const width = (ROW.bar * value) / most
				const bar: Shape = { type: 'rect', x, y, width, height: ROW.height, tone }
				x += width
				return bar
			})
		return [named(label, y), ...bars, figure(number(sums[index] ?? 0), y)]
	})
	return framed(rows.length, shapes, number(most))
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
	const shapes = rows.flatMap(({ label, median, longest, waiting, said }, index): Shape[] => {
		const y = index * (ROW.height + ROW.gap)
		const at = (days: number | null) => START + (ROW.bar * Math.max(0, days ?? 0)) / most
		const end = at(longest)
		const height = ROW.height - THIN
		const middle = y + height / 2
		const bar: Shape[] =
			median === null ? [] : [{ type: 'rect', x: START, y, width: at(median) - START, height, tone: 'wait' }]
		const line: Shape[] =
			longest === null
				? []
				: [
						{ type: 'line', x1: START, y1: middle, x2: end, y2: middle },
						{ type: 'line', x1: end, y1: y + 3, x2: end, y2: y + height - 3 }
					]
		const under: Shape[] =
			waiting === null
				? []
				: [{ type: 'rect', x: START, y: y + height, width: at(waiting) - START, height: THIN, tone: 'back' }]
		return [named(label, y), ...bar, ...line, ...under, figure(said, y)]
	})
	return framed(rows.length, shapes, number(most))
}

const named = (label: string, y: number): Shape => {
	const text = fitText(label, ROW.label - 8)
	return {
		type: 'text',
		x: 0,
		y: y + LETTER.size + 1,
		text,
		anchor: 'start',
		...(text === label ? {} : { full: label })
	}
}
const figure = (text: string, y: number): Shape => ({
	type: 'text',
	x: START - 8,
	y: y + LETTER.size + 1,
	text: fitText(text, ROW.said - 10),
	anchor: 'end'
})

/** The bars over a scale that says where it begins and ends. */
function framed(rows: number, shapes: readonly Shape[], most: string): Drawing {
	const under = Math.max(ROW.height, rows * (ROW.height + ROW.gap))
	const end = START + ROW.bar
	return {
		width: end + Math.max(ROW.end, widthOf(most)),
		height: under + AXIS,
		shapes: [
			...shapes,
			{ type: 'line', x1: START, y1: under, x2: end, y2: under },
			{ type: 'line', x1: START, y1: under - 4, x2: START, y2: under },
			{ type: 'line', x1: end, y1: under - 4, x2: end, y2: under },
			{ type: 'text', x: START, y: under + LETTER.line, text: '0', anchor: 'middle' },
			{ type: 'text', x: end, y: under + LETTER.line, text: most, anchor: 'middle' }
		]
	}
}
