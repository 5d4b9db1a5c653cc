import { harmonizationBoard } from '#modules/instruments/relation/harmonization-queries.ts'
import { optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const [board, structures] = await Promise.all([
		locals.askFrom(harmonizationBoard, url),
		optionsOf(locals, 'structure')
	])
	return { board, structures }
}
