import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listMakers, listRecommendations } from '#modules/deliberation/recommendation/recommendation-queries.ts'
import { takesPart } from '#platform/records/rules.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { meetingFilter } from '../decision/decision-page.server.ts'
import { areaFilter, optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [listed, structures, actors, areas, meetings, makers] = await Promise.all([
		// The newest stand first until another order is asked for.
		locals.askFrom(listRecommendations, url, url.searchParams.has('sort') ? {} : { sort: '-created' }),
		optionsOf(locals, 'structure'),
		optionsOf(locals, 'actor'),
		areaFilter(locals, 'recommendation', url),
		meetingFilter(locals, url),
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
		answered: one.answered && { day: one.answered.day, days: one.answered.days },
		addressee: linkIfAny(words, workspace, one.addresseeActor ?? one.addresseeStructure),
		addresseeText: one.addressee,
		isEntered: one.origin === 'entered',
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
		meetings,
		mayAdd: makers.mayWithoutStructure || makers.items.length > 0,
		mayBringIn: makers.mayWithoutStructure,
		// Whoever only reads along, and the public, changes none.
		mayPick: takesPart(locals.seat)
	}
}
