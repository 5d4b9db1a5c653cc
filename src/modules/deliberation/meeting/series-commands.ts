import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { getStructureRow } from '#modules/directory/find-directory.server.ts'
import { audienceChoice, audienceTokens, AUDIENCES } from '#platform/access/seat.ts'
import { addMinutes } from '#platform/calendar/zone.ts'
import { Clearable, Day, Identifier, Name, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { ENTERED } from '#platform/records/entered.ts'
import { MEETING_PURPOSES, runsMeetings } from '../rules.ts'
import { refuseUnseen } from './add-item.server.ts'
import { leftOutTimes } from './left-out.ts'
import { LocalTime, minutesBetween, Zone } from './local-time.ts'
import { narrower } from './meeting-rules.ts'
import { askAnew, refuseEnded, timesOf } from './meeting-change.server.ts'
import { addMeeting } from './meeting-commands.ts'
import { getSeriesRow, planEnd, Recurring, ruleGiven, startsOf } from './series-queries.ts'
import { rearrange } from './series-rule.ts'

const SeriesDone = z.object({ id: z.string(), structure: z.string(), planned: z.int(), version: NewVersion })
const Duration = z.int().min(5).max(20_160)
const OnlineAddress = z.url({ protocol: /^https?$/ }).max(500)

type Found = Awaited<ReturnType<typeof getSeriesRow>>
type Structure = Found['structure']

async function plan(here: Writing, structure: Structure, series: Found['row'], starts: readonly string[]) {
	for (const start of starts)
		await addMeeting(here, structure, {
			title: series.title,
			times: timesOf({ start, end: addMinutes(start, series.duration_minutes), zone: series.time_zone }),
			purpose: series.purpose,
			place: series.place,
			onlineAddress: series.online_address,
			audience: audienceChoice(series.audience),
			series: { id: series.id, start },
			standing: true
		})
	return starts.length
}

/** Plans meetings that recur: the rule is kept, and its times up to a day stand as planned meetings. */
export const createSeries = command({
	name: 'meetingSeries.create',
	input: z.strictObject({
		structure: Reference,
		version: Version.optional(),
		/** The title of the series and of its meetings: in the first language of the workspace, or in several by language. */
		title: Name(300),
		...Recurring,
		start: LocalTime,
		durationMinutes: Duration,
		zone: Zone.optional(),
		place: Text(300).optional(),
		onlineAddress: OnlineAddress.optional(),
		purpose: z.enum(MEETING_PURPOSES).optional(),
		audience: z.enum(AUDIENCES).optional(),
		/** The day up to which the meetings are planned now: a year from today or from the first of them unless another is named. */
		planUntil: Day.optional()
	}),
	output: SeriesDone,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => runsMeetings(seat, structure),
	async run(here, input, structure) {
		refuseEnded(structure)
		const { start, zone = here.workspace.timeZone, planUntil = planEnd(here.today, start) } = input
		const rule = ruleGiven(input, start, zone)
		if (rule === undefined) throw invalid([{ path: ['repeats'], code: 'platform.field.missing' }])
		const audience = input.audience ?? narrower('workspace', audienceChoice(structure.audience))
		const tokens = audienceTokens(audience, structure.id)
		refuseUnseen(here, tokens)
		const title = namesOf(here, input.title, 'title')
		const row = {
			structure_id: structure.id,
			title: JSON.stringify(title),
			rule,
			excluded: [],
			local_start: start,
			duration_minutes: input.durationMinutes,
			time_zone: zone,
			place: input.place ?? null,
			online_address: input.onlineAddress ?? null,
			purpose: input.purpose ?? ('ordinary' as const),
			state: 'active' as const,
			state_reason: null,
			calendar_sequence: 0,
			audience: tokens,
			created_at: here.now,
			...ENTERED
		}
		const starts = startsOf(row, start.slice(0, 10), planUntil)
		const id = await here.write.add('meeting_series', row)
		const whole = { ...row, id, title, workspace_id: here.workspace.id }
		return { id, structure: structure.reference, planned: await plan(here, structure, whole, starts), version: 0 }
	}
})

const instancesOf = (here: Here, seriesId: string, structureId: string, from: string) =>
	here.tx
		.selectFrom('meeting')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'meeting.workspace_id').onRef('record.id', '=', 'meeting.id')
		)
		.select(['meeting.id', 'meeting.series_start', 'meeting.local_start', 'meeting.local_end', 'meeting.state'])
		.select(['meeting.place', 'meeting.online_address', 'meeting.calendar_sequence', 'record.title'])
		.where('meeting.workspace_id', '=', here.workspace.id)
		.where('meeting.structure_id', '=', structureId)
		.where('meeting.series_id', '=', seriesId)
		.where('meeting.series_start', '>=', from)
		.orderBy('meeting.series_start')
		.execute()

type Instance = Awaited<ReturnType<typeof instancesOf>>[number]

const toInstances = (rows: readonly Instance[]) =>
	rows.map((row) => ({
		id: row.id,
		seriesStart: row.series_start ?? row.local_start,
		localStart: row.local_start,
		state: row.state
	}))

/**
 * The series as it stands once nobody else changes it, and its structure: what was read before the lock may have been changed
 * meanwhile. Refused where it has ended, or where the change was made from another version of it than stands there.
 */
async function lockSeries(here: Writing, { structure, row: before }: Found, version?: number): Promise<Found['row']> {
	await here.write.lockRecord(structure.id)
	const { row } = await getSeriesRow(here, before.id)
	if (row.state === 'ended') throw conflict('deliberation.series-ended')
	const current = row.calendar_sequence
	if (version !== undefined && version !== current) throw conflict('platform.changed-meanwhile', { version, current })
	return row
}

/** What every change of a series names: the series, and the version of it somebody saw. */
const Changing = { series: Identifier, version: z.int().min(0).optional() }

/** Plans the meetings of a series up to a later day; those that stand there already stay as they are. */
export const extendSeries = command({
	name: 'meetingSeries.extend',
	input: z.strictObject({ ...Changing, planUntil: Day }),
	output: SeriesDone,
	about: (here, { series }) => getSeriesRow(here, series),
	allow: ({ seat }, { structure }) => runsMeetings(seat, structure),
	async run(here, { planUntil, version }, found) {
		const { structure } = found
		const row = await lockSeries(here, found, version)
		refuseEnded(structure)
		const there = await instancesOf(here, row.id, structure.id, here.today)
		// By days, not times: what stood at another hour before the series was changed is still the meeting of its day.
		const known = new Set(there.map((one) => one.series_start?.slice(0, 10)))
		const starts = startsOf(row, here.today, planUntil).filter((start) => !known.has(start.slice(0, 10)))
		const planned = await plan(here, structure, row, starts)
		return { id: row.id, structure: structure.reference, planned, version: row.calendar_sequence }
	}
})

/**
 * Changes a series from today on: planned meetings follow it in what they still have from it; those moved by hand or called
 * already stay as they are.
 */
export const changeSeries = command({
	name: 'meetingSeries.change',
	input: z.strictObject({
		...Changing,
		title: Name(300).optional(),
		...Recurring,
		start: LocalTime.optional(),
		durationMinutes: Duration.optional(),
		place: Clearable(Text(300)),
		onlineAddress: Clearable(OnlineAddress),
		/** Local times of the rule at which there is to be no meeting, or its days. */
		excluded: z
			.array(z.union([LocalTime, Day]))
			.max(200)
			.optional(),
		reason: Text(2_000)
	}),
	output: SeriesDone,
	about: (here, { series }) => getSeriesRow(here, series),
	allow: ({ seat }, { structure }) => runsMeetings(seat, structure),
	async run(here, input, found) {
		const { structure } = found
		const row = await lockSeries(here, found, input.version)
		refuseEnded(structure)
		const start = input.start ?? row.local_start
		const given = {
			title: input.title === undefined ? row.title : namesOf(here, input.title, 'title'),
			rule: ruleGiven(input, start, row.time_zone) ?? row.rule,
			excluded: leftOutTimes(input.excluded ?? row.excluded, { start, before: row.local_start }),
			local_start: start,
			duration_minutes: input.durationMinutes ?? row.duration_minutes,
			place: input.place === undefined ? row.place : input.place,
			online_address: input.onlineAddress === undefined ? row.online_address : input.onlineAddress
		}
		const { title, ...rest } = given
		const isNamedAnew = !isDeepStrictEqual(title, row.title)
		await here.write.change('meeting_series', row.id, {
			...rest,
			...(isNamedAnew ? { title: JSON.stringify(title) } : {}),
			calendar_sequence: row.calendar_sequence + 1
		})
		const planned = await followSeries(here, structure, { before: row, after: { ...row, ...given } }, input.reason)
		return { id: row.id, structure: structure.reference, planned, version: row.calendar_sequence + 1 }
	}
})

type Changed = { before: Found['row']; after: Found['row'] }

async function followSeries(here: Writing, structure: Structure, changed: Changed, reason: string) {
	const { after } = changed
	const there = await instancesOf(here, after.id, structure.id, here.today)
	const last = there.at(-1)?.series_start?.slice(0, 10)
	// A series with no meeting ahead is planned as far as a new one would be.
	const starts = startsOf(after, here.today, last ?? planEnd(here.today, after.local_start))
	const { kept, added, cancelled } = rearrange(toInstances(there), starts)
	const rows = new Map(there.map((one) => [one.id, one]))
	for (const id of cancelled) {
		const row = rows.get(id)
		if (row) await cancelInstance(here, row, reason)
	}
	for (const { id, start } of kept) {
		const row = rows.get(id)
		if (row) await followed(here, row, { ...changed, start })
	}
	return plan(here, structure, after, added)
}

const inCalendars = (here: Here, row: Instance) => ({
	calendar_sequence: row.calendar_sequence + 1,
	calendar_changed_at: here.now
})

const cancelInstance = (here: Writing, row: Instance, reason: string) =>
	here.write.change('meeting', row.id, { state: 'cancelled', state_reason: reason, ...inCalendars(here, row) })

// What somebody changed of one meeting by hand is that meeting's own: it follows the series in the rest.
async function followed(here: Writing, row: Instance, { before, after, start }: Changed & { start: string }) {
	const isNamedSo = isDeepStrictEqual(row.title, before.title)
	const isRenamed = isNamedSo && (await here.write.changeRecord(row.id, { title: after.title }))
	const lasted = minutesBetween(row.local_start, row.local_end)
	const minutes = lasted === before.duration_minutes ? after.duration_minutes : lasted
	const isMoved = await here.write.change('meeting', row.id, {
		series_start: start,
		...timesOf({ start, end: addMinutes(start, minutes), zone: after.time_zone }),
		...(row.place === before.place ? { place: after.place } : {}),
		...(row.online_address === before.online_address ? { online_address: after.online_address } : {})
	})
	if (isMoved && start !== row.local_start) await askAnew(here, row.id)
	if (isRenamed || isMoved) await here.write.change('meeting', row.id, inCalendars(here, row))
}

/** Ends a series: what it planned and nobody has called yet is cancelled. */
export const endSeries = command({
	name: 'meetingSeries.end',
	input: z.strictObject({ ...Changing, reason: Text(2_000) }),
	output: SeriesDone,
	about: (here, { series }) => getSeriesRow(here, series),
	allow: ({ seat }, { structure }) => runsMeetings(seat, structure),
	async run(here, { reason, version }, found) {
		const { structure } = found
		const row = await lockSeries(here, found, version)
		await here.write.change('meeting_series', row.id, {
			state: 'ended',
			state_reason: reason,
			calendar_sequence: row.calendar_sequence + 1
		})
		const there = await instancesOf(here, row.id, structure.id, here.today)
		for (const one of there) if (one.state === 'planned') await cancelInstance(here, one, reason)
		return { id: row.id, structure: structure.reference, planned: 0, version: row.calendar_sequence + 1 }
	}
})
