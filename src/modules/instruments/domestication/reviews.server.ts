import { z } from 'zod'
import type { Here } from '#platform/operation/operation.server.ts'
import { OriginOf, RecordReference, referencesOf, toOrigin } from '#platform/records/find-record.server.ts'
import { findingsIn } from './review-findings.ts'

export const Review = z.object({
	/** The relation that says it. */
	relation: z.string(),
	/** The law that was looked at, and what it must be aligned with. */
	policy: RecordReference,
	instrument: RecordReference,
	argument: z.string().nullable(),
	/** What is wrong, and in brackets what was asked for. */
	findings: z.array(z.string()),
	...OriginOf.omit({ note: true }).shape
})
export type Review = z.output<typeof Review>

const REVIEWS_MOST = 50

/**
 * What reviews found of laws that must be aligned with an instrument: those of one instrument, or those of one law. Both ends are
 * looked up, so that nothing is told of a law or an instrument that the seat may not see.
 */
export async function reviewsOf(here: Here, end: { instrumentId: string } | { policyId: string }) {
	const [column, id] =
		'instrumentId' in end ? (['link.to_id', end.instrumentId] as const) : (['link.from_id', end.policyId] as const)
	const rows = await here.tx
		.selectFrom('link')
		.select(['id', 'from_id', 'to_id', 'argument', 'origin', 'origin_source', 'origin_year', 'origin_note'])
		.where('link.workspace_id', '=', here.workspace.id)
		.where('link.type', '=', 'needs-alignment-with')
		.where('link.state', 'in', ['open', 'being-resolved'])
		.where('link.origin_note', 'is not', null)
		.where(column, '=', id)
		.orderBy('link.created_at')
		.orderBy('link.id')
		.limit(REVIEWS_MOST)
		.execute()
	const told = rows
		.map((row) => ({ row, findings: findingsIn(row.origin_note) }))
		.filter(({ findings }) => findings.length > 0)
	if (told.length === 0) return []
	const references = await referencesOf(
		here,
		told.flatMap(({ row }) => [row.from_id, row.to_id])
	)
	return told.flatMap(({ row, findings }) => {
		const [policy, instrument] = [references.get(row.from_id), references.get(row.to_id)]
		if (policy?.kind !== 'policy' || instrument?.kind !== 'instrument') return []
		const { note: _kept, ...origin } = toOrigin(row)
		return [{ relation: row.id, policy, instrument, argument: row.argument, findings, ...origin }]
	})
}
