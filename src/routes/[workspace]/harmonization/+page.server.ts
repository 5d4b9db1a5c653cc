import { harmonizationBoard } from '#modules/instruments/relation/harmonization-queries.ts'
import { renderedOnce } from '../../rendered-once.server.ts'
import { optionsOf } from '../record-page.server.ts'
import BoardPanels from './BoardPanels.svelte'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const [board, structures] = await Promise.all([
		locals.askFrom(harmonizationBoard, url),
		optionsOf(locals, 'structure')
	])
	const panels = await renderedOnce({
		of: board,
		by: [workspace],
		component: BoardPanels,
		props: { workspace, board },
		words: locals.words
	})
	return { structures, isMore: board.isMore, mayAdd: board.may.add, shown: { panels, count: board.items.length } }
}
