import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHAIN, chainLayout, fits, type PlacedStation, type Station } from './chain-layout.ts'

const text = fc.oneof(
	fc.stringMatching(/^[A-Z][a-z]{2,14}( [A-Za-z-]{1,24}){0,12}$/),
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }).filter((one) => one.trim() !== '')
)
const station = fc.record({
	kind: fc.constantFrom('level', 'action', 'change', 'standing', 'more' as const),
	role: text,
	name: text,
	lines: fc.array(text, { maxLength: 4 }),
	wait: fc.option(fc.record({ part: fc.double({ min: -1, max: 2, noNaN: true }), label: text, isOpen: fc.boolean() }), {
		nil: undefined
	})
})
const chain = fc
	.array(station, { maxLength: 25 })
	.map((drawn): Station[] => drawn.map((one, index) => ({ ...one, id: String(index) })))

const overlap = (one: PlacedStation, other: PlacedStation) =>
	one.x < other.x + other.width &&
	other.x < one.x + one.width &&
	one.y < other.y + other.height &&
	other.y < one.y + one.height

test('no two stations overlap, and all stand inside a picture as wide as a telephone', () => {
	fc.assert(
		fc.property(chain, (stations) => {
			const { boxes, width, height } = chainLayout(stations)
			expect(width).toBeLessThanOrEqual(328)
			expect(boxes).toHaveLength(stations.length)
			for (const [index, box] of boxes.entries()) {
				expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(true)
				for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false)
			}
		})
	)
})

test('every text and every bar stands inside its box', () => {
	fc.assert(
		fc.property(chain, (stations) => {
			for (const box of chainLayout(stations).boxes) {
				expect(fits(box)).toBe(true)
				for (const { y } of box.texts) expect(y > box.y && y <= box.y + box.height).toBe(true)
				if (!box.bar) continue
				const { bar } = box
				expect(bar.x >= box.x && bar.x + bar.width <= box.x + box.width).toBe(true)
				expect(bar.y + bar.height <= box.y + box.height && bar.label.y < bar.y).toBe(true)
				expect(bar.width <= bar.full || bar.width === 3).toBe(true)
			}
		})
	)
})

test('each station but the first is joined to one before it, and the lines stay inside', () => {
	fc.assert(
		fc.property(chain, (stations) => {
			const { boxes, lines, width, height } = chainLayout(stations)
			for (const { x, y } of lines.flat()) expect(x >= 0 && y >= 0 && x <= width && y <= height).toBe(true)
			for (const box of boxes.slice(1)) {
				const isTrunk = !['action', 'change', 'more'].includes(box.station.kind)
				if (!isTrunk && !boxes.some((one) => one.y < box.y && !['action', 'change', 'more'].includes(one.station.kind)))
					continue
				const end = lines.filter((line) => {
					const last = line.at(-1)
					return (
						last && last.x >= box.x && last.x <= box.x + box.width && last.y >= box.y && last.y <= box.y + box.height
					)
				})
				expect(end.length).toBeGreaterThan(0)
			}
		})
	)
})

test('the longest wait fills its box and half of it half', () => {
	const wait = (part: number): Station => ({
		id: String(part),
		kind: 'level',
		role: 'submitted to',
		name: 'Committee',
		lines: [],
		wait: { part, label: 'days', isOpen: false }
	})
	const [whole, half] = chainLayout([wait(1), wait(0.5)]).boxes
	expect(whole?.bar?.width).toBe(whole?.bar?.full)
	expect(half?.bar?.width).toBe((CHAIN.width - 2 * CHAIN.edge - 2 * CHAIN.pad) / 2)
})

test('the same way is always drawn the same', () => {
	fc.assert(
		fc.property(chain, (stations) => {
			expect(chainLayout(stations)).toEqual(chainLayout(stations))
		})
	)
})
