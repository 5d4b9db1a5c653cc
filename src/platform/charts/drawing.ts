/** What a shape means: its colour on screen and on paper, never alone (each has words beside it). */
export type ChartTone =
	'plain' | 'good' | 'part' | 'back' | 'bad' | 'wait' | 'none' | 'heat-1' | 'heat-2' | 'heat-3' | 'heat-4'

export type Shape =
	| { type: 'rect'; x: number; y: number; width: number; height: number; tone: ChartTone; isOutlined?: boolean }
	/** A band of one width along a path. */
	| { type: 'band'; d: string; width: number; tone: ChartTone }
	| { type: 'line'; x1: number; y1: number; x2: number; y2: number }
	| { type: 'text'; x: number; y: number; text: string; anchor: 'start' | 'middle' | 'end'; isStrong?: boolean }

/** A picture as shapes: pages draw it by their style sheet, documents with their own colours. */
export type Drawing = { width: number; height: number; shapes: readonly Shape[] }

/** Pixels: how high letters are, and how wide one is on average in the typeface of the product. */
export const LETTER = { size: 12, width: 6.4, line: 16 } as const

/** As much of a text as has room, with a sign where some was cut. */
export const fitText = (text: string, room: number): string => {
	const letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)
	const most = Math.max(1, Math.floor(room / LETTER.width))
	return letters.length <= most
		? text
		: `${letters
				.slice(0, Math.max(1, most - 1))
				.join('')
				.trimEnd()}…`
}

/** To a tenth of a pixel: pages are small, and the same on every machine. */
export const px = (value: number): number => Math.round(value * 10) / 10
