import { listDecisions } from '#modules/deliberation/decision/decision-queries.ts'
import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { areaOptions, optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words, seat } = locals
	const [found, structures, areas] = await Promise.all([
		locals.askFrom(listDecisions, url),
		optionsOf(locals, 'structure'),
		areaOptions(locals, 'themes', 'decision')
	])
	const list = listPart(found, (decision) => ({
		href: pageOf(workspace, decision),
		name: nameOf(words, decision),
		number: decision.reference,
		structure: linkIfAny(words, workspace, decision.structure),
		meeting: linkIfAny(words, workspace, decision.meeting),
		decided: decision.decidedDay,
		effect: decision.effectDay,
		manner: decision.manner,
		standing: decision.standing,
		state: decision.state,
		origin: originInColumn(decision)
	}))
	const meeting = url.searchParams.get('filter[meeting]')
	return { list, structures, areas, meeting, mayAdd: keepsDirectory(seat) || seat.role === 'member' }
}
