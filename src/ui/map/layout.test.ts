import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BOX, layout, type Box, type WordedNode } from './layout.ts'
import { textWidth, wrapText } from './text.ts'

const levels = ['policy', 'technical', 'secretariat', 'bilateral', 'actor'] as const
const label = fc.oneof(
	fc.stringMatching(/^[A-Z][a-z]{2,14}( [A-Za-z-]{1,20}){0,9}$/),
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== '')
)

/** Up to sixty nodes; the parent of each is drawn from those before it, or from all of them, circles included. */
const forest = (circles: boolean) =>
	fc
		.array(
			fc.record({
				label,
				acronym: fc.option(fc.stringMatching(/^[A-Z]{2,8}$/)),
				level: fc.constantFrom(...levels),
				group: fc.option(fc.constantFrom('Working groups', 'Cross-border forums', 'Actors outside the State'), {
					nil: undefined
				}),
				foot: fc.constantFrom('Active', 'Needs reactivation', 'Civil society organization'),
				parent: fc.option(fc.nat(circles ? 70 : 1_000_000))
			}),
			{ maxLength: 60 }
		)
		.map((drawn) =>
			drawn.map(({ parent, ...node }, index): WordedNode => {
				const above = parent === null || index === 0 ? null : circles ? parent : parent % index
				return {
					...node,
					id: String(index),
					parent: above === null ? null : String(above),
					href: `/${index}`,
					kind: 'kind'
				}
			})
		)

const overlap = (one: Box, other: Box) =>
	one.x < other.x + other.width &&
	other.x < one.x + one.width &&
	one.y < other.y + other.height &&
	other.y < one.y + one.height

test('no two boxes overlap, and all stand inside the canvas', () => {
	fc.assert(
		fc.property(forest(false), (nodes) => {
			const { boxes, width, height } = layout(nodes, 'Alone')
			for (const [index, box] of boxes.entries()) {
				expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(true)
				for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false)
			}
		})
	)
})

test('headings and lines stand inside the canvas too', () => {
	fc.assert(
		fc.property(forest(false), (nodes) => {
			const { headings, connectors, width, height } = layout(nodes, 'Alone')
			for (const { x, y } of [...headings, ...connectors.flatMap(({ points }) => points)])
				expect(x >= 0 && y >= 0 && x <= width && y <= height).toBe(true)
		})
	)
})

test('every node has one box, whatever circles the parents stand in', () => {
	fc.assert(
		fc.property(forest(true), (nodes) => {
			const { boxes } = layout(nodes, 'Alone')
			expect(boxes.map(({ node }) => node.id).sort()).toEqual(nodes.map(({ id }) => id).sort())
		})
	)
})

test('a parent stands above its children or to their left', () => {
	fc.assert(
		fc.property(forest(false), (nodes) => {
			const boxes = new Map(layout(nodes, 'Alone').boxes.map((box) => [box.node.id, box]))
			for (const child of boxes.values()) {
				const parent = boxes.get(child.node.parent ?? '')
				if (parent) expect(parent.y + parent.height <= child.y || parent.x + parent.width <= child.x).toBe(true)
			}
		})
	)
})

test('every child is joined to its parent by a line', () => {
	fc.assert(
		fc.property(forest(false), (nodes) => {
			const { boxes, connectors } = layout(nodes, 'Alone')
			const placed = new Map(boxes.map((box) => [box.node.id, box]))
			for (const child of boxes.filter(({ node }) => node.parent)) {
				expect(connectors.some(({ points }) => touches(child, points.at(-1)))).toBe(true)
				const parent = placed.get(child.node.parent ?? '')
				expect(parent && connectors.some(({ points }) => touches(parent, points.at(0)))).toBe(true)
			}
		})
	)
})

function touches({ x, y, width, height }: Box, point: { x: number; y: number } | undefined) {
	if (!point) return false
	return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height
}

test('the same structures are always drawn the same', () => {
	fc.assert(
		fc.property(forest(true), (nodes) => {
			expect(layout(nodes, 'Alone')).toEqual(layout(nodes, 'Alone'))
		})
	)
})

test('every line of a box fits into it and no letter is lost', () => {
	fc.assert(
		fc.property(label, (text) => {
			const width = BOX.width - BOX.edge - 2 * BOX.pad
			const lines = wrapText(text, width, BOX.name)
			expect(lines.filter((line) => textWidth(line, BOX.name) > width)).toEqual([])
			expect(lines.join('').replaceAll(/\s/gu, '')).toBe(text.replaceAll(/\s/gu, ''))
		})
	)
})

test('a secretariat stands beside what it serves, with a dashed line', () => {
	const nodes = [
		aNode('committee', null, 'technical'),
		aNode('secretariat', 'committee', 'secretariat'),
		...['a', 'b', 'c', 'd'].map((id) => aNode(id, 'committee', 'technical'))
	]
	const { boxes, connectors } = layout(nodes, 'Alone')
	const [committee, secretariat] = ['committee', 'secretariat'].map((id) => boxes.find(({ node }) => node.id === id))
	expect(secretariat?.y).toBe(committee?.y)
	expect(connectors.filter(({ side }) => side)).toHaveLength(1)
})

test('nothing is drawn of nothing', () => {
	expect(layout([], 'Alone').boxes).toEqual([])
})

function aNode(id: string, parent: string | null, level: WordedNode['level']): WordedNode {
	return { id, parent, level, label: id, href: `/${id}`, kind: 'Committee', foot: 'Active', status: 'active' }
}
