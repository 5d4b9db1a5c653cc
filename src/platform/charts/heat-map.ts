import { fitText, LETTER, widthOf, type ChartTone, type Drawing, type Shape } from './drawing.ts'

/** A square of a heat map: what stands in it, and how dark it is, from 0 (empty) to 4. */
export type HeatCell = { text: string; heat: 0 | 1 | 2 | 3 | 4; isMissed?: boolean }
export type HeatRow = { label: string; cells: readonly HeatCell[] }

const CELL = { width: 44, height: 24, gap: 3 } as const
const LABEL_MOST = 200
const HEAD = 20

/** How dark a value is, of the most there is: nothing is empty, everything else at least the lightest. */
export function heatOf(value: number, most: number): HeatCell['heat'] {
	if (value <= 0 || most <= 0) return 0
	const quarter = Math.ceil((4 * value) / most)
	return quarter <= 1 ? 1 : quarter === 2 ? 2 : quarter === 3 ? 3 : 4
}

const TONES = { 1: 'heat-1', 2: 'heat-2', 3: 'heat-3', 4: 'heat-4' } as const satisfies Record<number, ChartTone>

/** Rows of squares under the names of their columns; a square that ought to hold something and holds nothing is crossed. */
export function drawHeatMap(columns: readonly string[], rows: readonly HeatRow[]): Drawing {
	const longest = Math.max(0, ...rows.map(({ label }) => widthOf(label)))
	const left = Math.min(LABEL_MOST, Math.ceil(longest) + 10)
	const at = (column: number) => left + column * (CELL.width + CELL.gap)
	const heads = columns.map((text, column): Shape => ({
		type: 'text',
		x: at(column) + CELL.width / 2,
		y: LETTER.size + 1,
		text: fitText(text, CELL.width),
		anchor: 'middle'
	}))
	const body = rows.flatMap(({ label, cells }, row): Shape[] => {
		const y = HEAD + row * (CELL.height + CELL.gap)
		return [
			said(label, left - 6, y + 16),
			...cells.slice(0, columns.length).flatMap((cell, column) => square(cell, at(column), y))
		]
	})
	return {
		width: Math.max(LETTER.width, at(columns.length)),
		height: HEAD + rows.length * (CELL.height + CELL.gap),
		shapes: [...heads, ...body]
	}
}

function said(label: string, room: number, y: number): Shape {
	const text = fitText(label, room)
	return { type: 'text', x: 0, y, text, anchor: 'start', ...(text === label ? {} : { full: label }) }
}

function square({ text, heat, isMissed }: HeatCell, x: number, y: number): Shape[] {
	const box: Shape =
		heat === 0
			? { type: 'rect', x, y, width: CELL.width, height: CELL.height, tone: 'none', isOutlined: true }
			: { type: 'rect', x, y, width: CELL.width, height: CELL.height, tone: TONES[heat] }
	const cross: Shape[] = isMissed
		? [{ type: 'line', x1: x + 6, y1: y + CELL.height - 5, x2: x + CELL.width - 6, y2: y + 5 }]
		: []
	// Under the square's own number a light ground: dark squares would swallow it.
	const said: Shape[] =
		text === ''
			? []
			: [
					{
						type: 'rect',
						x: x + 12,
						y: y + 4,
						width: CELL.width - 24,
						height: CELL.height - 8,
						tone: 'none',
						isOutlined: true
					},
					{ type: 'text', x: x + CELL.width / 2, y: y + 16, text, anchor: 'middle' }
				]
	return [box, ...cross, ...said]
}
