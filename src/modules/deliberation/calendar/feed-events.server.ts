import { writeCalendar, type DayEvent, type EventStatus, type TimedEvent } from '#platform/calendar/write-calendar.ts'
import { spokenLanguage } from '#platform/languages/offered.ts'
import { speak, type Words } from '#platform/languages/words.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import {
	anyOf,
	referenceColumns,
	referencesOf,
	toReference,
	type RecordReference
} from '#platform/records/find-record.server.ts'
import { sayDue } from '#platform/records/say-matter.ts'
import type { Due } from '#platform/records/registers.ts'
import { addDays } from '../days.ts'
import type { MeetingState } from '../rules.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'
import { titleInCalendar } from './marked-title.ts'

// What a program no longer finds it takes away: a year back is what people still look up, two ahead what is planned.
const BACK = 366
const AHEAD = 732
const DUE_BACK = 60
const MEETINGS_MOST = 2_000
const DUES_MOST = 500
const REFRESH_HOURS = 1

type Asked = { structureId: string | null; registerId: string | null; site: string | null; language: string | null }

/** A calendar for a seat: of one structure, of one register, or of all that concern it; what the seat may not see is not in it. */
export async function calendarOf(here: Here, asked: Asked): Promise<{ name: string; text: string }> {
	const { catalogue } = here.registry
	const language = spokenLanguage(catalogue, [asked.language, here.workspace.language], here.workspace.languages)
	const words = speak(catalogue, language, {
		timeZone: here.workspace.timeZone,
		firstLanguage: here.workspace.language
	})
	const ofOne = asked.structureId ?? asked.registerId
	const one = ofOne === null ? null : await recordOf(here, ofOne)
	const events =
		asked.registerId === null
			? (await Promise.all([meetingEvents(here, words, asked), dueEvents(here, words, asked)])).flat()
			: await registerEvents(here, words, asked.registerId, asked.site)
	const workspace = words.name(here.workspace.name)
	const name = words.t('cadence.feed.name', {
		of: one ? (one.acronym ?? words.name(one.title)) : here.seat.office,
		workspace
	})
	const text = writeCalendar({
		name,
		description: words.t(asked.registerId === null ? 'cadence.feed.description' : 'cadence.feed.description-register', {
			workspace
		}),
		language,
		refreshHours: REFRESH_HOURS,
		events
	})
	return { name, text }
}

// A structure or a register that the seat has lost sight of has no calendar for it.
async function recordOf(here: Here, id: string): Promise<RecordReference> {
	const record = (await referencesOf(here, [id])).get(id)
	if (!record) throw absent('deliberation.no-such-feed')
	return record
}

const registerEvents = async (here: Here, words: Words, id: string, site: string | null): Promise<DayEvent[]> =>
	(await here.registry.calendar('register')?.events(here, {
		id,
		from: addDays(here.today, -BACK),
		until: addDays(here.today, AHEAD),
		words,
		uid: (of) => uidOf(here, of),
		page: (record) => (site === null ? null : pageOf(here, site, record))
	})) ?? []

async function meetingEvents(here: Here, words: Words, { structureId, site }: Asked): Promise<TimedEvent[]> {
	let found = here.tx
		.selectFrom('meeting')
		// Through the record, so that what the seat may not see is not there.
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'meeting.workspace_id').onRef('record.id', '=', 'meeting.id')
		)
		.select(referenceColumns)
		.select([
			'meeting.structure_id',
			'meeting.state',
			'meeting.state_reason',
			'meeting.local_start',
			'meeting.local_end'
		])
		.select(['meeting.time_zone', 'meeting.place', 'meeting.online_address', 'meeting.calendar_sequence'])
		.select(['meeting.calendar_changed_at', 'record.origin'])
		.where('meeting.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')
		.where('meeting.day', '>=', addDays(here.today, -BACK))
		.where('meeting.day', '<=', addDays(here.today, AHEAD))
	if (structureId !== null) found = found.where('meeting.structure_id', '=', structureId)
	else {
		const { all: own } = await structuresOfSeat(here)
		const { actorId } = here.seat
		found = found.where((where) =>
			where.or([
				where('meeting.structure_id', '=', anyOf(own)),
				where('meeting.id', 'in', (select) =>
					select
						.selectFrom('attendance')
						.select('attendance.meeting_id')
						.where('attendance.workspace_id', '=', here.workspace.id)
						.where('attendance.actor_id', '=', actorId)
				)
			])
		)
	}
	const rows = await found.orderBy('meeting.day').orderBy('meeting.id').limit(MEETINGS_MOST).execute()
	const structures = await referencesOf(
		here,
		rows.map((row) => row.structure_id)
	)
	return rows.map((row) => {
		const meeting = toReference(row)
		const structure = structures.get(row.structure_id)
		return {
			uid: uidOf(here, meeting.id),
			sequence: row.calendar_sequence,
			changedAt: row.calendar_changed_at,
			status: statusOf(row.state),
			summary: titleInCalendar(words, { title: meeting.title, origin: row.origin, state: row.state }),
			description: [
				structure && words.name(structure.title),
				row.state_reason,
				row.online_address,
				site && pageOf(here, site, meeting)
			]
				.filter((line) => typeof line === 'string' && line !== '')
				.join('\n'),
			location: row.place,
			url: site ? pageOf(here, site, meeting) : null,
			start: row.local_start,
			end: row.local_end,
			zone: row.time_zone
		}
	})
}

/** The identifier under which every program knows a record's event, for life. */
const uidOf = (here: Here, id: string) => `${id}@${here.workspace.key}.pitso`

const pageOf = (here: Here, site: string, { kind, reference }: RecordReference) =>
	`${site.replace(/\/$/, '')}/${here.workspace.key}/${kind}/${encodeURIComponent(reference)}`

/** How a meeting's state is told to calendar programs: one that was put off has no day until it is given another. */
export function statusOf(state: MeetingState): EventStatus {
	switch (state) {
		case 'planned':
			return 'TENTATIVE'
		case 'called':
		case 'held':
		case 'drafted':
		case 'circulated':
		case 'adopted':
			return 'CONFIRMED'
		case 'postponed':
		case 'cancelled':
			return 'CANCELLED'
		default:
			return state satisfies never
	}
}

async function dueEvents(here: Here, words: Words, { structureId, site }: Asked): Promise<DayEvent[]> {
	const { actorId } = here.seat
	if (structureId === null && actorId === null) return []
	const whose = structureId === null ? { actorId: actorId ?? '' } : { structureId }
	const asked = { from: addDays(here.today, -DUE_BACK), until: addDays(here.today, AHEAD), limit: DUES_MOST, ...whose }
	const found = (await Promise.all(here.registry.dues.map((source) => source.dues(here, asked)))).flat()
	if (found.length === 0) return []
	const rows = await here.tx
		.selectFrom('record')
		.select(['id', 'version', 'changed_at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(found.map(({ record }) => record.id)))
		.execute()
	const changed = new Map(rows.map((row) => [row.id, row]))
	return found.flatMap((due) => {
		const row = changed.get(due.record.id)
		return row ? [dueEvent(here, words, due, { row, site })] : []
	})
}

function dueEvent(
	here: Here,
	words: Words,
	due: Due,
	{ row, site }: { row: { version: number; changed_at: Date }; site: string | null }
): DayEvent {
	const { code, day, record, part } = due
	const what = sayDue(words, due)
	return {
		uid: uidOf(here, [record.id, code, ...(part === undefined ? [] : [part])].join('-')),
		sequence: row.version,
		changedAt: row.changed_at,
		status: 'CONFIRMED',
		summary: words.t('cadence.feed.due', { what, title: words.name(record.title) }),
		url: site ? pageOf(here, site, record) : null,
		day
	}
}
