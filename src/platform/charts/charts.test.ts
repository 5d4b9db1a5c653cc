import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitText, LETTER, scaleEnd, widthOf, wrapText } from './drawing.ts'
import { svgOf } from './drawing-svg.ts'
import { drawHeatMap, heatOf } from './heat-map.ts'
import { withLegend } from './legend.ts'
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
			const most = scaleEnd(Math.max(...given.map(([good, bad]) => good + bad)))
			expect(Math.abs(drawnTotal / 430 - total / most)).toBeLessThan(0.01)
			for (const bar of bars) expect(bar.x + bar.width).toBeLessThanOrEqual(drawn.width)
		})
	)
})

test('who never answered has no bar, and the longest reaches the end of the scale', () => {
	const drawn = drawWaits(
		[
			{ label: 'Senior committee', median: 10, longest: 40, waiting: null, said: '10 / 40' },
			{ label: 'Minister', median: null, longest: null, waiting: null, said: 'none' }
		],
		String
	)
	expect(drawn.shapes.filter(({ type }) => type === 'rect')).toHaveLength(1)
	expect(drawn.shapes.filter(({ type }) => type === 'line')).toHaveLength(2 + 3)
})

test('what still waits has a bar of its own, and reaches further than the longest that is over where it waits longer', () => {
	const { shapes } = drawWaits([{ label: 'Committee', median: 10, longest: 191, waiting: 262, said: '' }], String)
	const bars = shapes.flatMap((shape) => (shape.type === 'rect' ? [shape] : []))
	const [over, waiting] = bars
	expect(bars.map(({ tone }) => tone)).toEqual(['wait', 'back'])
	const line = shapes.find((shape) => shape.type === 'line')
	if (!over || !waiting || line?.type !== 'line') throw new Error('a bar, a line and a bar')
	expect(waiting.x + waiting.width).toBeGreaterThan(line.x2)
	expect(waiting.y).toBeGreaterThanOrEqual(over.y + over.height)
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
	expect(fitText('Senior Officials Committee', 70)).toBe('Senior Of…')
	expect(fitText('Short', 60)).toBe('Short')
})

type Place = { x: number; y: number; width: number; height: number }

const words = fc.oneof(
	fc.string({ maxLength: 60 }),
	fc
		.array(fc.constantFrom('Comité', 'WWWWWWWWWWWW', 'of', 'Officials', 'Zusammenarbeitsausschuss'), { maxLength: 9 })
		.map((some) => some.join(' '))
)

test('no line of a text is wider than its room, and nothing is lost where there is room', () => {
	fc.assert(
		fc.property(words, fc.integer({ min: 60, max: 400 }), fc.integer({ min: 1, max: 3 }), (text, room, lines) => {
			const wrapped = wrapText(text, { room, lines, reserve: 20 })
			expect(wrapped.length).toBeLessThanOrEqual(lines)
			for (const [index, line] of wrapped.entries())
				expect(widthOf(line)).toBeLessThanOrEqual(index === wrapped.length - 1 ? room - 20 : room)
			if (widthOf(text) <= room - 20) expect(wrapped).toEqual([text.trim().split(/\s+/u).join(' ')])
		})
	)
})

test('no two things said of a flow overlap, nor lie on a box, and all stand inside the picture, whatever flows', () => {
	fc.assert(
		fc.property(links, fc.array(words, { minLength: IDS.length, maxLength: IDS.length }), (given, labels) => {
			const drawn = drawSankey(
				IDS.map((id, index) => ({ id, label: labels[index] ?? '' })),
				given,
				(value) => value.toLocaleString('en')
			)
			const places = drawn.shapes.flatMap((shape): Place[] => {
				if (shape.type === 'text')
					return [{ x: shape.x, y: shape.y - LETTER.size, width: widthOf(shape.text), height: LETTER.line }]
				return shape.type === 'rect' ? [shape] : []
			})
			for (const [index, one] of places.entries()) {
				expect(one.x).toBeGreaterThanOrEqual(0)
				expect(one.y).toBeGreaterThanOrEqual(0)
				expect(one.x + one.width).toBeLessThanOrEqual(drawn.width)
				expect(one.y + one.height).toBeLessThanOrEqual(drawn.height + 0.1)
				for (const other of places.slice(index + 1))
					expect(
						one.x + one.width <= other.x + 0.001 ||
							other.x + other.width <= one.x + 0.001 ||
							one.y + one.height <= other.y + 0.001 ||
							other.y + other.height <= one.y + 0.001
					).toBe(true)
			}
		})
	)
})

test('what had to be cut is said whole to whoever points at it', () => {
	const label = 'Inter-Ministerial Committee on Migration Management and Coordination of the Republic'
	const drawn = drawSankey(
		[
			{ id: 'a', label: 'Cabinet' },
			{ id: 'b', label }
		],
		[{ from: 'a', to: 'b', value: 3, tone: 'good' }],
		String
	)
	const said = drawn.shapes.flatMap((shape) => (shape.type === 'text' ? [shape] : []))
	expect(said.find(({ full }) => full === `${label}: 3`)?.text).not.toBe(label)
	expect(said.find(({ text }) => text === 'Cabinet: 3')?.full).toBeUndefined()
	expect(svgOf(drawn)).toContain(`<title>${label}: 3</title>`)
})

test('the figure of a bar stands before it, where a narrow screen shows it', () => {
	const said = '109 / 209 / 262'
	const waits = drawWaits([{ label: 'Senior committee', median: 109, longest: 209, waiting: 262, said }], String)
	const stacks = drawStacks([{ label: 'One', parts: [{ value: 1_234, tone: 'good' }] }], String)
	for (const [{ shapes }, shown] of [
		[waits, said],
		[stacks, '1234']
	] as const) {
		const figure = shapes.find((shape) => shape.type === 'text' && shape.text === shown)
		const bar = shapes.find((shape) => shape.type === 'rect')
		expect(figure?.type === 'text' && figure.anchor === 'end' && figure.x < 300).toBe(true)
		expect(bar?.type === 'rect' && figure?.type === 'text' && figure.x < bar.x).toBe(true)
	}
})

test('what the colours mean stands below a printed picture, inside it and in lines that do not overlap', () => {
	fc.assert(
		fc.property(fc.array(fc.string({ maxLength: 40 }), { maxLength: 6 }), (labels) => {
			const bare = drawStacks([{ label: 'One', parts: [{ value: 3, tone: 'good' }] }], String)
			const legend = labels.map((label) => ({ tone: 'good' as const, label }))
			const whole = withLegend(bare, legend)
			const added = whole.shapes.slice(bare.shapes.length)
			expect(added.flatMap((shape) => (shape.type === 'text' ? [shape.text] : []))).toEqual(labels)
			const swatches = added.flatMap((shape) => (shape.type === 'rect' ? [shape] : []))
			expect(new Set(swatches.map(({ x, y }) => `${String(x)} ${String(y)}`)).size).toBe(labels.length)
			for (const { x, y, height, width } of swatches) {
				expect(y).toBeGreaterThanOrEqual(bare.height)
				expect(y + height).toBeLessThanOrEqual(whole.height)
				expect(x + width).toBeLessThanOrEqual(whole.width)
			}
		})
	)
})

test('a box with a list behind it has one link to it, on the line of its figure', () => {
	const label = 'Inter-Ministerial Committee on Migration Management'
	const drawn = drawSankey(
		[
			{ id: 'a', label: 'Cabinet' },
			{ id: 'b', label, href: '/zwe/recommendation' }
		],
		[{ from: 'a', to: 'b', value: 3, tone: 'good' }],
		String
	)
	const linked = drawn.shapes.flatMap((shape) => (shape.type === 'text' && shape.href !== undefined ? [shape] : []))
	expect(linked).toHaveLength(1)
	expect(linked[0]).toMatchObject({ href: '/zwe/recommendation', full: `${label}: 3` })
	expect(linked[0]?.text).toMatch(/: 3$/)
})

test('boxes have another colour than anything that flows', () => {
	const drawn = drawSankey(nodes, [{ from: 'a', to: 'b', value: 1, tone: 'plain' }], String)
	const tones = (type: string) =>
		drawn.shapes.flatMap((shape) => (shape.type === type && 'tone' in shape ? [shape.tone] : []))
	expect(tones('band')).toEqual(['plain'])
	expect(new Set(tones('rect'))).toEqual(new Set(['node']))
})

test('a scale ends at a round number no smaller than what stands on it, and a single one does not fill it', () => {
	expect([0, 1, 5, 6, 11, 21, 51, 219, 4_321].map(scaleEnd)).toEqual([5, 5, 5, 6, 15, 25, 60, 250, 5_000])
	fc.assert(
		fc.property(fc.nat(10_000_000), (most) => scaleEnd(most) >= most && (most < 5 || scaleEnd(most) <= 1.5 * most))
	)
})
