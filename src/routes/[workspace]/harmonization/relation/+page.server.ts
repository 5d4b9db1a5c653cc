import { listRelations } from '#modules/instruments/relation/relation-queries.ts'
import { keepsInstruments } from '#modules/instruments/rules.ts'
import { listPart } from '../../../list-page.ts'
import { optionsOf } from '../../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const [found, structures, actors] = await Promise.all([
		locals.askFrom(listRelations, url),
		optionsOf(locals, 'structure'),
		optionsOf(locals, 'actor')
	])
	return {
		list: listPart(found, (relation) => relation),
		structures,
		actors,
		mayAdd: keepsInstruments(locals.seat)
	}
}
