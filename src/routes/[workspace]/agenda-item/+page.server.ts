import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listAgendaItems } from '#modules/deliberation/meeting/agenda-queries.ts'
import { datedName } from '#modules/deliberation/meeting/dated-name.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { Words } from '#platform/languages/words.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const list = listPart(await locals.askFrom(listAgendaItems, url), (item) => ({
		href: pageOf(workspace, item),
		name: nameOf(words, item),
		meeting: meetingOf(words, workspace, item),
		kind: item.agendaKind,
		status: item.status,
		state: item.state,
		proposedBy: item.proposedBy ? nameOf(words, item.proposedBy) : null,
		subject: linkIfAny(words, workspace, item.subject),
		origin: originInColumn(item)
	}))
	return { list, hasSeat: locals.seat.key !== null }
}

// Every meeting has its "Minutes of the last meeting": by the day they are told apart.
const meetingOf = (
	words: Words,
	workspace: string,
	{ meeting, meetingDay }: { meeting: RecordReference | null; meetingDay: string | null }
) =>
	meeting && meetingDay !== null
		? { href: pageOf(workspace, meeting), label: datedName(words, meeting.title, meetingDay) }
		: null
