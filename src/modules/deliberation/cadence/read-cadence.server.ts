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
import { disagreement, functionalityOf, judge, keptIn, nextRequired, rhythmAt, type Judged } from './cadence.ts'
import type { CadenceItem } from './cadence-outputs.ts'
import { meetingDaysOf, type MeetingDay } from './held-meetings.server.ts'
import { rhythmsOf, type RhythmVersion } from './rhythm-rows.server.ts'

const Status = z.enum(DECLARED_STATUSES)
export const YEARS = 5
const YEAR_MOST = 9999

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

/** How many structures do, however many are asked for: three statements. */
export async function readCadences(here: Here, rows: readonly StructureRow[]): Promise<Read[]> {
	const ids = rows.map(({ id }) => id)
	const year = Math.min(Number(here.today.slice(0, 4)), YEAR_MOST)
	const since = `${String(year - YEARS + 1)}-01-01`
	const until = `${String(year)}-12-31`
	const [rhythms, days, activations] = await Promise.all([
		rhythmsOf(here, rows),
		meetingDaysOf(here, ids, since),
		openActivations(here, ids)
	])
	return rows.map((row) => {
		const versions = rhythms.get(row.id) ?? []
		const meetings = days.get(row.id) ?? []
		const held = meetings.filter(({ state }) => state === 'held')
		const status = Status.parse(row.declared_status)
		const current = rhythmAt(versions, here.today) ?? null
		const kind = current?.kind ?? 'none'
		// What is declared ad hoc meets on activation, even where no rules of procedure say so.
		const isAdHoc = status === 'ad-hoc-idle' || status === 'ad-hoc-activated'
		const functionality = functionalityOf({
			rhythms: current === null && isAdHoc ? [ON_ACTIVATION] : versions,
			held,
			activatedSince: activations.get(row.id) ?? null,
			isDeclaredActivated: status === 'ad-hoc-activated',
			today: here.today
		})
		const judged = judge(versions, held, { from: since, until, today: here.today })
		const ended = judged.filter(({ state, to }) => to < here.today && (state === 'kept' || state === 'missed'))
		const structure = toReference(row)
		return {
			structure,
			row,
			rhythms: versions,
			days: meetings,
			judged,
			last: held.filter(({ day }) => day <= here.today).at(-1),
			item: {
				...structure,
				level: row.level,
				status,
				functionality,
				disagreement: disagreement(status, functionality, current === null && isAdHoc ? 'on-activation' : kind),
				rhythm: current,
				periods: { ended: ended.length, kept: ended.filter(({ state }) => state === 'kept').length },
				next:
					status === 'dissolved'
						? null
						: nextRequired(versions, meetings, { today: here.today, noticeDays: current?.noticeDays ?? 0 })
			}
		}
	})
}

const ON_ACTIVATION = { kind: 'on-activation', times: null, from: null, to: null } as const

async function openActivations(here: Here, ids: readonly string[]): Promise<Map<string, string>> {
	const rows = await here.tx
		.selectFrom('structure_activation')
		.select(['structure_id', 'from_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', anyOf(ids))
		.where('to_day', 'is', null)
		.execute()
	return new Map(rows.map((row) => [row.structure_id, row.from_day]))
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
