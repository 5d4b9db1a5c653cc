import { getMeetingRow } from '#modules/deliberation/find-deliberation.server.ts'
import { listAgendaItems } from '#modules/deliberation/meeting/agenda-queries.ts'
import { listMeetings } from '#modules/deliberation/meeting/meeting-queries.ts'
import { isFullMember, runsMeetings } from '#modules/deliberation/rules.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { HarmonizationState } from './relation-rules.ts'

/** The agendas on which an item of the board stands, latest meeting first: its own items, accepted or proposed. */
export async function agendasOf(here: Here, id: string) {
	const { items } = await here.ask(listAgendaItems, {
		filter: { subject: id, status: ['accepted', 'proposed'] },
		limit: 20
	})
	return items.map(({ id: itemId, kind, reference, title, acronym, meeting, meetingDay }) => ({
		item: { id: itemId, kind, reference, title, acronym },
		meeting,
		day: meetingDay
	}))
}

export type NextMeeting = {
	meeting: RecordReference
	day: string
	/** Whether the seat may put something on its agenda: as who runs it, or as a full member by proposing it. */
	mayAdd(): Promise<boolean>
	runs(): Promise<boolean>
}

/** The next meeting of a structure that is planned or called, of those the seat sees. */
export async function nextMeetingOf(here: Here, structureId: string | null): Promise<NextMeeting | null> {
	if (structureId === null) return null
	const { items } = await here.ask(listMeetings, {
		filter: { structure: structureId, status: ['planned', 'called'], from: here.today },
		sort: 'start',
		limit: 1
	})
	const [found] = items
	if (!found) return null
	const { id, kind, reference, title, acronym } = found
	const runs = async () => runsMeetings(here.seat, await getMeetingRow(here, id))
	return {
		meeting: { id, kind, reference, title, acronym },
		day: found.day,
		runs,
		mayAdd: async () => (await runs()) || isFullMember(here.seat, structureId)
	}
}

/** Why an item of the board cannot be put on the agenda of the next meeting, or null when it can. */
export function whyNotPutOnAgenda(
	{ record, row }: { record: { state: string }; row: { state: HarmonizationState; structure_id: string | null } },
	{
		next,
		agendas
	}: {
		next: { meeting: { id: string } } | null
		agendas: readonly { meeting: { id: string } | null }[]
	}
) {
	if (record.state !== 'active') return 'instruments.harmonization-withdrawn'
	if (row.state === 'resolved') return 'instruments.harmonization-resolved'
	if (row.structure_id === null) return 'instruments.harmonization-without-structure'
	if (next === null) return 'instruments.no-meeting-ahead'
	return agendas.some(({ meeting }) => meeting?.id === next.meeting.id) ? 'instruments.on-agenda-already' : null
}
