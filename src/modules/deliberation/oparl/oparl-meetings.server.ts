import { speak } from '#platform/languages/words.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { markedTitle } from '../calendar/marked-title.ts'
import { type Asked, gone, nameIn, PARTS_MOST, tellsGone, there, within } from './oparl-asked.server.ts'
import type { AgendaItemFact, Gone, LocationFact, MeetingFact, PaperFact } from './oparl-facts.ts'
import {
	paperRows,
	isPaperThere,
	toPaper,
	documentsOfMeetings,
	toFile,
	printedRows,
	toPrinted
} from './oparl-papers.server.ts'

const meetingRows = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('meeting', (on) =>
			on.onRef('meeting.workspace_id', '=', 'record.workspace_id').onRef('meeting.id', '=', 'record.id')
		)
		.innerJoin('record as s', (on) =>
			on.onRef('s.workspace_id', '=', 'meeting.workspace_id').onRef('s.id', '=', 'meeting.structure_id')
		)
		.select(['record.id', 'record.number', 'record.title', 'record.origin'])
		.select(['record.state as record_state', 'record.changed_at'])
		.select(['meeting.structure_id', 'meeting.state', 'meeting.starts_at', 'meeting.ends_at', 'meeting.place'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'meeting')

type MeetingRow = Awaited<ReturnType<ReturnType<typeof meetingRows>['execute']>>[number]

async function foundMeetings(here: Here, asked: Asked): Promise<MeetingRow[]> {
	let rows = meetingRows(here).where(within(asked, 'record.id', 'record.changed_at'))
	if (asked.organization !== undefined) rows = rows.where('meeting.structure_id', '=', asked.organization)
	if (!tellsGone(asked)) rows = rows.where('record.state', '=', 'active')
	return rows.orderBy('record.id').limit(asked.limit).execute()
}

const toLocation = (row: MeetingRow): LocationFact | null =>
	row.place === null ? null : { ...there(row.id, row.changed_at), description: row.place, meeting: row.id }

export async function meetings(here: Here, asked: Asked): Promise<(Gone | MeetingFact)[]> {
	const found = await foundMeetings(here, asked)
	const ids = found.flatMap((row) => (row.record_state === 'active' ? [row.id] : []))
	if (ids.length === 0) return found.map((row) => gone(row.id, row.changed_at))
	const [agenda, attached, printed] = await Promise.all([
		agendaOf(here, ids),
		documentsOfMeetings(here)
			.where('document.record_id', '=', anyOf(ids))
			.where('document.state', '=', 'active')
			.orderBy('document.file_id')
			.limit(PARTS_MOST)
			.execute(),
		printedRows(here)
			.where('meeting_paper.meeting_id', '=', anyOf(ids))
			.orderBy('meeting_paper.made_at', 'desc')
			.limit(PARTS_MOST)
			.execute()
	])
	const newest = (id: string, kind: 'notice' | 'minutes') => {
		const row = printed.find((one) => one.record_id === id && one.kind === kind)
		return row ? toPrinted(row) : null
	}
	const { language, timeZone } = here.workspace
	const words = speak(here.registry.catalogue, language, { timeZone, firstLanguage: language })
	return found.map((row) =>
		row.record_state === 'active'
			? {
					...there(row.id, row.changed_at),
					reference: row.number ?? row.id,
					// No attribute of the standard says that a meeting is an example.
					name: markedTitle(words, row.title, row.origin),
					structure: row.structure_id,
					state: row.state,
					start: row.starts_at,
					end: row.ends_at,
					location: toLocation(row),
					agenda: agenda.filter((item) => item.meeting === row.id),
					invitation: newest(row.id, 'notice'),
					minutes: newest(row.id, 'minutes'),
					files: attached.filter((one) => one.record_id === row.id).map(toFile)
				}
			: gone(row.id, row.changed_at)
	)
}

export async function locations(here: Here, asked: Asked): Promise<LocationFact[]> {
	const found = await meetingRows(here)
		.where(within(asked, 'record.id', 'record.changed_at'))
		.where('record.state', '=', 'active')
		.where('meeting.place', 'is not', null)
		.orderBy('record.id')
		.limit(asked.limit)
		.execute()
	return found.flatMap((row) => toLocation(row) ?? [])
}

/** The accepted items of meetings that the reader sees, numbered without a gap, with their papers and what was decided in them. */
async function agendaOf(here: Here, meetingIds: readonly string[]): Promise<AgendaItemFact[]> {
	const items = await here.tx
		.selectFrom('agenda_item')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'agenda_item.workspace_id').onRef('record.id', '=', 'agenda_item.id')
		)
		.select(['agenda_item.id', 'agenda_item.meeting_id', 'agenda_item.structure_id'])
		.select(['record.title', 'record.audience', 'record.changed_at'])
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.meeting_id', '=', anyOf(meetingIds))
		.where('agenda_item.state', '=', 'accepted')
		.where('record.state', '=', 'active')
		.orderBy('agenda_item.meeting_id')
		.orderBy('agenda_item.position')
		.orderBy('agenda_item.id')
		.limit(PARTS_MOST)
		.execute()
	const ids = items.map((item) => item.id)
	const [tabled, decided] = await Promise.all([papersOfItems(here, ids), decidedIn(here, ids)])
	const counts = new Map<string, number>()
	return items.map((item) => {
		const position = counts.get(item.meeting_id) ?? 0
		counts.set(item.meeting_id, position + 1)
		return {
			...there(item.id, item.changed_at),
			meeting: item.meeting_id,
			structure: item.structure_id,
			position,
			name: nameIn(here, item.title),
			isPublic: item.audience.includes('public'),
			papers: tabled.filter((paper) => paper.agendaItem === item.id),
			resolutions: decided.flatMap((one) => (one.agenda_item_id === item.id ? [one.text] : []))
		}
	})
}

async function papersOfItems(here: Here, ids: readonly string[]): Promise<PaperFact[]> {
	if (ids.length === 0) return []
	const rows = await paperRows(here)
		.where('agenda_paper.agenda_item_id', '=', anyOf(ids))
		.orderBy('agenda_paper.id')
		.limit(PARTS_MOST)
		.execute()
	return rows.filter(isPaperThere).map(toPaper)
}

async function decidedIn(here: Here, ids: readonly string[]) {
	if (ids.length === 0) return []
	return (
		here.tx
			.selectFrom('decision')
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'decision.workspace_id').onRef('record.id', '=', 'decision.id')
			)
			.select(['decision.agenda_item_id', 'decision.text'])
			.where('decision.workspace_id', '=', here.workspace.id)
			.where('decision.agenda_item_id', '=', anyOf(ids))
			// What was revoked, or replaced by a later one, is no resolution any more.
			.where('decision.state', '=', 'in-force')
			.where('record.state', '=', 'active')
			.orderBy('record.id')
			.limit(PARTS_MOST)
			.execute()
	)
}

export async function agendaItems(here: Here, asked: Asked): Promise<AgendaItemFact[]> {
	const rows = await here.tx
		.selectFrom('agenda_item')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'agenda_item.workspace_id').onRef('record.id', '=', 'agenda_item.id')
		)
		.innerJoin('record as m', (on) =>
			on.onRef('m.workspace_id', '=', 'agenda_item.workspace_id').onRef('m.id', '=', 'agenda_item.meeting_id')
		)
		.select(['agenda_item.id', 'agenda_item.meeting_id'])
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.state', '=', 'accepted')
		.where('record.state', '=', 'active')
		.where('m.state', '=', 'active')
		.where(within(asked, 'agenda_item.id', 'record.changed_at'))
		.orderBy('agenda_item.id')
		.limit(asked.limit)
		.execute()
	if (rows.length === 0) return []
	const wanted = new Set(rows.map((row) => row.id))
	const agenda = await agendaOf(here, [...new Set(rows.map((row) => row.meeting_id))])
	return agenda.filter((item) => wanted.has(item.id)).sort((one, other) => (one.id < other.id ? -1 : 1))
}
