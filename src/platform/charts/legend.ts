import { LETTER, widthOf, type ChartTone, type Drawing, type Shape } from './drawing.ts'

/** What a colour of a picture stands for, in words. */
export type LegendEntry = { tone: ChartTone; label: string }

const SWATCH = { width: 16, height: 11, before: 6, after: 20 } as const
const OVER = 12

/** A picture with what its colours mean below it, for where no page says so beside it: in a printed paper. */
export function withLegend({ width, height, shapes }: Drawing, legend: readonly LegendEntry[]): Drawing {
	let [x, line, widest] = [0, 0, width]
	const said = legend.flatMap(({ tone, label }): Shape[] => {
		const needs = SWATCH.width + SWATCH.before + widthOf(label)
		if (x > 0 && x + needs > width) [x, line] = [0, line + 1]
		const top = height + OVER + line * (LETTER.line + 4)
		const [left, right] = [x, x + needs]
		x = right + SWATCH.after
		widest = Math.max(widest, right)
		return [
			{ type: 'rect', x: left, y: top, width: SWATCH.width, height: SWATCH.height, tone },
			{
				type: 'text',
				x: left + SWATCH.width + SWATCH.before,
				y: top + SWATCH.height - 1,
				text: label,
				anchor: 'start'
			}
		]
	})
	if (said.length === 0) return { width, height, shapes }
	return { width: widest, height: height + OVER + (line + 1) * (LETTER.line + 4), shapes: [...shapes, ...said] }
}
