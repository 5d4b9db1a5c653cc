import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { CLASHES } from '../../relation/relation-rules.ts'
import { pairKey } from './pair-key.ts'

/** What was said of pairs in which one of some provisions stands. */
export const verdictsOn = (here: Here, provisionIds: readonly string[]) =>
	here.tx
		.selectFrom('overlap_verdict')
		.leftJoin('link', (on) =>
			on
				.onRef('link.workspace_id', '=', 'overlap_verdict.workspace_id')
				.onRef('link.id', '=', 'overlap_verdict.link_id')
		)
		.select(['overlap_verdict.id', 'overlap_verdict.first_id', 'overlap_verdict.second_id', 'overlap_verdict.verdict'])
		.select(['overlap_verdict.reason', 'overlap_verdict.created_at', 'overlap_verdict.link_id', 'link.type'])
		.select(sql<boolean>`coalesce(link.state <> 'withdrawn', false)`.as('stands'))
		.where('overlap_verdict.workspace_id', '=', here.workspace.id)
		.where((where) =>
			where.or([
				where('overlap_verdict.first_id', '=', anyOf(provisionIds)),
				where('overlap_verdict.second_id', '=', anyOf(provisionIds))
			])
		)
		.orderBy('overlap_verdict.created_at', 'desc')
		.orderBy('overlap_verdict.id')
		.execute()

/**
 * The pairs with one of some provisions that are not suggested: rejected ones, and those that a relation joins already, whoever
 * entered it. An accepted pair whose relation was withdrawn may be suggested again.
 */
export async function settledPairs(here: Here, provisionIds: readonly string[]): Promise<Set<string>> {
	const [verdicts, links] = await Promise.all([
		verdictsOn(here, provisionIds),
		here.tx
			.selectFrom('link')
			.select(['from_id', 'to_id'])
			.where('workspace_id', '=', here.workspace.id)
			.where('type', 'in', CLASHES)
			.where('state', '<>', 'withdrawn')
			.where((where) =>
				where.or([where('from_id', '=', anyOf(provisionIds)), where('to_id', '=', anyOf(provisionIds))])
			)
			.execute()
	])
	return new Set([
		...verdicts
			.filter(({ verdict, stands }) => verdict === 'rejected' || stands)
			.map(({ first_id, second_id }) => pairKey(first_id, second_id)),
		...links.map(({ from_id, to_id }) => pairKey(from_id, to_id))
	])
}
