import { sql } from 'kysely'
import { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import { headColumns, toHead, type RecordReference } from '#platform/records/find-record.server.ts'
import type { StructureItem } from './outputs.ts'
import { DECLARED_STATUSES } from './rules.ts'

const members = sql<number>`(select count(*) from membership
	join record seen on seen.workspace_id = membership.workspace_id and seen.id = membership.actor_id and seen.state = 'active'
	where membership.workspace_id = record.workspace_id and membership.structure_id = record.id and membership.to_day is null)`

/** The map and the status board show a workspace whole; one that has more bodies than this is not read as a picture. */
export const WHOLE_MOST = 500

/** Structures of the workspace with their records, of which a reader sees what row level security leaves. */
export const structureRows = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('structure', (on) =>
			on.onRef('structure.workspace_id', '=', 'record.workspace_id').onRef('structure.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'structure')

/** What a line of a list tells of a structure. */
export const structureColumns = [
	...headColumns,
	'record.title_sort',
	'structure.level',
	'structure.kind as structure_kind',
	'structure.declared_status',
	'structure.status_detail',
	'structure.status_day',
	'structure.parent_id',
	'structure.chair_actor_id',
	'structure.host_actor_id',
	'structure.secretariat_structure_id',
	'structure.meetings_per_year',
	'structure.cadence',
	members.as('members')
] as const

type ItemRow = Parameters<typeof toHead>[0] & {
	level: string
	structure_kind: string
	declared_status: string
	status_detail: string | null
	status_day: string | null
	parent_id: string | null
	chair_actor_id: string | null
	host_actor_id: string | null
	secretariat_structure_id: string | null
	meetings_per_year: number | null
	cadence: string | null
	members: number
}

/** The declared status of a structure. */
export const Status = z.enum(DECLARED_STATUSES)

/** The records that hold an office in it, or that it stands under: their names are wanted with it. */
export const offices = (row: ItemRow) => [
	row.parent_id,
	row.chair_actor_id,
	row.host_actor_id,
	row.secretariat_structure_id
]

/** A row of `structureColumns` as a line of a list, with the names that were found for its `offices`. */
export function toItem(row: ItemRow, references: ReadonlyMap<string, RecordReference>): z.output<typeof StructureItem> {
	const named = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
	return {
		...toHead(row),
		level: row.level,
		structureKind: row.structure_kind,
		status: Status.parse(row.declared_status),
		statusDetail: row.status_detail,
		statusDay: row.status_day,
		parent: named(row.parent_id),
		chair: named(row.chair_actor_id),
		host: named(row.host_actor_id),
		secretariat: named(row.secretariat_structure_id),
		meetingsPerYear: row.meetings_per_year,
		cadence: row.cadence,
		members: row.members
	}
}
