import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listActions } from '#modules/deliberation/action/action-queries.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { meetingFilter } from '../decision/decision-page.server.ts'
import { optionsOf } from '../record-page.server.ts'
import { runOptions } from './assigning.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [found, actors, structures, runs, meetings] = await Promise.all([
		locals.askFrom(listActions, url),
		optionsOf(locals, 'actor'),
		optionsOf(locals, 'structure'),
		runOptions(locals),
		meetingFilter(locals, url)
	])
	const list = listPart(found, (action) => ({
		href: pageOf(workspace, action),
		name: nameOf(words, action),
		reference: action.reference,
		progress: action.progress,
		state: action.state,
		isOverdue: action.isOverdue,
		escalatedTo: action.escalatedTo,
		due: action.dueDay,
		percent: action.percent,
		responsible: linkIfAny(words, workspace, action.responsible),
		structure: linkIfAny(words, workspace, action.structure),
		meeting: linkIfAny(words, workspace, action.meeting),
		origin: originInColumn(action)
	}))
	return { list, actors, structures, meetings, mayAssign: runs.length > 0, hasSeat: locals.seat.key !== null }
}
