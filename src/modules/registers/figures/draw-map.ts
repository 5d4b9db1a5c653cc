import { LETTER, widthOf, type ChartTone, type Drawing, type Shape } from '#platform/charts/drawing.ts'
import { heatOf } from '#platform/charts/heat-map.ts'
import type { Layout, Tile } from '#platform/charts/tile-layouts.ts'

const SQUARE = { width: 46, height: 38, gap: 3 } as const
// Provinces are told by their names, which want more room than a code.
const OBLONG = { width: 124, height: 40, gap: 3 } as const
const TONES = { 1: 'heat-1', 2: 'heat-2', 3: 'heat-3', 4: 'heat-4' } as const satisfies Record<number, ChartTone>

type Said = { records: number; name: string; href: string | null }
type Telling = { said: ReadonlyMap<string, Said>; most: number; number: (value: number) => string }

/** One part of the world as squares, which are filled the darker the more entries there are, each with its code and number. */
export const drawCountries = ({ tiles }: Layout, telling: Telling): Drawing => drawTiles(tiles, SQUARE, telling)

/** The provinces of a country, each with its name and number. */
export const drawProvinces = ({ tiles }: Layout, telling: Telling): Drawing => drawTiles(tiles, OBLONG, telling)

function drawTiles(tiles: readonly Tile[], size: typeof SQUARE | typeof OBLONG, { said: all, most, number }: Telling) {
	const [across, down] = [size.width + size.gap, size.height + size.gap]
	const shapes = tiles.flatMap(({ key, column, row }): Shape[] => {
		const said = all.get(key)
		const [x, y] = [column * across, row * down]
		const heat = heatOf(said?.records ?? 0, most)
		const box = { type: 'rect', x, y, width: size.width, height: size.height } as const
		const middle = x + size.width / 2
		if (!said || heat === 0)
			return [
				{ ...box, tone: 'none', isOutlined: true },
				{
					type: 'text',
					x: middle,
					y: y + size.height / 2 + 4,
					text: cutTo(key, size.width),
					anchor: 'middle',
					full: key
				}
			]
		const isOnDark = heat > 2
		return [
			{ ...box, tone: TONES[heat] },
			{
				type: 'text',
				x: middle,
				y: y + LETTER.size + 3,
				text: cutTo(key, size.width),
				anchor: 'middle',
				full: said.name,
				isOnDark
			},
			{
				type: 'text',
				x: middle,
				y: y + LETTER.size + LETTER.line + 4,
				text: number(said.records),
				anchor: 'middle',
				isStrong: true,
				isOnDark,
				full: said.name,
				...(said.href ? { href: said.href } : {})
			}
		]
	})
	const columns = Math.max(0, ...tiles.map(({ column }) => column + 1))
	const rows = Math.max(0, ...tiles.map(({ row }) => row + 1))
	return { width: columns * across, height: rows * down, shapes }
}

function cutTo(text: string, width: number): string {
	if (widthOf(text) <= width - 4) return text
	let shown = text
	while (shown.length > 1 && widthOf(`${shown}…`) > width - 4) shown = shown.slice(0, -1)
	return `${shown}…`
}

/** From how many entries to how many a square is filled as dark: only the steps that some number can have. */
export function heatSteps(most: number): { tone: ChartTone; from: number; to: number }[] {
	return ([1, 2, 3, 4] as const).flatMap((step) => {
		const [from, to] = [Math.floor(((step - 1) * most) / 4) + 1, Math.floor((step * most) / 4)]
		return from > to ? [] : [{ tone: TONES[step], from, to }]
	})
}

type Point = { latitude: string; longitude: string; label: string; href: string }

const FIELD = { width: 520, height: 420, left: 44, foot: 24, point: 8 } as const
// Numbers of more points lie over each other.
const NUMBERED_MOST = 60
// A single village is not blown up to the whole picture.
const SPAN_LEAST = 0.5

const spanOf = (values: readonly number[]) => {
	const [least, most] = [Math.min(...values), Math.max(...values)]
	const margin = Math.max(SPAN_LEAST, (most - least) * 0.1) / 2
	return { least: least - margin, span: most - least + 2 * margin }
}

/** Places by their degrees, north up, with a frame that says which: each with the number it has in the table behind. */
export function drawPoints(points: readonly Point[], degrees: (value: number) => string): Drawing {
	if (points.length === 0) return { width: 1, height: 1, shapes: [] }
	const north = spanOf(points.map(({ latitude }) => Number(latitude)))
	const east = spanOf(points.map(({ longitude }) => Number(longitude)))
	const scale = Math.min(FIELD.width / east.span, FIELD.height / north.span)
	const [width, height] = [east.span * scale, north.span * scale]
	const at = ({ latitude, longitude }: Point) => ({
		x: FIELD.left + (Number(longitude) - east.least) * scale,
		y: height - (Number(latitude) - north.least) * scale
	})
	const edge = (x1: number, y1: number, x2: number, y2: number): Shape => ({ type: 'line', x1, y1, x2, y2 })
	const right = FIELD.left + width
	const mark = (text: string, x: number, y: number, anchor: 'start' | 'middle' | 'end'): Shape => ({
		type: 'text',
		x,
		y,
		text,
		anchor
	})
	return {
		width: right + FIELD.left,
		height: height + FIELD.foot,
		shapes: [
			edge(FIELD.left, 0, right, 0),
			edge(FIELD.left, height, right, height),
			edge(FIELD.left, 0, FIELD.left, height),
			edge(right, 0, right, height),
			mark(degrees(north.least + north.span), FIELD.left - 4, LETTER.size, 'end'),
			mark(degrees(north.least), FIELD.left - 4, height, 'end'),
			mark(degrees(east.least), FIELD.left, height + LETTER.line, 'start'),
			mark(degrees(east.least + east.span), right, height + LETTER.line, 'end'),
			...points.flatMap((point, index): Shape[] => {
				const { x, y } = at(point)
				const half = FIELD.point / 2
				const square: Shape = {
					type: 'rect',
					x: x - half,
					y: y - half,
					width: FIELD.point,
					height: FIELD.point,
					tone: 'plain'
				}
				if (points.length > NUMBERED_MOST) return [square]
				const number = String(index + 1)
				return [
					square,
					{
						type: 'text',
						x: x + half + 2,
						y: y + 4,
						text: number,
						anchor: 'start',
						full: point.label,
						href: point.href
					}
				]
			})
		]
	}
}
