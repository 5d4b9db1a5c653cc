import { listWrittenProcedures } from '#modules/deliberation/decision/procedure-queries.ts'
import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import { runOptions } from '../action/assigning.server.ts'
import { optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [found, structures, runs] = await Promise.all([
		locals.askFrom(listWrittenProcedures, url),
		optionsOf(locals, 'structure'),
		runOptions(locals)
	])
	const list = listPart(found, (procedure) => ({
		href: pageOf(workspace, procedure),
		name: nameOf(words, procedure),
		number: procedure.reference,
		structure: linkIfAny(words, workspace, procedure.structure),
		subject: procedure.subject,
		opened: procedure.openedDay,
		deadline: procedure.deadlineDay,
		standing: procedure.standing,
		outcome: procedure.outcome,
		state: procedure.state,
		origin: originInColumn(procedure)
	}))
	return { list, structures, mayAdd: runs.length > 0, hasSeat: locals.seat.key !== null }
}
