import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { DECLARED_STATUSES, type DeclaredStatus } from '#modules/directory/rules.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { toReference, type RecordReference } from '#platform/records/find-record.server.ts'
import {
	disagreement,
	functionalityOf,
	judge,
	rhythmAt,
	type Disagreement,
	type Functionality,
	type Judged,
	type Met,
	type Rhythm,
	type RhythmKind
} from '../cadence/cadence.ts'

/** A structure with what its rules ask of it and what it did: as cadence is judged by. */
export type Rhythmic = {
	structure: RecordReference
	declared: DeclaredStatus
	rhythms: Rhythm[]
	activatedSince: string | null
	held: Met[]
}

type Row = Parameters<typeof toReference>[0] & {
	declared_status: string
	rhythms: { kind: RhythmKind; times: number | null; from: string | null; to: string | null }[]
	activated_since: string | null
}

const STRUCTURES_MOST = 500

/** The structures in use with their rhythms, in one statement; of those that `where` leaves, one where it is named. */
export async function rhythmicStructures(
	here: Here,
	structureId: string | null,
	where: RawBuilder<SqlBool> = sql<SqlBool>`true`
): Promise<Omit<Rhythmic, 'held'>[]> {
	const rows = await here.tx
		.selectFrom(
			sql<Row>`(
				select record.id, record.kind, record.key, record.number, record.title, record.acronym, structure.declared_status,
					coalesce((
						select jsonb_agg(jsonb_build_object('kind', rhythm.kind, 'times', rhythm.times, 'from', rhythm.from_day, 'to', rhythm.to_day)
							order by rhythm.from_day nulls first)
						from structure_rhythm rhythm
						where rhythm.workspace_id = structure.workspace_id and rhythm.structure_id = structure.id
					), '[]') as rhythms,
					(
						select activation.from_day::text from structure_activation activation
						where activation.workspace_id = structure.workspace_id and activation.structure_id = structure.id and activation.to_day is null
					) as activated_since
				from structure
				join record on record.workspace_id = structure.workspace_id and record.id = structure.id
				where structure.workspace_id = ${here.workspace.id} and record.workspace_id = ${here.workspace.id} and record.state = 'active'
					and ${structureId === null ? sql`true` : sql`structure.id = ${structureId}`} and ${where}
				order by record.title_sort, record.id
				limit ${STRUCTURES_MOST}
			)`.as('structures')
		)
		.selectAll()
		.execute()
	return rows.flatMap(({ declared_status: status, rhythms, activated_since: activatedSince, ...row }) => {
		const declared = DECLARED_STATUSES.find((one) => one === status)
		return declared ? [{ structure: toReference(row), declared, rhythms, activatedSince }] : []
	})
}

export type Judgement = {
	functionality: Functionality
	/** What the declared status should be changed to, where the two do not agree. */
	proposal: Disagreement | null
	periods: Judged[]
}

/** What a structure's meetings say of it today, and what became of each part of the years since a day. */
export function judgeStructure(
	{ declared, rhythms, activatedSince, held }: Omit<Rhythmic, 'structure'>,
	{ from, until, today }: { from: string; until: string; today: string }
): Judgement {
	const functionality = functionalityOf({
		rhythms,
		held,
		activatedSince,
		isDeclaredActivated: declared === 'ad-hoc-activated',
		today
	})
	return {
		functionality,
		proposal: disagreement(declared, functionality, rhythmAt(rhythms, today)?.kind ?? 'none'),
		periods: judge(rhythms, held, { from, until, today })
	}
}
