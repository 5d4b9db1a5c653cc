import { isZone, momentOf } from '#platform/calendar/zone.ts'
import {
	type AreaPlanning,
	type Placed,
	type Placing,
	changesOne,
	faultIn,
	inOrder,
	placeRows
} from '#platform/exchange/plan-rows.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { kindOfSheet, type RowOf } from '#platform/exchange/sheet.ts'
import { isHeld, MEETING_STATES, meetingAfter, nextMeetingMoves, type MeetingState } from '../rules.ts'
import { checkEmpty, checkFilled, checkOrder, checkPast, checkRows, checkWay, isTime, type Checked } from './check.ts'
import { seriesName } from './import-rhythms.ts'
import { planRecords } from './plan.ts'
import { meetingSheet } from './meeting-sheets.ts'
import { checkAlso, tokensIn } from './tokens.ts'

type MeetingRow = RowOf<(typeof meetingSheet)['columns']>
type MeetingPlaced = Placed<(typeof meetingSheet)['columns']>
export type Meetings = Placing<(typeof meetingSheet)['columns']>

const nextStates = (state: MeetingState) => nextMeetingMoves(state).flatMap((move) => meetingAfter(state, move) ?? [])

/** The first day and time of a meeting, and its last, in its own zone. */
const timesOf = (row: MeetingRow, zone: string) => {
	const [start, end] = [`${row.day}T${row.starts}`, `${row.last_day ?? row.day}T${row.ends}`]
	const moment = (local: string) => new Date(momentOf(local, zone).moment)
	return {
		local_start: start,
		local_end: end,
		starts_at: moment(start),
		ends_at: moment(end),
		day: row.day,
		time_zone: zone
	}
}

const TIMES = ['day', 'starts', 'last_day', 'ends', 'time_zone']

/** Plans meetings; `series` gives the identifier of a series by what names it. */
export function planMeetings(planning: AreaPlanning, series: ReadonlyMap<string, string>): Meetings {
	const { ids, here } = planning
	const placing = placeRows(planning, meetingSheet, {
		idOf: (row) => ids.find('meeting', row.number),
		complete: (row) => ({
			...row,
			last_day: row.last_day === row.day ? undefined : row.last_day,
			time_zone: row.time_zone ?? here.workspace.timeZone,
			also_actors: inOrder(row.also_actors),
			also_structures: inOrder(row.also_structures)
		})
	})
	checkRows(planning, placing, (row) => checkMeeting(planning, row, series))
	checkAlso(planning, placing)
	checkOnceInSeries(planning, placing)
	const seriesOf = ({ whole }: MeetingPlaced) =>
		whole['series'] === undefined
			? null
			: (series.get(seriesName(whole['structure'], whole['series'], whole['series_repeat'])) ?? null)
	const inSeries = (one: MeetingPlaced) => {
		const series_id = seriesOf(one)
		return { series_id, series_start: series_id === null ? null : (one.value.series_start ?? '').replace(' ', 'T') }
	}
	const movedTo = (one: MeetingPlaced) => ({
		...(changesOne(one, ...TIMES) ? timesOf(one.value, zone(one.value)) : {}),
		...(changesOne(one, 'series', 'series_repeat', 'series_start') ? inSeries(one) : {})
	})
	const zone = (row: MeetingRow) => row.time_zone ?? here.workspace.timeZone
	planRecords(planning, placing, {
		head: (row) => row,
		named: (row) => row.number,
		tokens: (texts) => tokensIn(planning, texts),
		fields: ({ value }) => ({
			structure_id: ids.of('structure', value.structure),
			purpose: value.purpose,
			state: value.state,
			state_reason: value.state_reason ?? null,
			place: value.place ?? null,
			online_address: value.online_address ?? null,
			called_day: value.called ?? null,
			notice_days: value.notice_days ?? null,
			minutes_language: value.minutes_language ?? null,
			quorum_present: value.quorum_present ?? null,
			quorum_required: value.quorum_required ?? null,
			is_quorate: value.quorate === undefined ? null : value.quorate === 'yes',
			comments_until: value.comments_until ?? null,
			adopted_day: value.adopted ?? null,
			adopted_how: value.adopted_how ?? null,
			adopted_in_id:
				value.adopted_in === undefined
					? null
					: ids.of(value.adopted_how === 'written-procedure' ? 'written-procedure' : 'meeting', value.adopted_in)
		}),
		columns: {
			structure_id: 'structure',
			called_day: 'called',
			is_quorate: 'quorate',
			adopted_day: 'adopted',
			adopted_in_id: 'adopted_in'
		},
		add: (writing, rows) =>
			writing.write.addAll(
				'meeting',
				rows.map(({ id, fields, one }) => ({
					...fields,
					...timesOf(one.value, zone(one.value)),
					id,
					...inSeries(one),
					circulated_at: null,
					calendar_sequence: 0,
					calendar_changed_at: writing.now
				}))
			),
		change: (writing, id, fields, one) => changeMeeting(writing, id, one, { ...fields, ...movedTo(one) })
	})
	return placing
}

// Calendar programs take up what has a higher sequence.
async function changeMeeting(
	here: Writing,
	id: string,
	one: { changes: readonly { header: string }[] },
	fields: Parameters<Writing['write']['change']>[2]
) {
	const isShown = changesOne(one, ...TIMES, 'state', 'place', 'online_address', 'name')
	if (!isShown) return here.write.change('meeting', id, fields)
	const row = await here.tx
		.selectFrom('meeting')
		.select('calendar_sequence')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	return here.write.change('meeting', id, {
		...fields,
		calendar_sequence: row.calendar_sequence + 1,
		calendar_changed_at: here.now
	})
}

/** Refuses a second meeting at the same time of a series. */
function checkOnceInSeries(planning: AreaPlanning, { sheet, all }: Meetings) {
	const taken = new Set<string>()
	for (const { row, texts } of all) {
		if (texts['series'] === undefined) continue
		const name = [seriesName(texts['structure'], texts['series'], texts['series_repeat']), texts['series_start']].join()
		if (taken.has(name) && row !== null)
			faultIn(planning, sheet, row)('series_start', 'deliberation.import-series-twice')
		taken.add(name)
	}
}

function checkMeeting(planning: AreaPlanning, row: Checked, series: ReadonlyMap<string, string>) {
	const { texts, fault } = row
	const state = MEETING_STATES.find((one) => one === texts['state'])
	for (const column of ['starts', 'ends']) if (!isTime(texts[column])) fault(column, 'deliberation.import-not-a-time')
	if (!isZone(texts['time_zone'] ?? '')) fault('time_zone', 'deliberation.import-not-a-zone')
	checkOrder(row, 'day', 'last_day')
	const [start, end] = [
		`${texts['day'] ?? ''} ${texts['starts'] ?? ''}`,
		`${texts['last_day'] ?? texts['day'] ?? ''} ${texts['ends'] ?? ''}`
	]
	if (isTime(texts['starts']) && isTime(texts['ends']) && end <= start)
		fault('ends', 'deliberation.import-ends-before-start')
	const name = seriesName(texts['structure'], texts['series'], texts['series_repeat'])
	if (texts['series'] !== undefined && !series.has(name)) fault('series', 'deliberation.import-no-series')
	if ((texts['series'] === undefined) !== (texts['series_start'] === undefined))
		fault('series_start', 'deliberation.import-series-start')
	else if (
		texts['series_start'] !== undefined &&
		!/^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d$/.test(texts['series_start'])
	)
		fault('series_start', 'deliberation.import-not-a-local-time')
	checkWay(row, MEETING_STATES, nextStates)
	if (state === undefined) return
	if (isHeld(state)) checkPast(row, planning.here.today, 'day')
	else checkEmpty(row, state, 'quorate', 'quorum_present', 'comments_until')
	checkPast(row, planning.here.today, 'called', 'adopted')
	checkOrder(row, 'day', 'adopted')
	if (state === 'called') checkFilled(row, state, 'called')
	if (state === 'adopted') checkFilled(row, state, 'adopted', 'adopted_how')
	else checkEmpty(row, state, 'adopted', 'adopted_how', 'adopted_in')
	checkAdoption(planning, row)
}

function checkAdoption({ records, parsed }: AreaPlanning, { texts, fault }: Checked) {
	const number = texts['adopted_in']
	if (number === undefined) return
	const sheet = texts['adopted_how'] === 'written-procedure' ? 'written_procedure' : 'meeting'
	if (number === texts['number']) fault('adopted_in', 'deliberation.adopted-in-itself')
	else if (!records.find(kindOfSheet(sheet), number) && !parsed.hasKey(sheet, number))
		fault('adopted_in', 'exchange.unknown-reference', { value: number, kind: sheet })
}
