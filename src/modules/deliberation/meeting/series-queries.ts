import { sql } from 'kysely'
import { z } from 'zod'
import { getStructureRow, resolveField } from '#modules/directory/find-directory.server.ts'
import { audienceChoice } from '#platform/access/seat.ts'
import { expandRule } from '#platform/calendar/recurrence.ts'
import { Day, Identifier, Reference } from '#platform/operation/fields.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, invalid } from '#platform/operation/refusal.ts'
import { anyOf, findRecord, referencesOf, toOrigin } from '#platform/records/find-record.server.ts'
import { officesOf } from '#modules/directory/find-directory.server.ts'
import { addDays } from '../days.ts'
import { runsMeetings } from '../rules.ts'
import { LocalTime, Zone } from './local-time.ts'
import { SeriesItem } from './outputs.ts'
import { REPEATS, ruleOf, WEEKDAYS } from './series-rule.ts'

/** How a series recurs: as RFC 5545 writes it, or as a person says it. */
export const Recurring = {
	rule: z.string().min(6).max(1_000).optional(),
	repeats: z.enum(REPEATS).optional(),
	every: z.int().min(1).max(52).optional(),
	weekdays: z.array(z.enum(WEEKDAYS)).max(7).optional(),
	times: z.int().min(1).max(200).optional(),
	lastDay: Day.optional()
}

type Given = {
	rule?: string | undefined
	repeats?: (typeof REPEATS)[number] | undefined
	every?: number | undefined
	weekdays?: (typeof WEEKDAYS)[number][] | undefined
	times?: number | undefined
	lastDay?: string | undefined
}

/** The rule of a series, written or said; undefined where neither is given. */
export function ruleGiven(given: Given, start: string, zone: string): string | undefined {
	if (given.rule !== undefined && given.repeats !== undefined)
		throw invalid([{ path: ['rule'], code: 'deliberation.series-rule-twice' }])
	if (given.rule !== undefined)
		return given.rule
			.trim()
			.toUpperCase()
			.replace(/^RRULE:/, '')
	if (given.repeats === undefined) return undefined
	if (given.times !== undefined && given.lastDay !== undefined)
		throw invalid([{ path: ['times'], code: 'deliberation.series-ends-twice' }])
	return ruleOf({ ...given, repeats: given.repeats, every: given.every ?? 1 }, start, zone)
}

// A series is planned some years ahead at most, and no committee meets more often than daily.
export const INSTANCES_MOST = 200

type Series = { rule: string; local_start: string; time_zone: string; excluded: readonly string[] }

/** The times of a series between two days, or the rule refused in words. */
export function startsOf(series: Series, from: string, until: string): string[] {
	const expanded = expandRule({
		rule: series.rule,
		localStart: series.local_start,
		zone: series.time_zone,
		excluded: series.excluded,
		from,
		until,
		most: INSTANCES_MOST
	})
	if ('refusal' in expanded) throw invalid([{ path: ['rule'], code: expanded.refusal }])
	const days = new Set(expanded.starts.map((start) => start.slice(0, 10)))
	if (days.size < expanded.starts.length) throw invalid([{ path: ['rule'], code: 'deliberation.recurrence-too-often' }])
	return expanded.starts
}

/** A series with the structure it belongs to; absent where the seat does not see it, or not that structure. */
export async function getSeriesRow(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('meeting_series')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	if (!row || !(await findRecord(here, 'structure', row.structure_id))) throw absent('deliberation.no-such-series')
	return { structure: await getStructureRow(here, row.structure_id), row }
}

/** Of some series, those that the seat does not see: what history tells of them is kept from it. */
export async function closedSeries(here: Here, series: readonly string[]): Promise<string[]> {
	const seen = await here.tx
		.selectFrom('meeting_series')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(series))
		.execute()
	const known = new Set(seen.map(({ id }) => id))
	return series.filter((id) => !known.has(id))
}

type Row = Awaited<ReturnType<typeof getSeriesRow>>['row']

// Of the meetings of a series those that the seat sees.
const meetings = sql<number>`(select count(*) from meeting
	join record seen on seen.workspace_id = meeting.workspace_id and seen.id = meeting.id and seen.state = 'active'
	where meeting.workspace_id = meeting_series.workspace_id and meeting.structure_id = meeting_series.structure_id
		and meeting.series_id = meeting_series.id)`

async function itemsOf(
	here: Here,
	rows: readonly (Row & { meetings: number })[]
): Promise<z.output<typeof SeriesItem>[]> {
	const structures = [...new Set(rows.map((row) => row.structure_id))]
	const [references, offices] = await Promise.all([
		referencesOf(here, structures),
		Promise.all(structures.map(async (id) => [id, await officesOf(here, id)] as const))
	])
	const officesById = new Map(offices)
	return rows.flatMap((row) => {
		const structure = references.get(row.structure_id)
		const offices = officesById.get(row.structure_id)
		if (!structure || !offices) return []
		return [
			{
				id: row.id,
				title: row.title,
				structure,
				rule: row.rule,
				excluded: row.excluded,
				start: row.local_start,
				durationMinutes: row.duration_minutes,
				zone: row.time_zone,
				place: row.place,
				onlineAddress: here.seat.role === 'public' ? null : row.online_address,
				purpose: row.purpose,
				status: row.state,
				statusReason: row.state_reason,
				audience: audienceChoice(row.audience),
				version: row.calendar_sequence,
				meetings: row.meetings,
				...toOrigin(row),
				may: { change: row.state === 'active' && runsMeetings(here.seat, offices) }
			}
		]
	})
}

const base = (here: Here) =>
	here.tx
		.selectFrom('meeting_series')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'meeting_series.workspace_id')
				.onRef('record.id', '=', 'meeting_series.structure_id')
		)
		.where('meeting_series.workspace_id', '=', here.workspace.id)

const LIST_MOST = 200

/** The series of meetings of the structures the seat sees; those of one structure where one is named. */
export const listSeries = query({
	name: 'meetingSeries.list',
	input: z.strictObject({
		filter: z
			.strictObject({
				structure: Reference,
				status: z
					.array(z.enum(['active', 'ended']))
					.min(1)
					.max(2)
			})
			.partial()
			.optional()
	}),
	output: z.object({ items: z.array(SeriesItem) }),
	about: nothing,
	allow: everyone,
	async run(here, { filter = {} }) {
		const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
		let rows = base(here)
		if (structureId) rows = rows.where('meeting_series.structure_id', '=', structureId)
		if (filter.status) rows = rows.where('meeting_series.state', 'in', filter.status)
		const found = await rows
			.selectAll('meeting_series')
			.select(meetings.as('meetings'))
			.orderBy('meeting_series.created_at', 'desc')
			.orderBy('meeting_series.id')
			.limit(LIST_MOST)
			.execute()
		return { items: await itemsOf(here, found) }
	}
})

// So far ahead, and so many of them, a page offers the times of a series; of one that has more than can be expanded, the nearest.
const DAYS_OFFERED = [365, 90]
const OFFERED = 24

/** The next times of a series by its rule, those left out among them. */
function comingOf(here: Here, { rule, local_start: localStart, time_zone: zone }: Series): string[] {
	for (const days of DAYS_OFFERED) {
		const around = { from: here.today, until: addDays(here.today, days), most: INSTANCES_MOST }
		const expanded = expandRule({ rule, localStart, zone, excluded: [], ...around })
		if (!('refusal' in expanded)) return expanded.starts.slice(0, OFFERED)
	}
	return []
}

export const getSeries = query({
	name: 'meetingSeries.get',
	input: z.strictObject({ series: Identifier }),
	output: SeriesItem.extend({ coming: z.array(z.string()) }),
	about: (here, { series }) => getSeriesRow(here, series),
	allow: everyone,
	async run(here, { series }) {
		const row = await base(here)
			.where('meeting_series.id', '=', series)
			.selectAll('meeting_series')
			.select(meetings.as('meetings'))
			.executeTakeFirstOrThrow()
		const [item] = await itemsOf(here, [row])
		if (!item) throw absent('deliberation.no-such-series')
		return { ...item, coming: row.state === 'active' ? comingOf(here, row) : [] }
	}
})

const DAYS_AHEAD = 365

/** The day up to which a series is planned where none is named: a year from today, or from its first meeting where that lies ahead. */
export function planEnd(today: string, start: string): string {
	const first = start.slice(0, 10)
	return addDays(first > today ? first : today, DAYS_AHEAD)
}

export const SeriesPreview = z.strictObject({ ...Recurring, start: LocalTime, zone: Zone.optional(), until: Day })

/** The rule and the times of a series that is only thought of. */
export function previewed(
	{ start, zone: named, until, ...given }: z.output<typeof SeriesPreview>,
	ownZone: string
): { rule: string; starts: string[] } {
	const zone = named ?? ownZone
	const rule = ruleGiven(given, start, zone)
	if (rule === undefined) throw invalid([{ path: ['repeats'], code: 'platform.field.missing' }])
	const series = { rule, local_start: start, time_zone: zone, excluded: [] }
	return { rule, starts: startsOf(series, start.slice(0, 10), until) }
}

/** The rule of a series as it would be written, and its first times, before anything is planned. */
export const previewSeries = query({
	name: 'meetingSeries.preview',
	input: SeriesPreview,
	output: z.object({ rule: z.string(), starts: z.array(z.string()) }),
	about: nothing,
	allow: everyone,
	run: (here, input) => Promise.resolve(previewed(input, here.workspace.timeZone))
})
