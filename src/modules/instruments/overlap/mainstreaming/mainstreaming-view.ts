import { drawStacks } from '#platform/charts/bars.ts'
import type { Drawing } from '#platform/charts/drawing.ts'
import type { Tone } from '#ui/types.ts'
import type { ChapterFigures } from './chapters.ts'
import type { PassageState } from './passage-states.ts'

/** Chapter by chapter the passages that are confirmed, and behind them those that are suggested. */
export const drawChapters = (
	chapters: readonly ChapterFigures[],
	nameOf: (chapter: string) => string,
	number: (value: number) => string
): Drawing =>
	drawStacks(
		chapters.map(({ chapter, confirmed, suggested }) => ({
			label: nameOf(chapter),
			parts: [
				{ value: confirmed, tone: 'good' as const },
				{ value: suggested, tone: 'wait' as const }
			]
		})),
		number
	)

/** How a passage is marked. */
export function toneOfPassage(state: PassageState): Tone {
	switch (state) {
		case 'suggested':
			return 'information'
		case 'confirmed':
			return 'success'
		case 'rejected':
			return 'plain'
		default:
			return state satisfies never
	}
}
