import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listAgendaItems } from '#modules/deliberation/meeting/agenda-queries.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const list = listPart(await locals.askFrom(listAgendaItems, url), (item) => ({
		href: pageOf(workspace, item),
		name: nameOf(words, item),
		meeting: linkIfAny(words, workspace, item.meeting),
		kind: item.agendaKind,
		status: item.status,
		state: item.state,
		proposedBy: item.proposedBy ? nameOf(words, item.proposedBy) : null,
		subject: linkIfAny(words, workspace, item.subject),
		origin: originInColumn(item)
	}))
	return { list, hasSeat: locals.seat.key !== null }
}
