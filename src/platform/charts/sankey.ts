import { LETTER, px, widthOf, wrapText, type ChartTone, type Drawing, type Shape } from './drawing.ts'

/** A level; `href` is the list of what flowed through it. */
export type SankeyNode = { id: string; label: string; href?: string }
export type SankeyLink = { from: string; to: string; value: number; tone: ChartTone }

export type PlacedNode = SankeyNode & { layer: number; x: number; y: number; height: number; value: number }
export type PlacedLink = SankeyLink & { x0: number; y0: number; x1: number; y1: number; width: number }
export type Sankey = {
	width: number
	height: number
	/** From one column to the next. */
	step: number
	nodes: PlacedNode[]
	links: PlacedLink[]
}

// What is said of a box stands above it, in three lines at most, and ends before the next column: `step` leaves it the room.
const SIZE = { width: 760, node: 12, gap: 14, perNode: 46, highest: 620, step: 180, said: 190 } as const
const LINES = 3
const BELOW = 5
// One recommendation alone is a thread, not a wall.
const LEAST_SUM = 5
const ROUNDS = 6

type Flow = SankeyLink & { order: number }

/**
 * Where each level and each flow between levels stands. Levels stand in columns from left to right, as far right as the
 * longest way to them; what flows back to a level further left ends at that level's second box on the right, so that every
 * flow reads from left to right. A box is as high as what flows in or out of it, whichever is more, no two overlap, and above
 * each is room for as many lines as `linesOf` says are said of it.
 */
export function placeSankey(
	nodes: readonly SankeyNode[],
	links: readonly SankeyLink[],
	linesOf: (node: SankeyNode, value: number, room: number) => number = () => 0
): Sankey {
	const { known, flows } = withoutCircles(nodes, links)
	const layers = layersOf(known, flows)
	const count = Math.max(1, ...layers.values()) + 1
	const columns = Array.from({ length: count }, (_, layer) => known.filter(({ id }) => layers.get(id) === layer))
	const values = new Map(known.map(({ id }) => [id, valueOf(id, flows)]))
	const tallest = Math.max(1, ...columns.map((column) => column.length))
	const room = Math.min(SIZE.highest, Math.max(160, tallest * SIZE.perNode))
	const scale = Math.min(
		...columns
			.filter((column) => column.length > 0)
			.map((column) => {
				const sum = column.reduce((total, { id }) => total + (values.get(id) ?? 0), 0)
				return (room - (column.length - 1) * SIZE.gap) / Math.max(LEAST_SUM, sum)
			})
	)
	const step = Math.max(SIZE.step, (SIZE.width - SIZE.node - SIZE.said) / Math.max(1, count - 1))
	const ordered = orderColumns(columns, flows)
	const above = (node: SankeyNode, layer: number) => {
		const lines = linesOf(node, values.get(node.id) ?? 0, roomAt(step, layer === count - 1))
		return lines === 0 ? 0 : lines * LETTER.line + BELOW
	}
	// The first boxes stand level, or what flows from one up to the next would run through what is said of it.
	const top = Math.max(0, ...ordered.flatMap(([first], layer) => (first ? [above(first, layer)] : [])))
	const placed = ordered.flatMap((column, layer) => {
		let y = 0
		return column.map((node, index) => {
			const value = values.get(node.id) ?? 0
			const height = value * scale
			y += index === 0 ? top : above(node, layer)
			const box = { ...node, layer, x: layer * step, y, height, value }
			y += height + SIZE.gap
			return box
		})
	})
	const height = Math.max(LETTER.line, ...placed.map((box) => box.y + Math.max(1, box.height)))
	const width = (count - 1) * step + SIZE.node + SIZE.said
	return { width, height, step, nodes: placed, links: placeLinks(placed, flows, scale) }
}

const roomAt = (step: number, isLast: boolean) => (isLast ? SIZE.said : step) - SIZE.node

const valueOf = (id: string, flows: readonly SankeyLink[]) => {
	const sum = (end: 'from' | 'to') => flows.reduce((total, flow) => (flow[end] === id ? total + flow.value : total), 0)
	return Math.max(sum('from'), sum('to'))
}

// The widest flows are laid first; one that would close a circle goes to a second box of the level it goes back to.
function withoutCircles(nodes: readonly SankeyNode[], links: readonly SankeyLink[]) {
	const labels = new Map(nodes.map((node) => [node.id, node]))
	const known = new Map<string, SankeyNode>()
	const below = new Map<string, Set<string>>()
	const flows: Flow[] = []
	const reaches = (from: string, to: string): boolean => {
		const seen = new Set([from])
		for (const one of seen) for (const next of below.get(one) ?? []) seen.add(next)
		return seen.has(to)
	}
	const order = links
		.filter(({ from, to, value }) => value > 0 && labels.has(from) && labels.has(to))
		.map((link, index) => ({ ...link, order: index }))
		.sort((one, other) => other.value - one.value || one.order - other.order)
	for (const link of order) {
		const isBack = reaches(link.to, link.from)
		const to = isBack ? `${link.to} again` : link.to
		const ends = [link.from, link.to].flatMap((id) => labels.get(id) ?? [])
		for (const [index, end] of ends.entries()) {
			const id = index === 1 ? to : end.id
			known.set(id, { ...end, id })
		}
		if (!isBack) below.set(link.from, (below.get(link.from) ?? new Set()).add(to))
		flows.push({ ...link, to })
	}
	return { known: [...known.values()], flows }
}

function layersOf(nodes: readonly SankeyNode[], flows: readonly SankeyLink[]) {
	const layers = new Map(nodes.map(({ id }) => [id, 0]))
	// No way is longer than there are boxes.
	for (let round = 0; round < nodes.length; round++) {
		let isMoved = false
		for (const { from, to } of flows) {
			const least = (layers.get(from) ?? 0) + 1
			if ((layers.get(to) ?? 0) >= least) continue
			layers.set(to, least)
			isMoved = true
		}
		if (!isMoved) break
	}
	return layers
}

/** Orders each column by where its flows come from and go to, so that few of them cross. */
function orderColumns(columns: readonly (readonly SankeyNode[])[], flows: readonly SankeyLink[]) {
	let ordered = columns.map((column) => [...column])
	for (let round = 0; round < ROUNDS; round++) {
		const place = new Map(ordered.flatMap((column) => column.map(({ id }, index) => [id, index / column.length])))
		const middle = (id: string) => {
			let [sum, weight] = [0, 0]
			for (const { from, to, value } of flows) {
				const other = from === id ? to : to === id ? from : null
				if (other === null) continue
				sum += (place.get(other) ?? 0) * value
				weight += value
			}
			return weight === 0 ? 0 : sum / weight
		}
		ordered = ordered.map((column) =>
			column
				.map((node, index) => ({ node, index, at: middle(node.id) }))
				.sort((one, other) => one.at - other.at || one.index - other.index)
				.map(({ node }) => node)
		)
	}
	return ordered
}

function placeLinks(nodes: readonly PlacedNode[], flows: readonly Flow[], scale: number): PlacedLink[] {
	const boxes = new Map(nodes.map((node) => [node.id, node]))
	const yOf = (id: string) => boxes.get(id)?.y ?? 0
	const starts = new Map<Flow, number>()
	const ends = new Map<Flow, number>()
	for (const { id, y } of nodes) {
		for (const [own, far, into] of [
			['from', 'to', starts],
			['to', 'from', ends]
		] as const) {
			let offset = y
			const here = flows
				.filter((flow) => flow[own] === id)
				.sort((one, other) => yOf(one[far]) - yOf(other[far]) || one.order - other.order)
			for (const flow of here) {
				into.set(flow, offset + (flow.value * scale) / 2)
				offset += flow.value * scale
			}
		}
	}
	return flows.map(({ order: _order, ...flow }, index) => {
		const ordered = flows[index]
		return {
			...flow,
			x0: (boxes.get(flow.from)?.x ?? 0) + SIZE.node,
			x1: boxes.get(flow.to)?.x ?? 0,
			y0: (ordered && starts.get(ordered)) ?? 0,
			y1: (ordered && ends.get(ordered)) ?? 0,
			width: flow.value * scale
		}
	})
}

const FRAME = 8

/** The flows as a picture: a box for each level with its name and how many flowed through it. */
export function drawSankey(
	nodes: readonly SankeyNode[],
	links: readonly SankeyLink[],
	number: (value: number) => string
): Drawing {
	const placed = placeSankey(nodes, links, ({ label }, value, room) => saidOf(label, number(value), room).length)
	const last = Math.max(1, ...placed.nodes.map(({ layer }) => layer))
	const bands = placed.links.map((link): Shape => {
		const middle = px((link.x0 + link.x1) / 2 + FRAME)
		const [x0, y0, x1, y1] = [link.x0, link.y0, link.x1, link.y1].map((value) => px(value + FRAME))
		return {
			type: 'band',
			d: `M${String(x0)} ${String(y0)}C${middle} ${String(y0)} ${middle} ${String(y1)} ${String(x1)} ${String(y1)}`,
			width: link.width,
			tone: link.tone
		}
	})
	const boxes = placed.nodes.flatMap(({ label, href, layer, x, y, height, value }): Shape[] => [
		{ type: 'rect', x: x + FRAME, y: y + FRAME, width: SIZE.node, height: Math.max(1, height), tone: 'node' },
		...saidOf(label, number(value), roomAt(placed.step, layer === last)).map(
			({ text, full }, line, { length }): Shape => ({
				type: 'text',
				x: x + FRAME,
				y: y + FRAME - BELOW - (length - line) * LETTER.line + LETTER.size,
				text,
				anchor: 'start',
				...(full === undefined ? {} : { full }),
				// The line with the figure: two links so close would be hard to hit.
				...(href === undefined || line < length - 1 ? {} : { href })
			})
		)
	])
	return { width: placed.width + 2 * FRAME, height: px(placed.height + 2 * FRAME), shapes: [...bands, ...boxes] }
}

/** The name of a box and how many flowed through it, in as many lines as it takes; said whole where one does not hold it. */
function saidOf(label: string, value: string, room: number): { text: string; full?: string }[] {
	const behind = `: ${value}`
	const lines = wrapText(label, { room, lines: LINES, reserve: widthOf(behind) })
	const isWhole = lines.length === 1 && lines[0] === label
	return lines.map((text, line) => ({
		text: line === lines.length - 1 ? `${text}${behind}` : text,
		...(isWhole ? {} : { full: `${label}${behind}` })
	}))
}
