import { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, OriginOf, toOrigin } from '#platform/records/find-record.server.ts'
import { RHYTHM_KINDS } from './cadence.ts'
import { QUORUM_KINDS } from './quorum.ts'

export const SILENCES = ['consent', 'no-answer'] as const

/** One version of a structure's rules of procedure. Without an identifier it is what the directory says of its meetings. */
export const RhythmVersion = OriginOf.extend({
	id: z.string().nullable(),
	from: z.string().nullable(),
	to: z.string().nullable(),
	kind: z.enum(RHYTHM_KINDS),
	times: z.int().nullable(),
	noticeDays: z.int(),
	quorum: z.enum(QUORUM_KINDS),
	quorumNumber: z.int().nullable(),
	forbidsWithoutQuorum: z.boolean(),
	silence: z.enum(SILENCES),
	writtenDays: z.int(),
	basis: z.string().nullable()
})
export type RhythmVersion = z.output<typeof RhythmVersion>

const VERSIONS_MOST = 5_000

/** What of a structure's own row and record its rhythm falls back on. */
export type Fallback = {
	id: string
	meetings_per_year: number | null
	year_established: number | null
	origin: OriginOf['origin']
	origin_source: string | null
	origin_year: number | null
}

/**
 * The rules of procedure of structures, oldest first. One that has none of its own goes by the number of meetings the directory
 * states, from the year of the source on or that of its establishment: what was asked for before that nobody knows.
 */
export async function rhythmsOf(
	here: Here,
	structures: readonly Fallback[]
): Promise<Map<string, readonly RhythmVersion[]>> {
	const rows = await here.tx
		.selectFrom('structure_rhythm')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', anyOf(structures.map(({ id }) => id)))
		.orderBy('from_day', (order) => order.asc().nullsFirst())
		.limit(VERSIONS_MOST)
		.execute()
	const own = Map.groupBy(rows, (row) => row.structure_id)
	return new Map(
		structures.map((structure) => {
			const versions = (own.get(structure.id) ?? []).map((row): RhythmVersion => ({
				...toOrigin(row),
				id: row.id,
				from: row.from_day,
				to: row.to_day,
				kind: row.kind,
				times: row.times,
				noticeDays: row.notice_days,
				quorum: row.quorum_kind,
				quorumNumber: row.quorum_number,
				forbidsWithoutQuorum: row.forbids_without_quorum,
				silence: row.silence,
				writtenDays: row.written_days,
				basis: row.basis
			}))
			return [structure.id, versions.length > 0 ? versions : fallback(structure)]
		})
	)
}

function fallback(structure: Fallback): RhythmVersion[] {
	const times = structure.meetings_per_year
	if (times === null) return []
	const since = Math.max(structure.origin_year ?? 0, structure.year_established ?? 0)
	return [
		{
			...toOrigin(structure),
			id: null,
			from: since === 0 ? null : `${String(since)}-01-01`,
			to: null,
			kind: 'times-a-year',
			// Whoever is said to meet more often than monthly keeps its rhythm by meeting every month.
			times: Math.min(times, 12),
			...PLAIN
		}
	]
}

const PLAIN = {
	noticeDays: 0,
	quorum: 'none',
	quorumNumber: null,
	forbidsWithoutQuorum: false,
	silence: 'no-answer',
	writtenDays: 14,
	basis: null
} as const
