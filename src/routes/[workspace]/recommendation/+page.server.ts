import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listMakers, listRecommendations } from '#modules/deliberation/recommendation/recommendation-queries.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { areaOptions, optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words, seat } = locals
	const [listed, structures, actors, areas, makers] = await Promise.all([
		// The newest stand first until another order is asked for.
		locals.askFrom(listRecommendations, url, url.searchParams.has('sort') ? {} : { sort: '-created' }),
		optionsOf(locals, 'structure'),
		optionsOf(locals, 'actor'),
		areaOptions(locals, 'themes', 'recommendation'),
		locals.ask(listMakers, {})
	])
	const list = listPart(listed, (one) => ({
		href: pageOf(workspace, one),
		reference: one.reference,
		version: one.version,
		name: nameOf(words, one),
		state: one.state,
		status: one.status,
		madeBy: linkIfAny(words, workspace, one.structure),
		holder: linkIfAny(words, workspace, one.holder),
		daysHeld: one.daysHeld,
		addressee: linkIfAny(words, workspace, one.addresseeActor ?? one.addresseeStructure),
		addresseeText: one.addressee,
		deadline: one.deadlineClass,
		dueDay: one.dueDay,
		isOverdue: one.isOverdue,
		origin: originInColumn(one)
	}))
	return {
		list,
		structures,
		actors,
		areas,
		mayAdd: makers.mayWithoutStructure || makers.items.length > 0,
		mayPick: seat.id !== null
	}
}
