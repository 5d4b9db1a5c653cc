import { z } from 'zod'
import { getStructureRow } from '#modules/directory/find-directory.server.ts'
import { AUDIENCES } from '#platform/access/seat.ts'
import { addMinutes } from '#platform/calendar/zone.ts'
import { Clearable, Day, Identifier, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { MEETING_PURPOSES, runsMeetings } from '../rules.ts'
import { leftOutTimes } from './left-out.ts'
import { LocalTime, Zone } from './local-time.ts'
import { refuseEnded, timesOf } from './meeting-change.server.ts'
import { addMeeting } from './meeting-commands.ts'
import { getSeriesRow, Recurring, ruleGiven, startsOf } from './series-queries.ts'
import { rearrange } from './series-rule.ts'

const SeriesDone = z.object({ id: z.string(), structure: z.string(), planned: z.int(), version: NewVersion })
const Duration = z.int().min(5).max(20_160)
const OnlineAddress = z.url({ protocol: /^https?$/ }).max(500)

type Found = Awaited<ReturnType<typeof getSeriesRow>>
type Structure = Found['structure']

const DAYS_AHEAD = 365
const dayAfter = (day: string, days: number) =>
	new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

async function plan(
	here: Writing,
	structure: Structure,
	series: Found['row'],
	starts: readonly string[],
	audience?: (typeof AUDIENCES)[number]
) {
	for (const start of starts)
		await addMeeting(here, structure, {
			title: series.title,
			times: timesOf({ start, end: addMinutes(start, series.duration_minutes), zone: series.time_zone }),
			purpose: series.purpose,
			place: series.place,
			onlineAddress: series.online_address,
			audience,
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
		title: Text(300),
		...Recurring,
		start: LocalTime,
		durationMinutes: Duration,
		zone: Zone.optional(),
		place: Text(300).optional(),
		onlineAddress: OnlineAddress.optional(),
		purpose: z.enum(MEETING_PURPOSES).optional(),
		audience: z.enum(AUDIENCES).optional(),
		/** The day up to which the meetings are planned now: a year from today unless another is named. */
		planUntil: Day.optional()
	}),
	output: SeriesDone,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => runsMeetings(seat, structure),
	async run(here, input, structure) {
		refuseEnded(structure)
		const { start, zone = here.workspace.timeZone, planUntil = dayAfter(here.today, DAYS_AHEAD) } = input
		const rule = ruleGiven(input, start, zone)
		if (rule === undefined) throw invalid([{ path: ['repeats'], code: 'platform.field.missing' }])
		const row = {
			structure_id: structure.id,
			title: input.title,
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
			created_at: here.now,
			origin: 'entered' as const,
			origin_source: null,
			origin_year: null,
			origin_note: null
		}
		const starts = startsOf(row, start.slice(0, 10), planUntil)
		const id = await here.write.add('meeting_series', row)
		const whole = { ...row, id, workspace_id: here.workspace.id }
		return { id, structure: structure.reference, planned: await plan(here, structure, whole, starts, input.audience) }
	}
})

const instancesOf = (here: Here, seriesId: string, structureId: string, from: string) =>
	here.tx
		.selectFrom('meeting')
		.select(['id', 'series_start', 'local_start', 'state', 'calendar_sequence'])
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', structureId)
		.where('series_id', '=', seriesId)
		.where('series_start', '>=', from)
		.orderBy('series_start')
		.execute()

const toInstances = (rows: Awaited<ReturnType<typeof instancesOf>>) =>
	rows.map((row) => ({
		id: row.id,
		seriesStart: row.series_start ?? row.local_start,
		localStart: row.local_start,
		state: row.state
	}))

function refuseNotActive({ row }: Found) {
	if (row.state === 'ended') throw conflict('deliberation.series-ended')
}

/** Plans the meetings of a series up to a later day; those that stand there already stay as they are. */
export const extendSeries = command({
	name: 'meetingSeries.extend',
	input: z.strictObject({ series: Identifier, planUntil: Day }),
	output: SeriesDone,
	about: (here, { series }) => getSeriesRow(here, series),
	allow: ({ seat }, { structure }) => runsMeetings(seat, structure),
	async run(here, { planUntil }, found) {
		const { structure, row } = found
		refuseNotActive(found)
		refuseEnded(structure)
		await here.write.lockRecord(structure.id)
		const there = await instancesOf(here, row.id, structure.id, here.today)
		// By days, not times: what stood at another hour before the series was changed is still the meeting of its day.
		const known = new Set(there.map((one) => one.series_start?.slice(0, 10)))
		const starts = startsOf(row, here.today, planUntil).filter((start) => !known.has(start.slice(0, 10)))
		return { id: row.id, structure: structure.reference, planned: await plan(here, structure, row, starts) }
	}
})

/** Changes a series from today on: planned meetings follow it; those moved by hand or called already stay as they are. */
export const changeSeries = command({
	name: 'meetingSeries.change',
	input: z.strictObject({
		series: Identifier,
		title: Text(300).optional(),
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
		const { structure, row } = found
		refuseNotActive(found)
		refuseEnded(structure)
		await here.write.lockRecord(structure.id)
		const start = input.start ?? row.local_start
		const next = {
			...row,
			title: input.title ?? row.title,
			rule: ruleGiven(input, start, row.time_zone) ?? row.rule,
			excluded: leftOutTimes(input.excluded ?? row.excluded, { start, before: row.local_start }),
			local_start: start,
			duration_minutes: input.durationMinutes ?? row.duration_minutes,
			place: input.place === undefined ? row.place : input.place,
			online_address: input.onlineAddress === undefined ? row.online_address : input.onlineAddress
		}
		await here.write.change('meeting_series', row.id, {
			title: next.title,
			rule: next.rule,
			excluded: next.excluded,
			local_start: next.local_start,
			duration_minutes: next.duration_minutes,
			place: next.place,
			online_address: next.online_address,
			calendar_sequence: row.calendar_sequence + 1
		})
		const planned = await followSeries(here, structure, next, input.reason)
		return { id: row.id, structure: structure.reference, planned }
	}
})

async function followSeries(here: Writing, structure: Structure, series: Found['row'], reason: string) {
	const there = await instancesOf(here, series.id, structure.id, here.today)
	const last = there.at(-1)?.series_start?.slice(0, 10)
	// A series with no meeting ahead is planned as far as a new one would be.
	const starts = startsOf(series, here.today, last ?? dayAfter(here.today, DAYS_AHEAD))
	const { kept, added, cancelled } = rearrange(toInstances(there), starts)
	const sequenceOf = new Map(there.map((one) => [one.id, one.calendar_sequence + 1]))
	const told = (id: string) => ({ calendar_sequence: sequenceOf.get(id) ?? 1, calendar_changed_at: here.now })
	for (const id of cancelled)
		await here.write.change('meeting', id, { state: 'cancelled', state_reason: reason, ...told(id) })
	for (const { id, start } of kept) {
		await here.write.changeRecord(id, { title: { [here.workspace.language]: series.title } })
		await here.write.change('meeting', id, {
			series_start: start,
			...timesOf({ start, end: addMinutes(start, series.duration_minutes), zone: series.time_zone }),
			place: series.place,
			online_address: series.online_address,
			...told(id)
		})
	}
	return plan(here, structure, series, added)
}

/** Ends a series: what it planned and nobody has called yet is cancelled. */
export const endSeries = command({
	name: 'meetingSeries.end',
	input: z.strictObject({ series: Identifier, reason: Text(2_000) }),
	output: SeriesDone,
	about: (here, { series }) => getSeriesRow(here, series),
	allow: ({ seat }, { structure }) => runsMeetings(seat, structure),
	async run(here, { reason }, found) {
		const { structure, row } = found
		refuseNotActive(found)
		await here.write.lockRecord(structure.id)
		await here.write.change('meeting_series', row.id, {
			state: 'ended',
			state_reason: reason,
			calendar_sequence: row.calendar_sequence + 1
		})
		const there = await instancesOf(here, row.id, structure.id, here.today)
		for (const one of there)
			if (one.state === 'planned')
				await here.write.change('meeting', one.id, {
					state: 'cancelled',
					state_reason: reason,
					calendar_sequence: one.calendar_sequence + 1,
					calendar_changed_at: here.now
				})
		return { id: row.id, structure: structure.reference, planned: 0 }
	}
})
