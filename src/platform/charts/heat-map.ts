import { labelShapes, LETTER, widthOf, wrapLabels, type ChartTone, type Drawing, type Shape } from './drawing.ts'

/** A square of a heat map: what stands in it, and how dark it is, from 0 (empty) to 4. */
export type HeatCell = { text: string; heat: 0 | 1 | 2 | 3 | 4; isMissed?: boolean }
export type HeatRow = { label: string; cells: readonly HeatCell[] }

const CELL = { width: 44, height: 24, gap: 3, around: 16 } as const
const LABEL = { narrow: 190, most: 280, lines: 3, beside: 10 } as const
const HEAD = { lines: 3, under: 6 } as const

/** How dark a value is, of the most there is: nothing is empty, everything else at least the lightest. */
export function heatOf(value: number, most: number): HeatCell['heat'] {
	if (value <= 0 || most <= 0) return 0
	const quarter = Math.ceil((4 * value) / most)
	return quarter <= 1 ? 1 : quarter === 2 ? 2 : quarter === 3 ? 3 : 4
}

const TONES = { 1: 'heat-1', 2: 'heat-2', 3: 'heat-3', 4: 'heat-4' } as const satisfies Record<number, ChartTone>

/** Rows of squares under the names of their columns; a square that ought to hold something and holds nothing is crossed. */
export function drawHeatMap(columns: readonly string[], rows: readonly HeatRow[]): Drawing {
	const labels = rows.map(({ label }) => label)
	const longest = Math.ceil(Math.max(0, ...labels.map((label) => widthOf(label))))
	const least = Math.min(LABEL.narrow, longest)
	const { room, wrapped } = wrapLabels(labels, { least, most: Math.max(least, LABEL.most), lines: LABEL.lines })
	const left = room + LABEL.beside
	const heads = columns.map((text) => headOf(text))
	// Neither a figure in a square nor the name of a column is ever shortened.
	const widths = heads.map(({ room: wide }, column) =>
		Math.ceil(Math.max(wide, ...rows.map(({ cells }) => widthOf(cells[column]?.text ?? '') + CELL.around)))
	)
	const at = (column: number) => left + widths.slice(0, column).reduce((sum, wide) => sum + wide + CELL.gap, 0)
	const deepest = Math.max(1, ...heads.map(({ lines }) => lines.length))
	const named = heads.flatMap(({ lines }, column) =>
		lines.map((text, line): Shape => ({
			type: 'text',
			x: at(column) + (widths[column] ?? 0) / 2,
			y: LETTER.size + 1 + (deepest - lines.length + line) * LETTER.line,
			text,
			anchor: 'middle'
		}))
	)
	let under = LETTER.size + 1 + (deepest - 1) * LETTER.line + HEAD.under
	const body = rows.flatMap(({ label, cells }, row): Shape[] => {
		const y = under
		const lines = wrapped[row] ?? []
		under += Math.max(CELL.height, lines.length * LETTER.line + 4) + CELL.gap
		return [
			...labelShapes(label, lines, y + 16),
			...cells
				.slice(0, columns.length)
				.flatMap((cell, column) => square(cell, { x: at(column), y, width: widths[column] ?? 0 }))
		]
	})
	return {
		width: Math.max(LETTER.width, at(columns.length)),
		height: under,
		shapes: [...named, ...body]
	}
}

/** The name of a column in as many lines as make it narrow, none of its words cut. */
function headOf(text: string) {
	const longestWord = Math.max(0, ...text.split(' ').map((word) => widthOf(word)))
	const least = Math.max(CELL.width, Math.ceil(longestWord) + 2)
	const { room, wrapped } = wrapLabels([text], {
		least,
		most: Math.max(least, Math.ceil(widthOf(text)) + 2),
		lines: HEAD.lines
	})
	return { room, lines: wrapped[0] ?? [] }
}

function square({ text, heat, isMissed }: HeatCell, { x, y, width }: { x: number; y: number; width: number }): Shape[] {
	const ground = Math.max(CELL.width - 24, Math.ceil(widthOf(text)) + 4)
	const box: Shape =
		heat === 0
			? { type: 'rect', x, y, width, height: CELL.height, tone: 'none', isOutlined: true }
			: { type: 'rect', x, y, width, height: CELL.height, tone: TONES[heat] }
	const cross: Shape[] = isMissed ? [{ type: 'line', x1: x, y1: y + CELL.height, x2: x + width, y2: y }] : []
	// Under the square's own number a light ground: dark squares would swallow it.
	const said: Shape[] =
		text === ''
			? []
			: [
					{
						type: 'rect',
						x: x + (width - ground) / 2,
						y: y + 4,
						width: ground,
						height: CELL.height - 8,
						tone: 'none',
						isOutlined: true
					},
					{ type: 'text', x: x + width / 2, y: y + 16, text, anchor: 'middle' }
				]
	return [box, ...cross, ...said]
}
