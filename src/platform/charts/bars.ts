import { fitText, LETTER, px, type ChartTone, type Drawing, type Shape } from './drawing.ts'

const ROW = { height: 18, gap: 8, label: 210, bar: 430, end: 90 } as const

type Part = { value: number; tone: ChartTone }

/** Bars of several parts one under the other, all to one scale, each with its name before it and its sum behind. */
export function drawStacks(
	rows: readonly { label: string; parts: readonly Part[] }[],
	number: (value: number) => string
): Drawing {
	const sums = rows.map(({ parts }) => parts.reduce((sum, { value }) => sum + Math.max(0, value), 0))
	const most = Math.max(1, ...sums)
	const shapes = rows.flatMap(({ label, parts }, index): Shape[] => {
		const y = index * (ROW.height + ROW.gap)
		let x: number = ROW.label
		const bars = parts
			.filter(({ value }) => value > 0)
			.map(({ value, tone }): Shape => {
				const width = (ROW.bar * value) / most
				const bar: Shape = { type: 'rect', x, y, width, height: ROW.height, tone }
				x += width
				return bar
			})
		return [named(label, y), ...bars, behind(number(sums[index] ?? 0), x, y)]
	})
	return framed(rows.length, shapes)
}

/** How long things waited: a bar as long as the median, and a line as far as the longest. */
export function drawWaits(
	rows: readonly { label: string; median: number | null; longest: number | null; said: string }[]
): Drawing {
	const most = Math.max(1, ...rows.flatMap(({ median, longest }) => [median ?? 0, longest ?? 0]))
	const shapes = rows.flatMap(({ label, median, longest, said }, index): Shape[] => {
		const y = index * (ROW.height + ROW.gap)
		const at = (days: number | null) => ROW.label + (ROW.bar * Math.max(0, days ?? 0)) / most
		const end = at(longest)
		const middle = y + ROW.height / 2
		const bar: Shape[] =
			median === null
				? []
				: [{ type: 'rect', x: ROW.label, y, width: at(median) - ROW.label, height: ROW.height, tone: 'wait' }]
		const line: Shape[] =
			longest === null
				? []
				: [
						{ type: 'line', x1: ROW.label, y1: middle, x2: end, y2: middle },
						{ type: 'line', x1: end, y1: y + 3, x2: end, y2: y + ROW.height - 3 }
					]
		return [named(label, y), ...bar, ...line, behind(said, Math.max(at(median), end), y)]
	})
	return framed(rows.length, shapes)
}

const named = (label: string, y: number): Shape => ({
	type: 'text',
	x: 0,
	y: y + LETTER.size + 1,
	text: fitText(label, ROW.label - 8),
	anchor: 'start'
})
const behind = (text: string, x: number, y: number): Shape => ({
	type: 'text',
	x: px(x + 6),
	y: y + LETTER.size + 1,
	text: fitText(text, ROW.end),
	anchor: 'start'
})
const framed = (rows: number, shapes: readonly Shape[]): Drawing => ({
	width: ROW.label + ROW.bar + ROW.end,
	height: Math.max(ROW.height, rows * (ROW.height + ROW.gap)),
	shapes
})
