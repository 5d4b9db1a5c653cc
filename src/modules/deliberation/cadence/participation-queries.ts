import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { OriginOf, RecordHead, RecordReference, referencesOf, toOrigin } from '#platform/records/find-record.server.ts'
import { getStructureRow } from '#modules/directory/find-directory.server.ts'
import { keepsStructure } from '#modules/directory/rules.ts'
import type { Guideline } from './participation-rules.ts'

const GUIDELINES_MOST = 500

const rowsOf = (here: Here, structureId: string) =>
	here.tx
		.selectFrom('structure_participation')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', structureId)
		.orderBy('actor_kind')
		.orderBy('from_day')
		.orderBy('id')
		.limit(GUIDELINES_MOST)
		.execute()

/** The guidelines of a structure for actors that belong to no State, as `rightsOf` takes them. */
export async function guidelinesOf(here: Here, structureId: string): Promise<Guideline[]> {
	const rows = await rowsOf(here, structureId)
	return rows.map((row) => ({
		actorKind: row.actor_kind,
		areaId: row.area_id,
		maySpeak: row.may_speak,
		mayPropose: row.may_propose,
		maySeePapers: row.may_see_papers,
		from: row.from_day,
		to: row.to_day
	}))
}

export const ParticipationItem = OriginOf.extend({
	id: z.string(),
	actorKind: z.string(),
	/** The area it is narrowed to; hidden where the seat does not see that area. */
	area: RecordReference.nullable(),
	isNarrowed: z.boolean(),
	maySpeak: z.boolean(),
	mayPropose: z.boolean(),
	maySeePapers: z.boolean(),
	basis: z.string(),
	from: z.string(),
	to: z.string().nullable(),
	endReason: z.string().nullable()
})
export type ParticipationItem = z.output<typeof ParticipationItem>

/** Whom outside the State a structure takes in, on what, and with which rights. */
export const listParticipation = query({
	name: 'participation.list',
	input: z.strictObject({ structure: Reference }),
	output: z.object({
		structure: RecordHead,
		items: z.array(ParticipationItem),
		may: z.object({ keep: z.boolean() })
	}),
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: everyone,
	async run(here, _input, { row: _row, status, chairActorId, secretaryActorId, ...head }) {
		const rows = await rowsOf(here, head.id)
		const areas = await referencesOf(
			here,
			rows.map((row) => row.area_id)
		)
		return {
			structure: head,
			items: rows.map((row) => ({
				...toOrigin(row),
				id: row.id,
				actorKind: row.actor_kind,
				area: row.area_id === null ? null : (areas.get(row.area_id) ?? null),
				isNarrowed: row.area_id !== null,
				maySpeak: row.may_speak,
				mayPropose: row.may_propose,
				maySeePapers: row.may_see_papers,
				basis: row.basis,
				from: row.from_day,
				to: row.to_day,
				endReason: row.end_reason
			})),
			may: { keep: status !== 'dissolved' && keepsStructure(here.seat, { chairActorId, secretaryActorId }) }
		}
	}
})
