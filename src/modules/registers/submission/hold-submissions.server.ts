import type { Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { SubmissionTable } from './schema.ts'

type Held = Pick<SubmissionTable, 'id' | 'state' | 'audience' | 'version'>

/**
 * Holds submissions until the command is done, and gives what of each stands now. Before anything of theirs is added, changed or taken
 * away, and in the order of their identifiers: whatever is added to one holds it weakly, and two that did so and then changed it
 * would wait for each other.
 */
export async function holdSubmissions(here: Writing, ids: readonly string[]): Promise<ReadonlyMap<string, Held>> {
	const rows = await here.tx
		.selectFrom('submission')
		.select(['id', 'state', 'audience', 'version'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.orderBy('id')
		.forUpdate()
		.execute()
	return new Map(rows.map((row) => [row.id, row]))
}
