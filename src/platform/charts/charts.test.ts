import fc from 'fast-check'
import { expect, test } from 'vitest'
import { marked, unmarked } from '#platform/languages/marks.ts'
import { fitText, LETTER, scaleEnd, widthOf, wrapText, type Drawing } from './drawing.ts'
import { svgOf } from './drawing-svg.ts'
import { drawHeatMap, heatOf } from './heat-map.ts'
import { withLegend } from './legend.ts'
import { drawBars, drawStacks, drawWaits } from './bars.ts'
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

test('the first boxes of the columns stand level, so that no flow runs through what is said of them', () => {
	const long = 'The cross-border forum of two countries at the bridge over the river'
	const nodes = [
		{ id: 'forum', label: long },
		{ id: 'committee', label: 'IMC' },
		{ id: 'senior', label: 'SC' }
	]
	const { nodes: boxes } = placeSankey(
		nodes,
		[
			{ from: 'forum', to: 'committee', value: 3, tone: 'good' },
			{ from: 'committee', to: 'senior', value: 2, tone: 'good' }
		],
		({ label }) => (label === long ? 3 : 1)
	)
	expect(new Set(boxes.map(({ y }) => y)).size).toBe(1)
})

test('the cross of a square that holds nothing is seen beside its figure, from corner to corner', () => {
	const { shapes } = drawHeatMap(['2025'], [{ label: 'Row', cells: [{ text: '0/4', heat: 0, isMissed: true }] }])
	const [square, ground] = shapes.flatMap((shape) => (shape.type === 'rect' ? [shape] : []))
	const cross = shapes.find((shape) => shape.type === 'line')
	if (!square || !ground || !cross) throw new Error('a square, its cross and the ground of its figure')
	expect([cross.x1, cross.y1]).toEqual([square.x, square.y + square.height])
	expect([cross.x2, cross.y2]).toEqual([square.x + square.width, square.y])
	expect(ground.x - square.x).toBeGreaterThan(6)
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

test('long names of columns stand in lines above squares of their own width, whole and above the first square', () => {
	const names = ['Act', 'Standard operating procedure', 'Cooperation strategy']
	const drawn = drawHeatMap(names, [{ label: 'Row', cells: names.map(() => ({ text: '', heat: 1 as const })) }])
	const squares = drawn.shapes.filter((shape) => shape.type === 'rect')
	const heads = drawn.shapes.filter((shape) => shape.type === 'text' && shape.anchor === 'middle')
	expect(heads.map((head) => (head.type === 'text' ? head.text : '')).join(' ')).toBe(names.join(' '))
	expect(squares[0]?.width).toBeLessThan(squares[1]?.width ?? 0)
	expect(squares[1]?.width).toBeLessThan(100)
	for (const head of heads) expect(head.type === 'text' && head.y < (squares[0]?.y ?? 0)).toBe(true)
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
	expect(bars.map(({ tone }) => tone)).toEqual(['plain', 'back'])
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

test('what is said of a level stands above its box, so that no flow out of it runs behind the words', () => {
	const flow = { from: 'a', to: 'b', value: 3, tone: 'good' } as const
	const { shapes } = drawSankey(nodes, [flow], String)
	for (const [index, shape] of shapes.entries()) {
		const said = shapes[index + 1]
		if (shape.type === 'rect' && said?.type === 'text') expect(said.y).toBeLessThan(shape.y)
	}
	expect(shapes.map(({ type }) => type)).toEqual(['band', 'rect', 'text', 'rect', 'text'])
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
	const { shapes } = drawStacks([{ label: 'One', parts: [{ value: 1_234, tone: 'good' }] }], String)
	const figure = shapes.find((shape) => shape.type === 'text' && shape.text === '1234')
	const bar = shapes.find((shape) => shape.type === 'rect')
	expect(figure?.type === 'text' && figure.anchor === 'end' && figure.x < 300).toBe(true)
	expect(bar?.type === 'rect' && figure?.type === 'text' && figure.x < bar.x).toBe(true)
})

test('the whole picture of what waited is in sight on a narrow screen: its three figures stand over the bar', () => {
	const said = '109 / 209 / 262'
	const label = 'Inter-Ministerial Committee on Migration Management'
	const { shapes, width } = drawWaits([{ label, median: 109, longest: 209, waiting: 262, said }], String)
	const figure = shapes.find((shape) => shape.type === 'text' && shape.text === said)
	const bar = shapes.find((shape) => shape.type === 'rect')
	expect(width).toBeLessThan(320)
	expect(figure?.type === 'text' && figure.anchor === 'end' && figure.x <= width).toBe(true)
	expect(bar?.type === 'rect' && figure?.type === 'text' && figure.y < bar.y && bar.x < 10).toBe(true)
})

const textsOf = ({ shapes }: Drawing) => shapes.flatMap((shape) => (shape.type === 'text' ? [shape] : []))
/** What is said in a picture, its lines put together as they stand: a name, then its figure. */
const saidIn = (drawing: Drawing) =>
	textsOf(drawing)
		.map(({ text }) => text)
		.join(' ')

test('no figure of any picture is shortened, and none lies on a name or a bar, however long it is', () => {
	const figure = fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value.toFixed(1))
	fc.assert(
		fc.property(fc.array(fc.tuple(words, figure), { minLength: 1, maxLength: 8 }), (rows) => {
			const number = (value: number) => value.toLocaleString('en')
			const waits = drawWaits(
				rows.map(([label, said]) => ({
					label,
					median: 1,
					longest: 2,
					waiting: 3,
					said: `${said} / ${said} / ${said}`
				})),
				number
			)
			for (const [, said] of rows)
				expect(textsOf(waits).map(({ text }) => text)).toContain(`${said} / ${said} / ${said}`)
			const bars = waits.shapes.flatMap((shape) => (shape.type === 'rect' ? [shape] : []))
			for (const { text, x, y } of textsOf(waits).filter(({ anchor }) => anchor === 'end')) {
				const besides = textsOf(waits).filter((one) => one.x === 0 && one.y === y)
				for (const one of besides) expect(x - widthOf(text)).toBeGreaterThanOrEqual(widthOf(one.text))
				expect(x).toBeLessThanOrEqual(waits.width)
				expect(bars.filter((bar) => bar.y < y && y - LETTER.size < bar.y + bar.height)).toEqual([])
			}
			const stacks = drawStacks(
				rows.map(([label, said]) => ({ label, parts: [{ value: Number(said), tone: 'good' }] })),
				number
			)
			const heat = drawHeatMap(
				rows.map(([, said]) => said),
				[{ label: 'Row', cells: rows.map(([, said]) => ({ text: said, heat: 1 })) }]
			)
			for (const [, said] of rows) {
				expect(textsOf(stacks).map(({ text }) => text)).toContain(number(Number(said)))
				expect(textsOf(heat).filter(({ text }) => text === said).length).toBeGreaterThanOrEqual(2)
			}
			const squares = heat.shapes.flatMap((shape) => (shape.type === 'rect' && !shape.isOutlined ? [shape] : []))
			for (const { text, x } of textsOf(heat).filter(({ anchor }) => anchor === 'middle'))
				expect(
					squares.some(
						(square) => square.x <= x - widthOf(text) / 2 && x + widthOf(text) / 2 <= square.x + square.width
					)
				).toBe(true)
		})
	)
})

test('names that begin alike are said whole, in a few lines, and no row lies on the next', () => {
	const ministries = [
		'Ministry of Labour and Employment',
		'Ministry of Local Government and Urban and Rural Development',
		'Ministry of Lands and Rural Resettlement',
		'Ministry of Macro-Economic Planning and Investment Promotion',
		'Ministère de la Fonction publique, du Travail et de la Protection sociale'
	]
	for (const drawn of [
		drawStacks(
			ministries.map((label) => ({ label, parts: [{ value: 3, tone: 'good' }] })),
			String
		),
		drawWaits(
			ministries.map((label) => ({ label, median: 1, longest: 2, waiting: 3, said: '' })),
			String
		),
		drawHeatMap(
			['2026'],
			ministries.map((label) => ({ label, cells: [{ text: '4', heat: 4 }] }))
		)
	]) {
		const names = textsOf(drawn).filter(({ x }) => x === 0)
		for (const label of ministries) expect(saidIn({ ...drawn, shapes: names })).toContain(label)
		for (const [index, { y }] of names.entries())
			if (index > 0) expect(y - (names[index - 1]?.y ?? 0)).toBeGreaterThanOrEqual(LETTER.line)
		for (const { y } of names) expect(y).toBeLessThan(drawn.height)
	}
	expect(
		textsOf(drawStacks([{ label: 'W'.repeat(60), parts: [] }], String)).find(({ full }) => full === 'W'.repeat(60))
			?.text
	).toMatch(/…$/)
})

test('a name of another language is no wider for being marked as such, and each of its lines is marked', () => {
	const label = 'Ministry of Macro-Economic Planning and Investment Promotion'
	const shown = (text: string) =>
		textsOf(drawStacks([{ label: text, parts: [{ value: 3, tone: 'good' }] }], String)).filter(({ x }) => x === 0)
	const lines = shown(label).map(({ text }) => text)
	expect(shown(marked(label, 'en')).map(({ text }) => text)).toEqual(lines.map((line) => marked(line, 'en')))
	expect(widthOf(marked(label, 'en'))).toBe(widthOf(label))
	expect(unmarked(fitText(marked(label, 'en'), 70))).toBe(fitText(label, 70))
	expect(wrapText(marked(label, 'en'), { room: 90, lines: 2, reserve: 20 })).toEqual(
		wrapText(label, { room: 90, lines: 2, reserve: 20 }).map((line) => marked(line, 'en'))
	)
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

test('a bar is as long as its value, and what is less than nothing has none', () => {
	const rows = [
		{ label: 'A', value: 10, said: 'ten' },
		{ label: 'B', value: 5, said: 'five' },
		{ label: 'C', value: -5, said: 'minus five' }
	]
	const { shapes } = drawBars(rows, String)
	const widths = shapes.flatMap((shape) => (shape.type === 'rect' ? [shape.width] : []))
	expect(widths).toHaveLength(2)
	expect(widths[0]).toBe(2 * (widths[1] ?? 0))
	for (const { said } of rows) expect(shapes).toContainEqual(expect.objectContaining({ type: 'text', text: said }))
})
