import { mayReportOnAll } from '#modules/deliberation/dashboard/report-rules.ts'
import { listRunStructures } from '#modules/deliberation/meeting/run-structures.ts'
import type { Session } from '../../session.server.ts'
import { nameOf } from '#modules/directory/page-links.ts'

/** What the seat may begin a report on: the structures whose meetings it runs, and for some the whole workspace. */
export async function subjectsOf(locals: Session) {
	const { words, seat, workspace } = locals
	const { items } = await locals.ask(listRunStructures, {})
	const whole = workspace !== undefined && mayReportOnAll(seat, workspace)
	return {
		structures: items.map((structure) => ({ value: structure.reference, label: nameOf(words, structure) })),
		whole,
		isAny: whole || items.length > 0
	}
}
