import { listDecisions } from '#modules/deliberation/decision/decision-queries.ts'
import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { runOptions } from '../action/assigning.server.ts'
import { meetingFilter } from './decision-page.server.ts'
import { areaFilter, optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [found, structures, areas, runs, meetings] = await Promise.all([
		locals.askFrom(listDecisions, url),
		optionsOf(locals, 'structure'),
		areaFilter(locals, 'decision', url),
		runOptions(locals),
		meetingFilter(locals, url)
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
	return { list, structures, areas, meetings, mayAdd: runs.length > 0 }
}
