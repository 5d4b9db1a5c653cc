import { audienceTokens } from '#platform/access/seat.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { Kind, SearchText } from '#platform/operation/registry.server.ts'
import { isOfReaders, readsMinutes } from '../minutes/minutes-rules.ts'
import { isHeld } from '../rules.ts'
import { getAgendaItem, listAgendaItems } from './agenda-queries.ts'
import { getMeeting, listMeetings } from './meeting-queries.ts'
import { spreadOverAgenda } from './spread-audience.ts'

const joined = (parts: readonly (string | null | undefined)[]) => parts.filter((part) => part).join(' \n ')

async function meetingText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('meeting')
		.select(['id', 'place', 'purpose', 'day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.execute()
	return rows.map((row) => ({ id: row.id, heading: '', body: joined([row.place, row.purpose, row.day]) }))
}

// Whoever does not sit in the structure reads minutes once they are adopted, and finds none of their words before.
async function itemText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('agenda_item')
		.leftJoin('minute', (on) =>
			on.onRef('minute.workspace_id', '=', 'agenda_item.workspace_id').onRef('minute.id', '=', 'agenda_item.id')
		)
		.innerJoin('meeting', (on) =>
			on
				.onRef('meeting.workspace_id', '=', 'agenda_item.workspace_id')
				.onRef('meeting.id', '=', 'agenda_item.meeting_id')
		)
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'agenda_item.workspace_id').onRef('record.id', '=', 'agenda_item.id')
		)
		.select(['agenda_item.id', 'agenda_item.note', 'agenda_item.presenter', 'minute.text'])
		.select(['meeting.state', 'meeting.structure_id', 'record.audience'])
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.id', '=', anyOf(ids))
		.execute()
	return rows.map((row) => {
		const isFound = row.state === 'adopted' || isOfReaders(row.audience, row.structure_id)
		return { id: row.id, heading: '', body: joined([row.note, row.presenter, isFound ? row.text : null]) }
	})
}

async function structureOf(here: Here, table: 'meeting' | 'agenda_item', id: string) {
	const row = await here.tx
		.selectFrom(table)
		.select('structure_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	return row?.structure_id ?? null
}

/**
 * What those who read minutes that are not adopted say of an item is kept among them, whoever else sees the item: it tells of the
 * minutes. Whoever does not read them can say nothing of them.
 */
async function discussedByReaders(here: Here, id: string) {
	const meeting = await here.tx
		.selectFrom('agenda_item')
		.innerJoin('meeting', (on) =>
			on
				.onRef('meeting.workspace_id', '=', 'agenda_item.workspace_id')
				.onRef('meeting.id', '=', 'agenda_item.meeting_id')
		)
		.select(['meeting.structure_id', 'meeting.state'])
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.id', '=', id)
		.executeTakeFirstOrThrow()
	const { structure_id: structureId, state } = meeting
	const isDraft = isHeld(state) && state !== 'adopted'
	return isDraft && readsMinutes(here.seat, { state, structureId }) ? audienceTokens('members', structureId) : null
}

/** Meetings have numbers; their agenda items have keys that tell nobody how many there are. */
export const meetingKindsOfRecord: readonly Kind[] = [
	{
		name: 'meeting',
		code: 'MTG',
		list: listMeetings,
		get: getMeeting,
		getInput: (meeting) => ({ meeting }),
		searchText: meetingText,
		structureOf: (here, id) => structureOf(here, 'meeting', id),
		spread: spreadOverAgenda
	},
	{
		name: 'agenda-item',
		code: null,
		list: listAgendaItems,
		get: getAgendaItem,
		getInput: (agendaItem) => ({ agendaItem }),
		searchText: itemText,
		structureOf: (here, id) => structureOf(here, 'agenda_item', id),
		discussedBy: discussedByReaders,
		isPart: true
	}
]
