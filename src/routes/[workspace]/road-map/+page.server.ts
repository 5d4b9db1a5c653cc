import { listSteps } from '#modules/instruments/domestication/road-map-queries.ts'
import { listPart } from '../../list-page.ts'
import { optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const [found, actors, structures] = await Promise.all([
		locals.askFrom(listSteps, url),
		optionsOf(locals, 'actor'),
		optionsOf(locals, 'structure')
	])
	return { list: listPart(found, (step) => step), actors, structures }
}
