import { audienceChoice } from '#platform/access/seat.ts'
import { originOf, type WorkspaceRecords } from '#platform/exchange/records.server.ts'
import { REPEAT, sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import { themesOf } from '#platform/exchange/themes.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { headed, isInside, shownTo, sitsOrKeeps, spaced } from './export-head.ts'
import {
	activationSheet,
	agendaItemSheet,
	attendanceSheet,
	interestSheet,
	meetingSheet,
	minuteSheet,
	participationSheet,
	rhythmSheet,
	seriesSheet
} from './meeting-sheets.ts'
import { readsMinutes } from '../minutes/minutes-rules.ts'

/** How structures are to meet, and their meetings, as far as the seat sees them. */
export async function gatherMeetings(here: Here, records: WorkspaceRecords): Promise<SheetRows[]> {
	const series = await gatherSeries(here, records)
	return [
		await gatherRhythms(here, records),
		await gatherActivations(here, records),
		await gatherParticipation(here, records),
		series,
		await gatherHeld(here, records, series),
		await gatherItems(here, records),
		await gatherAttendance(here, records),
		await gatherInterests(here, records),
		await gatherMinutes(here, records)
	]
}

async function gatherRhythms(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('structure_rhythm')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		rhythmSheet,
		rows.flatMap(({ id, structure_id, ...row }) => {
			const structure = records.keyOf(structure_id)
			if (structure === undefined) return []
			const days = { from: row.from_day, to: row.to_day }
			return [{ id, row: { ...row, ...originOf(row), ...days, structure, quorum: row.quorum_kind, repeat: null } }]
		}),
		here.workspace.language
	)
}

async function gatherActivations(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('structure_activation')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		activationSheet,
		rows.flatMap(({ id, structure_id, ...row }) => {
			const structure = records.keyOf(structure_id)
			if (structure === undefined) return []
			return [{ id, row: { ...row, ...originOf(row), structure, from: row.from_day, to: row.to_day, repeat: null } }]
		}),
		here.workspace.language
	)
}

async function gatherParticipation(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('structure_participation')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		participationSheet,
		rows.flatMap(({ id, structure_id, area_id, ...row }) => {
			const structure = records.keyOf(structure_id)
			const area = records.keyOf(area_id)
			if (structure === undefined || (area_id !== null && area === undefined)) return []
			const days = { from: row.from_day, to: row.to_day }
			return [{ id, row: { ...row, ...originOf(row), ...days, structure, area, repeat: null } }]
		}),
		here.workspace.language
	)
}

async function gatherSeries(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('meeting_series')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		seriesSheet,
		rows.flatMap(({ id, structure_id, local_start, excluded, ...row }) => {
			const structure = records.keyOf(structure_id)
			if (structure === undefined) return []
			const times = { first_day: local_start.slice(0, 10), starts: local_start.slice(11) }
			const online_address = isInside(here) ? row.online_address : null
			return [
				{
					id,
					row: {
						...row,
						...originOf(row),
						...times,
						structure,
						audience: audienceChoice(row.audience),
						online_address,
						excluded: excluded.map(spaced).sort(),
						repeat: null
					}
				}
			]
		}),
		here.workspace.language
	)
}

async function gatherHeld(here: Here, records: WorkspaceRecords, series: SheetRows) {
	const named = new Map(series.rows.map(({ id, texts }) => [id, texts]))
	const rows = await here.tx.selectFrom('meeting').selectAll().where('workspace_id', '=', here.workspace.id).execute()
	return sheetRows(
		meetingSheet,
		rows.flatMap(({ id, structure_id, series_id, series_start, local_start, local_end, ...row }) => {
			const record = records.held(id)
			const structure = records.keyOf(structure_id)
			if (!record || structure === undefined) return []
			const of = series_id === null ? undefined : named.get(series_id)
			const repeat = of?.[REPEAT]
			const last = local_end.slice(0, 10)
			return [
				{
					id,
					row: {
						...row,
						...headed(record),
						...shownTo(records, record, structure_id),
						number: record.reference,
						structure,
						series: of?.['title'],
						series_repeat: repeat === undefined ? null : Number(repeat),
						series_start: of && series_start !== null ? spaced(series_start) : null,
						day: local_start.slice(0, 10),
						starts: local_start.slice(11),
						last_day: last === local_start.slice(0, 10) ? null : last,
						ends: local_end.slice(11),
						online_address: isInside(here) ? row.online_address : null,
						called: row.called_day,
						quorate: row.is_quorate === null ? null : row.is_quorate ? 'yes' : 'no',
						adopted: row.adopted_day,
						adopted_in: records.keyOf(row.adopted_in_id)
					}
				}
			]
		}),
		here.workspace.language
	)
}

async function gatherItems(here: Here, records: WorkspaceRecords) {
	const themes = await themesOf(here, records)
	const rows = await here.tx
		.selectFrom('agenda_item')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		agendaItemSheet,
		rows.flatMap(({ id, meeting_id, structure_id, ...row }) => {
			const record = records.held(id)
			const meeting = records.held(meeting_id)
			if (!record || !meeting) return []
			// Whoever proposed an item sees it while it is one that is proposed.
			const isProposed = row.state === 'proposed' && row.proposed_by_actor_id !== null
			const proposer = isProposed ? [`actor:${row.proposed_by_actor_id ?? ''}`] : []
			const subject = row.subject_id === null ? undefined : records.held(row.subject_id)
			return [
				{
					id,
					row: {
						...row,
						...headed(record),
						...shownTo(records, record, structure_id, proposer),
						key: record.reference,
						meeting: meeting.reference,
						presenter_actor: records.keyOf(row.presenter_actor_id),
						remark: row.note,
						note: record.origin_note,
						subject_kind: subject?.kind,
						subject: subject?.reference,
						proposed_by: records.keyOf(row.proposed_by_actor_id),
						themes: themes(id)
					}
				}
			]
		}),
		here.workspace.language
	)
}

// Who came is an office: the person and the seat are not carried. What was declared is for those who sit there.
async function gatherAttendance(here: Here, records: WorkspaceRecords) {
	const rows = isInside(here)
		? await here.tx
				.selectFrom('attendance')
				.innerJoin('meeting', (on) =>
					on
						.onRef('meeting.workspace_id', '=', 'attendance.workspace_id')
						.onRef('meeting.id', '=', 'attendance.meeting_id')
				)
				.selectAll('attendance')
				.select('meeting.structure_id')
				.where('attendance.workspace_id', '=', here.workspace.id)
				.execute()
		: []
	return sheetRows(
		attendanceSheet,
		rows.flatMap(({ id, meeting_id, actor_id, structure_id, ...row }) => {
			const meeting = records.keyOf(meeting_id)
			const actor = records.keyOf(actor_id)
			if (meeting === undefined || actor === undefined) return []
			const remark = sitsOrKeeps(here, structure_id) ? row.note : null
			return [{ id, row: { ...row, ...originOf(row), remark, meeting, actor, note: row.origin_note, repeat: null } }]
		}),
		here.workspace.language
	)
}

async function gatherInterests(here: Here, records: WorkspaceRecords) {
	const rows = isInside(here)
		? await here.tx
				.selectFrom('declared_interest')
				.innerJoin('attendance', (on) =>
					on
						.onRef('attendance.workspace_id', '=', 'declared_interest.workspace_id')
						.onRef('attendance.id', '=', 'declared_interest.attendance_id')
				)
				.innerJoin('meeting', (on) =>
					on
						.onRef('meeting.workspace_id', '=', 'declared_interest.workspace_id')
						.onRef('meeting.id', '=', 'declared_interest.meeting_id')
				)
				.selectAll('declared_interest')
				.select(['attendance.actor_id', 'meeting.structure_id'])
				.where('declared_interest.workspace_id', '=', here.workspace.id)
				.execute()
		: []
	return sheetRows(
		interestSheet,
		rows.flatMap(({ id, meeting_id, actor_id, agenda_item_id, structure_id, text }) => {
			const [meeting, actor, item] = [meeting_id, actor_id, agenda_item_id].map((one) => records.keyOf(one))
			if (meeting === undefined || actor === undefined || !sitsOrKeeps(here, structure_id)) return []
			// What concerns an item is for who sees the item.
			if (agenda_item_id !== null && item === undefined) return []
			return [{ id, row: { meeting, actor, item, text, repeat: null } }]
		}),
		here.workspace.language
	)
}

// As far as the seat reads the minutes of each meeting.
async function gatherMinutes(here: Here, records: WorkspaceRecords) {
	const minutes = here.tx
		.selectFrom('minute')
		.innerJoin('meeting', (on) =>
			on.onRef('meeting.workspace_id', '=', 'minute.workspace_id').onRef('meeting.id', '=', 'minute.meeting_id')
		)
		.select([
			'minute.id',
			'minute.meeting_id',
			'minute.text',
			'minute.language',
			'meeting.state',
			'meeting.structure_id'
		])
		.where('minute.workspace_id', '=', here.workspace.id)
	return sheetRows(
		minuteSheet,
		(await minutes.execute()).flatMap(({ id, meeting_id, state, structure_id, ...row }) => {
			const item = records.keyOf(id)
			const isRead = readsMinutes(here.seat, { state, structureId: structure_id })
			const isSeen = isRead && item !== undefined && records.keyOf(meeting_id) !== undefined
			return isSeen && row.text !== '' ? [{ id, row: { ...row, item } }] : []
		}),
		here.workspace.language
	)
}
