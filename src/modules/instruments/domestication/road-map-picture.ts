import { fitText, LETTER, type Drawing, type Shape } from '#platform/charts/drawing.ts'

/** A step as the picture draws it: the days it has, in words and in their order on the line. */
export type DrawnStep = {
	title: string
	firstTarget: string | null
	target: string | null
	done: string | null
	/** Past its target and not done. */
	isLate: boolean
	isDropped: boolean
	href: string
}

const NAMES = 220
const LINE = 480
const ROW = 30
const HEAD = 24
const MARK = 8
const BAR = 6
const MOST_LABELS = 6
const DAY = 86_400_000

const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
const daysOf = ({ firstTarget, target, done }: DrawnStep) => [firstTarget, target, done].filter((day) => day !== null)

/** The first days of months on the line, as many as there is room to name. */
function months(from: number, to: number): number[] {
	const start = new Date(from)
	const all: number[] = []
	for (let month = start.getUTCMonth() + 1; all.length < 1_200; month++) {
		const first = Date.UTC(start.getUTCFullYear(), month, 1)
		if (first > to) break
		all.push(first)
	}
	const step = Math.max(1, Math.ceil(all.length / MOST_LABELS))
	return all.filter((_, index) => index % step === 0)
}

/**
 * A road map in time: a row a step, an outlined mark at its first target, a bar to the day it was done or is aimed at now, and a full
 * mark there. Steps without a day keep their row. Nothing is drawn where no step has a day.
 */
export function drawRoadMap(
	steps: readonly DrawnStep[],
	{ today, todayLabel, month }: { today: string; todayLabel: string; month: (day: string) => string }
): Drawing {
	const days = steps.flatMap(daysOf)
	if (days.length === 0) return { width: 0, height: 0, shapes: [] }
	const all = [...days, today].map(at)
	const from = Math.min(...all) - 15 * DAY
	const to = Math.max(...all) + 15 * DAY
	const x = (day: string) => NAMES + ((at(day) - from) / (to - from)) * LINE
	const height = HEAD + steps.length * ROW + LETTER.line
	const shapes: Shape[] = [
		...months(from, to).flatMap((first): Shape[] => {
			const day = new Date(first).toISOString().slice(0, 10)
			return [
				{ type: 'line', x1: x(day), y1: HEAD - 4, x2: x(day), y2: height - LETTER.line },
				{ type: 'text', x: x(day), y: HEAD - 10, text: month(day), anchor: 'middle' }
			]
		}),
		{ type: 'rect', x: x(today) - 1, y: HEAD - 4, width: 2, height: height - HEAD - LETTER.line + 4, tone: 'node' },
		{ type: 'text', x: x(today), y: height - 2, text: todayLabel, anchor: 'middle', isStrong: true },
		...steps.flatMap((step, index) => rowOf(step, HEAD + index * ROW + ROW / 2))
	]
	return { width: NAMES + LINE + 40, height, shapes }

	function rowOf(step: DrawnStep, y: number): Shape[] {
		const { firstTarget, target, done, isLate, isDropped, title, href } = step
		const end = done ?? (isLate ? today : target)
		const name: Shape = {
			type: 'text',
			x: 0,
			y: y + 4,
			text: fitText(title, NAMES - 12),
			anchor: 'start',
			full: title,
			href
		}
		const mark = (day: string, tone: 'good' | 'bad' | 'wait' | 'none', isOutlined = false): Shape => ({
			type: 'rect',
			x: x(day) - MARK / 2,
			y: y - MARK / 2,
			width: MARK,
			height: MARK,
			tone,
			isOutlined
		})
		const shapes: Shape[] = [name]
		if (firstTarget !== null && end !== null && firstTarget !== end) {
			const [left = end, right = end] = [firstTarget, end].sort()
			shapes.push({
				type: 'rect',
				x: x(left),
				y: y - BAR / 2,
				width: x(right) - x(left),
				height: BAR,
				tone: end > firstTarget ? 'part' : 'good'
			})
		}
		if (firstTarget !== null) shapes.push(mark(firstTarget, 'none', true))
		if (done !== null) shapes.push(mark(done, 'good'))
		else if (target !== null) shapes.push(mark(target, isDropped ? 'none' : isLate ? 'bad' : 'wait'))
		return shapes
	}
}
