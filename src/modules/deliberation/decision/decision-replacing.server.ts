import { resolveField } from '#modules/directory/find-directory.server.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { getDecisionRow } from '../find-deliberation.server.ts'
import { whyNotReplace } from './decision-rules.ts'
import { isSameOrAbove } from './take-part.server.ts'

export type FoundDecision = Awaited<ReturnType<typeof getDecisionRow>>

/** The decision a field names. */
export async function decisionNamed(here: Here, reference: string, field: string): Promise<FoundDecision> {
	return getDecisionRow(here, await resolveField(here, 'decision', reference, field))
}

type Later = { id: string; state: 'in-force' | 'replaced' | 'revoked'; decidedDay: string; structureId: string }

/** Marks an earlier decision as replaced by a later one, where the rules let that one take its place. */
export async function replaceOne(here: Writing, earlier: FoundDecision, later: Later, reason: string | null = null) {
	await here.write.lockRecord(earlier.id)
	const { row } = await getDecisionRow(here, earlier.id)
	const isOfSameOrHigher = await isSameOrAbove(here, later.structureId, row.structure_id)
	const why = whyNotReplace(
		{ id: earlier.id, state: row.state, decidedDay: row.decided_day },
		{ ...later, isOfSameOrHigher }
	)
	if (why) throw conflict(why, { decision: earlier.reference })
	await here.write.change('decision', earlier.id, { state: 'replaced', replaced_by_id: later.id, state_reason: reason })
	here.write.mention(later.id)
}
