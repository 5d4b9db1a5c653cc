import type { Status } from '../types.ts'
import { at, beside, empty, join, type Block, type Point } from './block.ts'
import { grow, type Branch } from './forest.ts'
import { shelve } from './shelves.ts'
import { wrapText } from './text.ts'

export type Level = 'policy' | 'technical' | 'secretariat' | 'bilateral' | 'regional' | 'global' | 'actor'

/** A structure, or an actor attached to one. `group` is the worded heading it is stacked under. */
export type MapNode = {
	id: string
	parent?: string | null
	label: string
	acronym?: string | null
	href: string
	kind: string
	level: Level
	status?: Status
	group?: string
}

/** A node with the words at the foot of its box: its status, or what kind of actor it is. */
export type WordedNode = MapNode & { foot: string }

export type Box = Point & { node: WordedNode; width: number; height: number; lines: string[]; foot: string[] }
export type Heading = Point & { lines: string[] }
/** A broken line from a parent to a child; `side` marks a secretariat's, which is drawn dashed. */
export type Connector = { points: Point[]; side: boolean }
export type Layout = { width: number; height: number; boxes: Box[]; headings: Heading[]; connectors: Connector[] }

// Pixels. A box holds about 21 letters a line: short enough to scan, long enough for "Anti-Trafficking".
export const BOX = { width: 184, edge: 5, pad: 8, name: 13, foot: 11.5, line: 16, sign: 18 } as const
const GAP = { across: 28, stack: 10, level: 34, indent: 18, canvas: 4 } as const
// As wide as the page's frame, so that most maps need no scrolling across.
const SHELF = { width: 1190, gap: 36 } as const
const SHORTEST_STACK = 6
const MOST_STACKS = 5
const INNER = BOX.width - BOX.edge - 2 * BOX.pad

/**
 * Where every box, heading and line of a structure map stands. Parents stand above their children; a secretariat with
 * nothing below it stands to the right of what it serves; children with little below them are stacked in columns under
 * the heading of their group; roots follow each other on shelves, those that stand alone under `aloneHeading`.
 */
export function layout(nodes: readonly WordedNode[], aloneHeading: string): Layout {
	const roots = grow(nodes)
	// The set-up that most belongs to comes first: it is what the reader looks for.
	const trees = roots
		.filter(({ children }) => children.length > 0)
		.sort((one, other) => countBelow(other) - countBelow(one))
		.map(tree)
	const alone = roots.filter(({ children }) => children.length === 0)
	const regrouped = alone.map((root) => ({ ...root, node: { ...root.node, group: aloneHeading } }))
	const whole = at(shelve([...trees, ...stacks(regrouped, false)], SHELF), GAP.canvas, GAP.canvas)
	return { ...whole, width: whole.width + GAP.canvas, height: whole.height + GAP.canvas }
}

const countBelow = ({ children }: Branch): number => children.reduce((sum, child) => sum + 1 + countBelow(child), 0)

/** A box with its secretariats beside it and everything else below it. */
function tree(branch: Branch): Block {
	const sides = branch.children.filter(isSide)
	const below = branch.children.filter((child) => !isSide(child))
	const columns = [...below.filter((child) => !isShort(child)).map(tree), ...stacks(below.filter(isShort), true)]
	const row = beside(columns, GAP.across)
	const own = box(branch.node)
	const first = row.entries.at(0)?.x ?? 0
	const centre = (first + (row.entries.at(-1)?.x ?? 0)) / 2
	// Over a single stack the box stands at the left, straight above the trunk.
	const leaning = columns.length === 1 && centre < BOX.width / 2
	const middle = leaning ? 0 : Math.max(0, centre - BOX.width / 2)
	const head = at(
		withSides(
			own,
			sides.map(({ node }) => box(node))
		),
		middle,
		0
	)
	if (columns.length === 0) return head

	const top = head.height + GAP.level
	const children = at(row, leaning ? 0 : Math.max(0, BOX.width / 2 - centre), top)
	const from = { x: leaning ? first : middle + BOX.width / 2, y: own.height }
	const bus = top - GAP.level / 2
	const connectors = children.entries.map(({ x, y, side }) => ({
		points: [from, { x: from.x, y: bus }, { x, y: bus }, { x, y }],
		side
	}))
	const whole = join([head, children])
	return {
		...whole,
		connectors: [...connectors, ...whole.connectors],
		entries: [entry(branch.node, middle + BOX.width / 2, 0)]
	}
}

function withSides(own: Block, sides: readonly Block[]): Block {
	const x = BOX.width + GAP.across
	const trunk = BOX.width + GAP.across / 2
	const middle = own.height / 2
	const connectors: Connector[] = []
	let y = 0
	const placed = sides.map((side) => {
		const target = y + side.height / 2
		const points = [
			{ x: BOX.width, y: middle },
			{ x: trunk, y: middle },
			{ x: trunk, y: target },
			{ x, y: target }
		]
		connectors.push({ points, side: true })
		const block = at(side, x, y)
		y += side.height + GAP.stack
		return block
	})
	return { ...join([own, ...placed]), connectors, entries: own.entries }
}

/** Branches as columns of boxes under the headings of their groups, hung on a trunk when they have a parent. */
function stacks(branches: readonly Branch[], hung: boolean): Block[] {
	const total = branches.reduce((sum, branch) => sum + size(branch), 0)
	const most = Math.max(SHORTEST_STACK, Math.ceil(total / MOST_STACKS))
	const columns: Branch[][] = []
	for (const group of Map.groupBy(branches, ({ node }) => node.group ?? '').values()) {
		let column = columns.at(-1)
		if (!column || boxes(column) + boxes(group) > most) columns.push((column = []))
		for (const branch of group) {
			if (column.length > 0 && boxes(column) + size(branch) > most) columns.push((column = []))
			column.push(branch)
		}
	}
	return columns.map((column) => stack(column, hung))
}

function stack(column: readonly Branch[], hung: boolean): Block {
	const indent = hung ? GAP.indent : 0
	const trunk = indent / 2
	const parts: Block[] = []
	const connectors: Connector[] = []
	let y = 0
	let heading: string | undefined
	for (const branch of column) {
		if (branch.node.group && branch.node.group !== heading) {
			heading = branch.node.group
			const lines = wrapText(heading, BOX.width, BOX.foot)
			parts.push({ ...empty, headings: [{ x: indent, y: y + BOX.line - 4, lines }] })
			y += lines.length * BOX.line + 2
		}
		const item = stacked(branch)
		const target = y + box(branch.node).height / 2
		if (hung)
			connectors.push({
				points: [
					{ x: trunk, y: 0 },
					{ x: trunk, y: target },
					{ x: indent, y: target }
				],
				side: isSide(branch)
			})
		parts.push(at(item, indent, y))
		y += item.height + GAP.stack
	}
	const whole = join(parts)
	const entries = [{ x: trunk, y: 0, side: column.every(isSide) }]
	return { ...whole, connectors: [...connectors, ...whole.connectors], entries }
}

/** A box with what little hangs below it, indented. */
function stacked({ node, children }: Branch): Block {
	const own = box(node)
	if (children.length === 0) return own
	const below = stack(
		children.map((child) => ({ ...child, node: { ...child.node, group: undefined } })),
		true
	)
	const start = own.height + GAP.stack
	const lines = below.connectors.map(({ points, side }) => ({
		points: points.map(({ x, y }) => ({ x, y: y === 0 ? -GAP.stack : y })),
		side
	}))
	return join([own, at({ ...below, connectors: lines }, 0, start)])
}

function box(node: WordedNode): Block {
	const lines = wrapText(node.acronym ? `${node.label} (${node.acronym})` : node.label, INNER, BOX.name)
	const foot = wrapText(node.foot, INNER - BOX.sign, BOX.foot)
	const height = 2 * BOX.pad + (lines.length + foot.length) * BOX.line
	const own = { x: 0, y: 0, node, width: BOX.width, height, lines, foot }
	return { ...empty, width: BOX.width, height, boxes: [own], entries: [entry(node, BOX.width / 2, 0)] }
}

const entry = ({ level }: MapNode, x: number, y: number) => ({ x, y, side: level === 'secretariat' })
const isSide = ({ node, children }: Branch) => node.level === 'secretariat' && children.length === 0
const isShort = ({ children }: Branch) => children.length <= 3 && children.every((child) => child.children.length === 0)
const size = ({ children }: Branch): number => 1 + boxes(children)
const boxes = (branches: readonly Branch[]): number => branches.reduce((sum, branch) => sum + size(branch), 0)
