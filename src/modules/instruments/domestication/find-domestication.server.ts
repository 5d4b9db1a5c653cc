import { resolveField } from '#modules/directory/find-directory.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import { findRecord, getRecord, type RecordHead } from '#platform/records/find-record.server.ts'

/** An instrument's record, as its obligations and its road map are about it. */
export const getInstrumentHead = (here: Here, instrument: string) => getRecord(here, 'instrument', instrument)

/** An obligation's record with the row that says of which instrument it is. */
export async function getObligationRow(here: Here, obligation: string) {
	const record = await getRecord(here, 'obligation', obligation)
	const row = await here.tx
		.selectFrom('obligation')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return { ...record, row }
}

/** A judgement with the record of its obligation. Absent where the seat may not see that, or the law that was judged. */
export async function getJudgementRow(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('judgement')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	const obligation = row && (await findRecord(here, 'obligation', row.obligation_id))
	const isLawSeen = !row || row.policy_id === null || (await findRecord(here, 'policy', row.policy_id)) !== undefined
	if (!row || !obligation || !isLawSeen) throw absent('instruments.no-such-judgement')
	return { ...obligation, row }
}

/** An instrument reached by a step of its road map; absent where the seat may not see it. */
export async function getInstrumentOfStep(here: Here, id: string) {
	const step = await here.tx
		.selectFrom('road_map_step')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	const instrument = step && (await findRecord(here, 'instrument', step.instrument_id))
	if (!step || !instrument) throw absent('instruments.no-such-step')
	return { ...instrument, step }
}

/** As `getInstrumentOfStep`, by an obstacle. */
export async function getInstrumentOfObstacle(here: Here, id: string) {
	const obstacle = await here.tx
		.selectFrom('road_map_obstacle')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	const instrument = obstacle && (await findRecord(here, 'instrument', obstacle.instrument_id))
	if (!obstacle || !instrument) throw absent('instruments.no-such-obstacle')
	return { ...instrument, obstacle }
}

/** Nothing is added to what was withdrawn. */
export function refuseWithdrawn({ state, reference }: Pick<RecordHead, 'state' | 'reference'>) {
	if (state !== 'active') throw conflict('instruments.record-withdrawn', { reference })
}

/** The law, and the provision of it, that a judgement names; a provision of another law is a field to correct. */
export async function lawOf(
	here: Here,
	{ policy, provision }: { policy?: string | undefined; provision?: string | undefined }
): Promise<{ policyId: string | null; provisionId: string | null }> {
	const policyId = (await resolveField(here, 'policy', policy, 'policy')) ?? null
	const provisionId = (await resolveField(here, 'provision', provision, 'provision')) ?? null
	if (provisionId === null) return { policyId, provisionId }
	const { policy_id: of } = await here.tx
		.selectFrom('provision')
		.select('policy_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', provisionId)
		.executeTakeFirstOrThrow()
	if (policyId !== null && policyId !== of)
		throw invalid([{ path: ['provision'], code: 'instruments.judged-provision-of-other-law' }])
	return { policyId: of, provisionId }
}
