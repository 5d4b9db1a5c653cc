import { textWidth, wrapText } from '#ui/map/text.ts'

/** What tells one state of an action from another without colour. */
export type MarkShape = 'empty' | 'half' | 'waits' | 'done' | 'crossed'

/** One thing on the way of a recommendation: where it arose, a level, where it lay after a return, how it stands, an action, a thing it changed. */
export type Station = {
	id: string
	kind: 'origin' | 'level' | 'back' | 'standing' | 'action' | 'change' | 'more'
	/** What it is to the recommendation, above its name: *submitted to*, *came back as an action*. */
	role: string
	name: string
	href?: string | null | undefined
	/** What happened there, one sentence a line. */
	lines: readonly string[]
	/** How long it lay there: its part of the longest wait, and the words for it. */
	/** How it stands, where that is told beside its name: a shape and its word, never a colour alone. */
	mark?: { shape: MarkShape; label: string } | undefined
	wait?: { part: number; label: string; isOpen: boolean } | undefined
}

export type Line = { kind: 'role' | 'name' | 'mark' | 'line'; text: string; x: number; y: number }
export type Bar = { x: number; y: number; width: number; height: number; full: number; isOpen: boolean; label: Line }
export type PlacedStation = {
	station: Station
	x: number
	y: number
	width: number
	height: number
	texts: Line[]
	bar: Bar | null
	/** Where the shape of its state stands: its upper left corner. */
	mark: { shape: MarkShape; x: number; y: number } | null
}
export type Chain = {
	width: number
	height: number
	boxes: PlacedStation[]
	/** From one box to the next, and to those that branch off. */
	lines: { x: number; y: number }[][]
}

// Pixels. As wide as the page of a telephone, so that nothing has to be scrolled across.
export const CHAIN = {
	width: 328,
	edge: 1,
	pad: 10,
	gap: 22,
	indent: 26,
	name: 14.5,
	small: 13,
	line: 18,
	bar: 8,
	mark: 10
} as const
const isBranch = ({ kind }: Station) => kind === 'action' || kind === 'change' || kind === 'more'

/**
 * Where each station of a recommendation's way stands: one below the other in the order of time, joined by a line; the actions
 * it came back as and the things it changed branch off at the foot. Every text is broken to fit its box.
 */
export function chainLayout(stations: readonly Station[]): Chain {
	const boxes: PlacedStation[] = []
	const lines: Chain['lines'] = []
	let y: number = CHAIN.edge
	for (const station of stations) {
		const x = isBranch(station) ? CHAIN.edge + CHAIN.indent : CHAIN.edge
		const box = place(station, x, y)
		const before = boxes.at(-1)
		const trunk = boxes.findLast((one) => !isBranch(one.station))
		if (trunk && isBranch(station)) {
			const middle = CHAIN.edge + CHAIN.indent / 2
			lines.push([
				{ x: middle, y: trunk.y + trunk.height },
				{ x: middle, y: box.y + box.height / 2 },
				{ x: box.x, y: box.y + box.height / 2 }
			])
		} else if (before) {
			const middle = CHAIN.width / 2
			lines.push([
				{ x: middle, y: before.y + before.height },
				{ x: middle, y: box.y }
			])
		}
		boxes.push(box)
		y += box.height + (isBranch(station) ? CHAIN.gap / 2 : CHAIN.gap)
	}
	const last = boxes.at(-1)
	return { width: CHAIN.width, height: last ? last.y + last.height + CHAIN.edge : 2 * CHAIN.edge, boxes, lines }
}

function place(station: Station, x: number, y: number): PlacedStation {
	const width = CHAIN.width - CHAIN.edge - x
	const inner = width - 2 * CHAIN.pad
	const left = x + CHAIN.pad
	const texts: Line[] = []
	let foot = y + CHAIN.pad
	const write = (kind: Line['kind'], text: string, size: number, indent = 0) => {
		for (const one of wrapText(text, inner - indent, size)) {
			foot += CHAIN.line
			texts.push({ kind, text: one, x: left + indent, y: foot - 4 })
		}
	}
	write('role', station.role, CHAIN.small)
	write('name', station.name, CHAIN.name)
	const mark = station.mark && { shape: station.mark.shape, x: left, y: foot + CHAIN.line - 4 - CHAIN.mark + 1 }
	if (station.mark) write('mark', station.mark.label, CHAIN.small, CHAIN.mark + 6)
	for (const line of station.lines) write('line', line, CHAIN.small)
	const bar = station.wait === undefined ? null : barOf(station.wait, { left, top: foot + 4, inner })
	if (bar) foot = bar.y + bar.height
	return { station, x, y, width, height: foot + CHAIN.pad - y, texts, bar, mark: mark ?? null }
}

/** The wait as a bar with its words above it; the shortest still shows, the longest fills the box. */
function barOf(
	{ part, label, isOpen }: NonNullable<Station['wait']>,
	{ left, top, inner }: { left: number; top: number; inner: number }
): Bar {
	const [text = ''] = wrapText(label, inner, CHAIN.small)
	const share = Math.min(1, Math.max(0, part))
	return {
		x: left,
		y: top + CHAIN.line,
		width: Math.max(3, Math.round(inner * share)),
		height: CHAIN.bar,
		full: inner,
		isOpen,
		label: { kind: 'line', text, x: left, y: top + CHAIN.line - 5 }
	}
}

/** True when every text of a box is as wide as its box at most: what a test holds. */
export const fits = ({ texts, x, width }: PlacedStation): boolean =>
	texts.every(
		({ kind, text, x: left }) => left + textWidth(text, kind === 'name' ? CHAIN.name : CHAIN.small) <= x + width
	)

/** The shape of a state, drawn from its upper left corner: empty, half full, an hourglass, a tick, a cross. */
export function markPath({ shape, x, y }: { shape: MarkShape; x: number; y: number }): string {
	const size = CHAIN.mark
	const [right, foot, middle, half] = [x + size, y + size, y + size / 2, size / 2]
	const circle = `M${x} ${middle}a${half} ${half} 0 1 1 ${size} 0a${half} ${half} 0 1 1 ${-size} 0`
	switch (shape) {
		case 'empty':
			return `${circle}z`
		case 'half':
			return `${circle}zM${x} ${middle}a${half} ${half} 0 0 0 ${size} 0z`
		case 'waits':
			return `M${x} ${y}H${right}L${x} ${foot}H${right}L${x} ${y}z`
		case 'done':
			return `M${x} ${middle}L${x + size * 0.4} ${foot - 1}L${right} ${y + 1}`
		case 'crossed':
			return `M${x + 1} ${y + 1}L${right - 1} ${foot - 1}M${right - 1} ${y + 1}L${x + 1} ${foot - 1}`
		default:
			return shape satisfies never
	}
}
