import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitText } from './drawing.ts'
import { svgOf } from './drawing-svg.ts'
import { drawHeatMap, heatOf } from './heat-map.ts'
import { drawStacks, drawWaits } from './bars.ts'
import { drawSankey, placeSankey, type SankeyLink } from './sankey.ts'

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const
const nodes = IDS.map((id) => ({ id, label: `Level ${id}` }))
const links = fc.array(
	fc.record({
		from: fc.constantFrom(...IDS),
		to: fc.constantFrom(...IDS),
		value: fc.integer({ min: 0, max: 20_000 }),
		tone: fc.constantFrom<SankeyLink['tone']>('good', 'wait', 'bad')
	}),
	{ maxLength: 25 }
)
const close = (one: number, other: number) => Math.abs(one - other) < 0.001

test('no two boxes of a flow overlap, and all stand inside the picture', () => {
	fc.assert(
		fc.property(links, (given) => {
			const { nodes: boxes, width, height } = placeSankey(nodes, given)
			for (const box of boxes) {
				expect(box.x).toBeGreaterThanOrEqual(0)
				expect(box.x).toBeLessThan(width)
				expect(box.y).toBeGreaterThanOrEqual(0)
				expect(box.y + box.height).toBeLessThanOrEqual(height + 0.001)
				for (const other of boxes)
					if (other !== box && other.layer === box.layer)
						expect(other.y + other.height <= box.y || box.y + box.height <= other.y).toBe(true)
			}
		})
	)
})

test('every flow goes from left to right, and the widths at a box add up to its height', () => {
	fc.assert(
		fc.property(links, (given) => {
			const placed = placeSankey(nodes, given)
			const counted = given.filter(({ value }) => value > 0)
			expect(placed.links).toHaveLength(counted.length)
			for (const link of placed.links) expect(link.x1).toBeGreaterThan(link.x0)
			for (const box of placed.nodes) {
				const sum = (end: 'from' | 'to') =>
					placed.links.filter((link) => link[end] === box.id).reduce((total, { width }) => total + width, 0)
				expect(close(Math.max(sum('from'), sum('to')), box.height)).toBe(true)
			}
			const [first] = placed.links
			for (const link of placed.links)
				if (first) expect(close(link.width * first.value, first.width * link.value)).toBe(true)
		})
	)
})

test('the flows at one side of a box lie beside each other and inside it', () => {
	fc.assert(
		fc.property(links, (given) => {
			const placed = placeSankey(nodes, given)
			for (const box of placed.nodes)
				for (const [end, y] of [
					['from', 'y0'],
					['to', 'y1']
				] as const) {
					const here = placed.links.filter((link) => link[end] === box.id).sort((one, other) => one[y] - other[y])
					let at = box.y
					for (const link of here) {
						expect(close(link[y] - link.width / 2, at)).toBe(true)
						at += link.width
					}
					expect(at).toBeLessThanOrEqual(box.y + box.height + 0.001)
				}
		})
	)
})

test('nothing of a flow is lost where levels send to each other in a circle', () => {
	const circle: SankeyLink[] = [
		{ from: 'a', to: 'b', value: 5, tone: 'good' },
		{ from: 'b', to: 'c', value: 4, tone: 'good' },
		{ from: 'c', to: 'a', value: 3, tone: 'back' },
		{ from: 'a', to: 'a', value: 1, tone: 'wait' }
	]
	const placed = placeSankey(nodes, circle)
	expect(placed.links.reduce((sum, { value }) => sum + value, 0)).toBe(13)
	expect(placed.nodes.map(({ label }) => label).sort()).toEqual(['Level a', 'Level a', 'Level b', 'Level c'])
})

test('no value is darker than a larger one, and nothing is empty but nothing', () => {
	fc.assert(
		fc.property(fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 500 }), (one, other, most) => {
			const [less, more] = [Math.min(one, other, most), Math.min(Math.max(one, other), most)]
			expect(heatOf(less, most)).toBeLessThanOrEqual(heatOf(more, most))
			expect(heatOf(less, most) === 0).toBe(less === 0)
			expect(heatOf(most, most)).toBe(4)
		})
	)
})

test('squares of a heat map never overlap and stand inside the picture', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 0, max: 30 }), (width, height) => {
			const drawn = drawHeatMap(
				Array.from({ length: width }, (_, index) => String(index)),
				Array.from({ length: height }, (_, row) => ({
					label: `Row ${row}`,
					cells: Array.from({ length: width }, () => ({ text: '', heat: 2 as const }))
				}))
			)
			const squares = drawn.shapes.filter((shape) => shape.type === 'rect')
			expect(squares).toHaveLength(width * height)
			expect(new Set(squares.map(({ x, y }) => `${x} ${y}`)).size).toBe(width * height)
			for (const { x, y, width: wide, height: high } of squares) {
				expect(x + wide).toBeLessThanOrEqual(drawn.width)
				expect(y + high).toBeLessThanOrEqual(drawn.height)
			}
		})
	)
})

test('the parts of a bar lie end to end, to one scale', () => {
	const value = fc.integer({ min: 0, max: 1_000 })
	fc.assert(
		fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 20 }), (given) => {
			const drawn = drawStacks(
				given.map(([good, bad], row) => ({
					label: `Row ${row}`,
					parts: [
						{ value: good, tone: 'good' },
						{ value: bad, tone: 'bad' }
					]
				})),
				String
			)
			const bars = drawn.shapes.filter((shape) => shape.type === 'rect')
			const total = given.reduce((sum, [good, bad]) => sum + good + bad, 0)
			const drawnTotal = bars.reduce((sum, { width }) => sum + width, 0)
			const most = Math.max(1, ...given.map(([good, bad]) => good + bad))
			expect(Math.abs(drawnTotal / 430 - total / most)).toBeLessThan(0.01)
			for (const bar of bars) expect(bar.x + bar.width).toBeLessThanOrEqual(drawn.width)
		})
	)
})

test('who never answered has no bar, and the longest reaches the end of the scale', () => {
	const drawn = drawWaits([
		{ label: 'Senior committee', median: 10, longest: 40, said: '10 / 40' },
		{ label: 'Minister', median: null, longest: null, said: 'none' }
	])
	expect(drawn.shapes.filter(({ type }) => type === 'rect')).toHaveLength(1)
	expect(drawn.shapes.filter(({ type }) => type === 'line')).toHaveLength(2)
})

test('a picture for documents is well formed whatever its words are, and says none of them as markup', () => {
	const drawn = drawSankey(
		[
			{ id: 'a', label: 'Border <forum> & "others"' },
			{ id: 'b', label: 'Senior' }
		],
		[{ from: 'a', to: 'b', value: 2, tone: 'wait' }],
		String
	)
	const svg = svgOf(drawn)
	expect(svg).toContain('Border &lt;forum&gt; &amp; &quot;others&quot;: 2')
	expect(svg).not.toContain('NaN')
	expect(svg.match(/<(?:path|rect|text)/g)).toHaveLength(5)
})

test('a text that has no room ends in a sign that some was cut', () => {
	expect(fitText('Senior Officials Committee', 60)).toBe('Senior O…')
	expect(fitText('Short', 60)).toBe('Short')
})
