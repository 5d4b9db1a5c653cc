import { sql, type SqlBool } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { type Asked, gone, tellsGone, there, within } from './oparl-asked.server.ts'
import type { FileFact, Gone, PaperFact } from './oparl-facts.ts'

export const paperRows = (here: Here) =>
	here.tx
		.selectFrom('agenda_paper')
		.innerJoin('document', (on) =>
			on
				.onRef('document.workspace_id', '=', 'agenda_paper.workspace_id')
				.onRef('document.id', '=', 'agenda_paper.document_id')
		)
		.innerJoin('file', (on) =>
			on.onRef('file.workspace_id', '=', 'document.workspace_id').onRef('file.id', '=', 'document.file_id')
		)
		.innerJoin('agenda_item', (on) =>
			on
				.onRef('agenda_item.workspace_id', '=', 'agenda_paper.workspace_id')
				.onRef('agenda_item.id', '=', 'agenda_paper.agenda_item_id')
		)
		.innerJoin('record as i', (on) =>
			on.onRef('i.workspace_id', '=', 'agenda_item.workspace_id').onRef('i.id', '=', 'agenda_item.id')
		)
		.innerJoin('record as m', (on) =>
			on.onRef('m.workspace_id', '=', 'agenda_item.workspace_id').onRef('m.id', '=', 'agenda_item.meeting_id')
		)
		.select(['agenda_paper.id', 'agenda_paper.agenda_item_id', 'agenda_item.meeting_id', 'agenda_item.structure_id'])
		.select(['document.title', 'document.day', 'document.state', 'document.file_id', 'i.changed_at'])
		.select(['i.state as item_state', 'm.state as meeting_state', 'agenda_item.state as agenda_state'])
		.select(['file.name', 'file.media_type', 'file.size', 'file.created_at as file_created'])
		.where('agenda_paper.workspace_id', '=', here.workspace.id)

type PaperRow = Awaited<ReturnType<ReturnType<typeof paperRows>['execute']>>[number]

const isTabled = sql<SqlBool>`(document.state = 'active' and i.state = 'active' and m.state = 'active' and agenda_item.state = 'accepted')`

export const isPaperThere = (row: PaperRow) =>
	row.state === 'active' &&
	row.item_state === 'active' &&
	row.meeting_state === 'active' &&
	row.agenda_state === 'accepted'

export const toPaper = (row: PaperRow): PaperFact => ({
	...there(row.id, row.changed_at),
	name: row.title,
	date: row.day,
	structure: row.structure_id,
	meeting: row.meeting_id,
	agendaItem: row.agenda_item_id,
	file: {
		...there(row.file_id, row.changed_at),
		fileName: row.name,
		name: row.title,
		mediaType: row.media_type,
		size: row.size,
		date: row.day ?? row.file_created.toISOString().slice(0, 10),
		paper: row.id,
		meeting: row.meeting_id
	}
})

export async function papers(here: Here, asked: Asked): Promise<(Gone | PaperFact)[]> {
	let rows = paperRows(here).where(within(asked, 'agenda_paper.id', 'i.changed_at'))
	if (!tellsGone(asked)) rows = rows.where(isTabled)
	const found = await rows.orderBy('agenda_paper.id').limit(asked.limit).execute()
	return found.map((row) => (isPaperThere(row) ? toPaper(row) : gone(row.id, row.changed_at)))
}

export const documentsOfMeetings = (here: Here) =>
	here.tx
		.selectFrom('document')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'document.workspace_id').onRef('record.id', '=', 'document.record_id')
		)
		.innerJoin('file', (on) =>
			on.onRef('file.workspace_id', '=', 'document.workspace_id').onRef('file.id', '=', 'document.file_id')
		)
		.select(['document.file_id', 'document.title', 'document.day', 'document.state', 'document.record_id'])
		.select(['record.state as record_state', 'record.changed_at'])
		.select(['file.name', 'file.media_type', 'file.size', 'file.created_at as file_created'])
		.where('document.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'meeting')

type DocumentRow = Awaited<ReturnType<ReturnType<typeof documentsOfMeetings>['execute']>>[number]

export const toFile = (row: DocumentRow): FileFact => ({
	...there(row.file_id, row.changed_at),
	fileName: row.name,
	name: row.title,
	mediaType: row.media_type,
	size: row.size,
	date: row.day ?? row.file_created.toISOString().slice(0, 10),
	paper: null,
	meeting: row.record_id
})

/** Notices and minutes as they were sealed or made, as PDF; of each the newest that the reader may open. */
export const printedRows = (here: Here) =>
	here.tx
		.selectFrom('meeting_paper')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'meeting_paper.workspace_id')
				.onRef('record.id', '=', 'meeting_paper.meeting_id')
		)
		.innerJoin('file', (on) =>
			on
				.onRef('file.workspace_id', '=', 'meeting_paper.workspace_id')
				.onRef('file.id', '=', 'meeting_paper.pdf_file_id')
		)
		.select(['meeting_paper.pdf_file_id as file_id', 'meeting_paper.kind', 'meeting_paper.made_at'])
		.select(['meeting_paper.meeting_id as record_id', 'record.state as record_state', 'record.changed_at'])
		.select(['file.name', 'file.media_type', 'file.size', 'file.created_at as file_created'])
		.where('meeting_paper.workspace_id', '=', here.workspace.id)
		.where((where) =>
			where.or([
				where('meeting_paper.kind', '=', 'notice'),
				where.and([where('meeting_paper.kind', '=', 'minutes'), where('meeting_paper.sealed_at', 'is not', null)])
			])
		)

type PrintedRow = Awaited<ReturnType<ReturnType<typeof printedRows>['execute']>>[number]

export const toPrinted = (row: PrintedRow): FileFact => ({
	...toFile({ ...row, title: row.name.replace(/\.[^.]+$/, ''), day: null, state: 'active' }),
	date: row.made_at.toISOString().slice(0, 10)
})

/** Files of meetings, of their papers, and the sealed editions of their minutes: three kinds of row read in one order. */
export async function files(here: Here, asked: Asked): Promise<(Gone | FileFact)[]> {
	let ofMeetings = documentsOfMeetings(here).where(within(asked, 'document.file_id', 'record.changed_at'))
	let ofPapers = paperRows(here).where(within(asked, 'document.file_id', 'i.changed_at'))
	let ofEditions = printedRows(here).where(within(asked, 'meeting_paper.pdf_file_id', 'record.changed_at'))
	if (!tellsGone(asked)) {
		ofMeetings = ofMeetings.where('document.state', '=', 'active').where('record.state', '=', 'active')
		ofPapers = ofPapers.where(isTabled)
		ofEditions = ofEditions.where('record.state', '=', 'active')
	}
	const [attached, tabled, printed] = await Promise.all([
		ofMeetings.orderBy('document.file_id').limit(asked.limit).execute(),
		ofPapers.orderBy('document.file_id').limit(asked.limit).execute(),
		ofEditions.orderBy('meeting_paper.pdf_file_id').limit(asked.limit).execute()
	])
	const all: (Gone | FileFact)[] = [
		...attached.map((row) =>
			row.state === 'active' && row.record_state === 'active' ? toFile(row) : gone(row.file_id, row.changed_at)
		),
		...tabled.map((row) => (isPaperThere(row) ? toPaper(row).file : gone(row.file_id, row.changed_at))),
		...printed.map((row) => (row.record_state === 'active' ? toPrinted(row) : gone(row.file_id, row.changed_at)))
	]
	return all.sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, asked.limit)
}
