import type { Box, Connector, Heading } from './layout.ts'

export type Point = { x: number; y: number }

/** Where a parent's line comes in. */
export type Entry = Point & { side: boolean }

/** A finished part of a map, placed from its own upper left corner. */
export type Block = {
	width: number
	height: number
	boxes: Box[]
	headings: Heading[]
	connectors: Connector[]
	entries: Entry[]
}

export const empty: Block = { width: 0, height: 0, boxes: [], headings: [], connectors: [], entries: [] }

/** The block moved; its size still counts from where its own corner now stands. */
export function at(block: Block, dx: number, dy: number): Block {
	const move = <Placed extends Point>(placed: Placed) => ({ ...placed, x: placed.x + dx, y: placed.y + dy })
	return {
		...block,
		width: block.width + dx,
		height: block.height + dy,
		boxes: block.boxes.map(move),
		headings: block.headings.map(move),
		connectors: block.connectors.map(({ points, side }) => ({ points: points.map(move), side })),
		entries: block.entries.map(move)
	}
}

/** Blocks already placed, as one that reaches as far as the farthest of them; the entries of all. */
export const join = (blocks: readonly Block[]): Block => ({
	width: Math.max(0, ...blocks.map(({ width }) => width)),
	height: Math.max(0, ...blocks.map(({ height }) => height)),
	boxes: blocks.flatMap(({ boxes }) => boxes),
	headings: blocks.flatMap(({ headings }) => headings),
	connectors: blocks.flatMap(({ connectors }) => connectors),
	entries: blocks.flatMap(({ entries }) => entries)
})

/** Blocks next to each other, their tops level. */
export function beside(blocks: readonly Block[], gap: number): Block {
	let x = 0
	return join(
		blocks.map((block) => {
			const placed = at(block, x, 0)
			x += block.width + gap
			return placed
		})
	)
}
