import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { RecordHead } from '#platform/records/find-record.server.ts'
import { getStructureRow } from '#modules/directory/find-directory.server.ts'
import { keepsStructure } from '#modules/directory/rules.ts'
import { rhythmAt } from './cadence.ts'
import { rhythmsOf, RhythmVersion } from './rhythm-rows.server.ts'

const DEFAULT = {
	id: null,
	kind: 'none',
	times: null,
	notice_days: 0,
	quorum_kind: 'none',
	quorum_number: null,
	forbids_without_quorum: false,
	silence: 'no-answer',
	written_days: 14,
	basis: null,
	from_day: null,
	to_day: null
} as const

const columns = [
	'id',
	'kind',
	'times',
	'notice_days',
	'quorum_kind',
	'quorum_number',
	'forbids_without_quorum',
	'silence',
	'written_days',
	'basis',
	'from_day',
	'to_day'
] as const

/** The rules of procedure of a structure that are in force on a day; where it gave itself none, none bind it. */
export async function rhythmOn(here: Here, structureId: string, day: string) {
	const row = await here.tx
		.selectFrom('structure_rhythm')
		.select(columns)
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', structureId)
		.where((where) => where.or([where('from_day', 'is', null), where('from_day', '<=', day)]))
		.where((where) => where.or([where('to_day', 'is', null), where('to_day', '>=', day)]))
		.executeTakeFirst()
	return row ?? DEFAULT
}

/** What a structure's rhythm falls back on, from its row as the directory finds it. */
export const fallbackOf = (structure: Awaited<ReturnType<typeof getStructureRow>>) => ({
	id: structure.id,
	meetings_per_year: structure.row.meetings_per_year,
	year_established: structure.row.year_established,
	origin: structure.origin,
	origin_source: structure.source,
	origin_year: structure.year
})

/** A structure's rules of procedure: those in force today, and every version, newest first. */
export const getRhythm = query({
	name: 'rhythm.get',
	input: z.strictObject({ structure: Reference }),
	output: z.object({
		structure: RecordHead,
		current: RhythmVersion.nullable(),
		versions: z.array(RhythmVersion),
		may: z.object({ set: z.boolean() })
	}),
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: everyone,
	async run(here, _input, structure) {
		const found = await rhythmsOf(here, [fallbackOf(structure)])
		const versions = found.get(structure.id) ?? []
		const { row: _row, status, chairActorId, secretaryActorId, ...head } = structure
		return {
			structure: head,
			current: rhythmAt(versions, here.today) ?? null,
			versions: versions.toReversed(),
			may: { set: status !== 'dissolved' && keepsStructure(here.seat, { chairActorId, secretaryActorId }) }
		}
	}
})
