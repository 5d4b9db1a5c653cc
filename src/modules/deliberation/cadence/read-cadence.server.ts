import { z } from 'zod'
import { DECLARED_STATUSES } from '#modules/directory/rules.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import {
	anyOf,
	referenceColumns,
	referencesOf,
	toReference,
	type OriginOf,
	type RecordReference
} from '#platform/records/find-record.server.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'
import { isInMaking, judgedYears, sinceBegun } from './beginning.ts'
import {
	awaitedOf,
	disagreement,
	functionalityOf,
	judge,
	judgedBy,
	keptIn,
	nextRequired,
	rhythmAt,
	type Judged
} from './cadence.ts'
import type { CadenceItem } from './cadence-outputs.ts'
import { meetingDaysOf, type MeetingDay } from './held-meetings.server.ts'
import { rhythmsOf, type RhythmVersion } from './rhythm-rows.server.ts'

const Status = z.enum(DECLARED_STATUSES)

/** The structures of a workspace that are read as a whole; more than these no page shows at once. */
export const STRUCTURES_MOST = 2_000

const structureColumns = [
	...referenceColumns,
	'record.origin',
	'record.origin_source',
	'record.origin_year',
	'structure.level',
	'structure.declared_status',
	'structure.meetings_per_year',
	'structure.year_established'
] as const

export const structureRows = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('structure', (on) =>
			on.onRef('structure.workspace_id', '=', 'record.workspace_id').onRef('structure.id', '=', 'record.id')
		)
		.select(structureColumns)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'structure')
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.limit(STRUCTURES_MOST)

type StructureRow = Parameters<typeof toReference>[0] & {
	origin: OriginOf['origin']
	origin_source: string | null
	origin_year: number | null
	level: string
	declared_status: string
	meetings_per_year: number | null
	year_established: number | null
}

/** What is known of one structure, with the days it met on. */
export type Read = {
	structure: RecordReference
	row: StructureRow
	rhythms: readonly RhythmVersion[]
	days: readonly MeetingDay[]
	judged: readonly Judged[]
	item: Omit<CadenceItem, 'lastMeeting'>
	last: MeetingDay | undefined
}

/** As of which day structures are judged, and over which years: today and the years all pages tell of, where nothing else is said. */
type Judging = { today: string; since: string; until: string }

/** How many structures do, however many are asked for: seven statements. */
export async function readCadences(
	here: Here,
	rows: readonly StructureRow[],
	{ today, since, until }: Judging = { today: here.today, ...judgedYears(here.today) }
): Promise<Read[]> {
	const ids = rows.map(({ id }) => id)
	const [rhythms, days, activations, made] = await Promise.all([
		rhythmsOf(here, rows),
		meetingDaysOf(here, ids, since < judgedYears(today).since ? since : judgedYears(today).since),
		activationsUntil(here, ids, today),
		daysLeftMaking(here, ids)
	])
	const isTold = await toldAhead(here, days, today)
	return rows.map((row) => {
		const known = rhythms.get(row.id) ?? []
		const meetings = days.get(row.id) ?? []
		const held = meetings.filter(({ state, day }) => state === 'held' && day <= today)
		const status = Status.parse(row.declared_status)
		const activated = activations.get(row.id)
		const current = rhythmAt(known, today) ?? null
		const versions = sinceBegun(known, {
			declared: status,
			leftMaking: made.get(row.id) ?? null,
			firstActivated: activated?.first ?? null,
			firstMet: held[0]?.day ?? null,
			yearEstablished: row.year_established
		})
		const kind = current?.kind ?? 'none'
		// What is declared ad hoc meets on activation, even where no rules of procedure say so.
		const isAdHoc = status === 'ad-hoc-idle' || status === 'ad-hoc-activated'
		const facts = {
			rhythms: current === null && isAdHoc ? [ON_ACTIVATION] : versions,
			held,
			activatedSince: activated?.open ?? null,
			today
		}
		const awaits = awaitedOf(facts)
		const functionality = functionalityOf({ ...facts, isDeclaredActivated: status === 'ad-hoc-activated' })
		const judged = judge(versions, held, { from: since, until, today })
		const ended = judged.filter(({ state, to }) => to < today && (state === 'kept' || state === 'missed'))
		const structure = toReference(row)
		return {
			structure,
			row,
			rhythms: known,
			days: meetings,
			judged,
			last: held.at(-1),
			item: {
				...structure,
				level: row.level,
				status,
				functionality,
				judgedBy: judgedBy(facts),
				awaits,
				restsOnInvented: held.some(({ isInvented }) => isInvented) || activated?.isOpenInvented === true,
				// What ought to be declared is for those who can have it declared; the public is told what is, and what the structure does.
				// Nothing is proposed while the time for a first meeting still runs: what the structure does is not known yet.
				disagreement:
					here.seat.role === 'public' || awaits !== null
						? null
						: disagreement(status, functionality, current === null && isAdHoc ? 'on-activation' : kind),
				rhythm: current,
				periods: { ended: ended.length, kept: ended.filter(({ state }) => state === 'kept').length },
				next:
					status === 'dissolved'
						? null
						: nextRequired(versions, meetings.filter(isTold(row.id)), { today, noticeDays: current?.noticeDays ?? 0 })
			}
		}
	})
}

/**
 * Which meetings a structure is said to have ahead: those the seat sees, and all of them to whoever runs the structure. What is asked
 * for next would else tell everybody the day of a meeting that few may know of.
 */
async function toldAhead(here: Here, days: ReadonlyMap<string, readonly MeetingDay[]>, today: string) {
	const ahead = [...days.values()].flat().filter(({ state, day }) => state !== 'held' && day >= today)
	const [{ run, kept }, seen] = await Promise.all([
		structuresOfSeat(here),
		seenOf(
			here,
			ahead.map(({ id }) => id)
		)
	])
	const full = new Set([...run, ...kept])
	return (structureId: string) =>
		({ id, state }: MeetingDay) =>
			state === 'held' || full.has(structureId) || seen.has(id)
}

async function seenOf(here: Here, meetings: readonly string[]): Promise<ReadonlySet<string>> {
	if (meetings.length === 0) return new Set()
	const rows = await here.tx
		.selectFrom('record')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(meetings))
		.execute()
	return new Set(rows.map(({ id }) => id))
}

const ON_ACTIVATION = { kind: 'on-activation', times: null, from: null, to: null } as const

type Activated = { first: string; open: string | null; isOpenInvented: boolean }

/** Since when each structure was first activated, and since when it is on a day, where it is. */
async function activationsUntil(here: Here, ids: readonly string[], day: string): Promise<Map<string, Activated>> {
	const rows = await here.tx
		.selectFrom('structure_activation')
		.select(['structure_id', 'from_day', 'to_day', 'origin'])
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', anyOf(ids))
		.where('from_day', '<=', day)
		.orderBy('from_day')
		.execute()
	const found = new Map<string, Activated>()
	for (const { structure_id: id, from_day: from, to_day: to, origin } of rows) {
		const isOpen = to === null || to > day
		found.set(id, {
			first: found.get(id)?.first ?? from,
			open: isOpen ? from : null,
			isOpenInvented: isOpen && origin === 'invented'
		})
	}
	return found
}

/** The day each structure was first declared something else than proposed or in the making, of those that had been. */
async function daysLeftMaking(here: Here, ids: readonly string[]): Promise<Map<string, string>> {
	const rows = await here.tx
		.selectFrom('structure_status')
		.select(['structure_id', 'status', 'day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', anyOf(ids))
		.where((where) =>
			where.exists(
				where
					.selectFrom('structure_status as making')
					.select('making.id')
					.whereRef('making.workspace_id', '=', 'structure_status.workspace_id')
					.whereRef('making.structure_id', '=', 'structure_status.structure_id')
					.where('making.status', 'in', DECLARED_STATUSES.filter(isInMaking))
			)
		)
		.orderBy('created_at')
		.orderBy('id')
		.execute()
	const found = new Map<string, string>()
	for (const [id, own] of Map.groupBy(rows, (row) => row.structure_id)) {
		const making = own.findLastIndex(({ status }) => isInMaking(Status.parse(status)))
		const left = own[making + 1]
		if (making !== -1 && left?.day) found.set(id, left.day)
	}
	return found
}

/** The items of structures that were read, each with its last meeting as far as the seat sees it: one statement for all. */
export async function withLastMeetings(here: Here, read: readonly Read[]): Promise<CadenceItem[]> {
	const seen = await referencesOf(
		here,
		read.flatMap(({ last }) => (last && last.id !== '' ? [last.id] : []))
	)
	return read.map(({ item, last }) => {
		const meeting = last ? (seen.get(last.id) ?? null) : null
		return { ...item, lastMeeting: last ? { day: meeting ? last.day : null, meeting } : null }
	})
}

/** The parts of the last years with the meetings that kept each, named where the seat sees them. */
export async function withMeetings(here: Here, { judged, days }: Read) {
	const held = days.filter(({ state, day, id }) => state === 'held' && day <= here.today && id !== '')
	const seen = await referencesOf(
		here,
		held.map(({ id }) => id)
	)
	return judged.map(({ isWhole: _isWhole, ...period }) => {
		const kept = keptIn(period, held)
		return {
			...period,
			held: kept.length,
			meetings: kept.flatMap(({ id, day }) => {
				const meeting = seen.get(id)
				return meeting ? [{ day, meeting }] : []
			})
		}
	})
}
