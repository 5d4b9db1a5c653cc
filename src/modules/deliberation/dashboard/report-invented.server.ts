import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'

type Counting = { structureId: string | null; from: string; day: string; countedFor: readonly string[] }

/**
 * Whether what a report counts in its days holds a meeting, a decision, an action or a recommendation that was invented for
 * demonstration: a report leaves the installation as a paper, where no banner says so.
 */
export async function countsInvented(here: Here, { structureId, from, day, countedFor }: Counting): Promise<boolean> {
	const ofStructure = (...columns: string[]) =>
		structureId === null
			? sql`true`
			: sql`(${sql.join(
					columns.map((column) => sql`${sql.ref(column)} = ${structureId}`),
					sql` or `
				)})`
	const { found } = await here.tx
		.selectFrom(
			sql<{ found: boolean }>`(
				with invented as materialized (
					select id, kind from record
					where workspace_id = ${here.workspace.id} and origin = 'invented' and state = 'active' and audience && ${[...countedFor]}::text[]
						and kind in ('meeting', 'decision', 'action', 'recommendation')
				)
				select exists (
					select from invented join meeting on meeting.workspace_id = ${here.workspace.id} and meeting.id = invented.id
					where meeting.state in ('held', 'drafted', 'circulated', 'adopted') and meeting.day between ${from} and ${day}
						and ${ofStructure('meeting.structure_id')}
				) or exists (
					select from invented join decision on decision.workspace_id = ${here.workspace.id} and decision.id = invented.id
					where decision.decided_day between ${from} and ${day} and ${ofStructure('decision.structure_id')}
				) or exists (
					select from invented join action on action.workspace_id = ${here.workspace.id} and action.id = invented.id
					where action.opened_day <= ${day} and coalesce(action.closed_day >= ${from}, true) and ${ofStructure('action.structure_id')}
				) or exists (
					select from invented
					join recommendation on recommendation.workspace_id = ${here.workspace.id} and recommendation.id = invented.id
					join recommendation_wording as first on first.workspace_id = recommendation.workspace_id
						and first.recommendation_id = recommendation.id and first.number = 1
					where first.day between ${from} and ${day} and ${ofStructure('recommendation.structure_id')}
				) or exists (
					select from invented
					join recommendation on recommendation.workspace_id = ${here.workspace.id} and recommendation.id = invented.id
					join recommendation_hop hop on hop.workspace_id = recommendation.workspace_id and hop.recommendation_id = recommendation.id
					where ${ofStructure('hop.from_structure_id', 'hop.to_structure_id')} and (hop.answered_day between ${from} and ${day}
						or hop.submitted_day <= ${day} and coalesce(hop.answered_day > ${day}, recommendation.state in ('submitted', 'received', 'under-review')))
				) as found
			)`.as('asked')
		)
		.select('found')
		.executeTakeFirstOrThrow()
	return found
}
