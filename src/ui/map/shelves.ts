import { at, join, type Block } from './block.ts'

type Slot = { x: number; width: number; bottom: number }

/**
 * Blocks side by side on shelves of a width, in their order. What no longer fits beside goes under something shorter
 * on the same shelf where there is room, else onto a new shelf. A block wider than the shelf widens it for all.
 */
export function shelve(blocks: readonly Block[], { width, gap }: { width: number; gap: number }): Block {
	const limit = Math.max(width, ...blocks.map((block) => block.width))
	const placed: Block[] = []
	let slots: Slot[] = []
	let [right, top] = [0, 0]
	for (const block of blocks) {
		const floor = Math.max(top, ...slots.map(({ bottom }) => bottom))
		const under = slots.find((slot) => slot.width >= block.width && slot.bottom + gap + block.height <= floor)
		const beside = right === 0 || right + gap + block.width <= limit
		if (!beside && under) {
			placed.push(at(block, under.x, under.bottom + gap))
			under.bottom += gap + block.height
			continue
		}
		if (!beside) {
			slots = []
			right = 0
			top = floor + gap
		}
		const x = right === 0 ? 0 : right + gap
		placed.push(at(block, x, top))
		slots.push({ x, width: block.width, bottom: top + block.height })
		right = x + block.width
	}
	return join(placed)
}
