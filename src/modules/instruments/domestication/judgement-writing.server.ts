import type { Origin } from '#platform/database/tables.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { whyNotJudgeOn, whyNotWithoutLaw, type Verdict } from './domestication-rules.ts'

/** A judgement as it is about to stand, of an obligation that is locked. */
export type NewJudgement = {
	obligationId: string
	policyId: string | null
	provisionId: string | null
	verdict: Verdict
	reason: string
	language: string
	day: string
	seatId: string | null
	reviewer: string | null
	origin: Origin
	source: string | null
	year: number | null
	note: string | null
}

type Pair = Pick<NewJudgement, 'obligationId' | 'policyId' | 'provisionId'>

const pairOf = ({ obligationId, policyId, provisionId }: Pair) =>
	[obligationId, policyId ?? '', provisionId ?? ''].join(' ')

async function standingOf(here: Here, obligationIds: readonly string[]) {
	const rows = await here.tx
		.selectFrom('judgement')
		.select(['id', 'obligation_id', 'policy_id', 'provision_id', 'day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('obligation_id', '=', anyOf(obligationIds))
		.where('state', '=', 'stands')
		.execute()
	return new Map(
		rows.map((row) => [
			pairOf({ obligationId: row.obligation_id, policyId: row.policy_id, provisionId: row.provision_id }),
			row
		])
	)
}

/** The first day on which the instrument of each obligation can have been adopted, where that is known. */
async function adoptedOf(here: Here, obligationIds: readonly string[]) {
	const rows = await here.tx
		.selectFrom('obligation')
		.innerJoin('instrument', (on) =>
			on
				.onRef('instrument.workspace_id', '=', 'obligation.workspace_id')
				.onRef('instrument.id', '=', 'obligation.instrument_id')
		)
		.select(['obligation.id', 'instrument.adopted_first'])
		.where('obligation.workspace_id', '=', here.workspace.id)
		.where('obligation.id', '=', anyOf(obligationIds))
		.execute()
	return new Map(rows.map((row) => [row.id, row.adopted_first]))
}

/**
 * Lets judgements stand: whatever stood of the same obligation and the same law or provision is replaced from that day on, and stays
 * readable. The obligations are locked before. Refuses a day in the future, before the instrument was adopted or before that of what
 * it replaces, and a verdict that only a law can have; `place` says where each stands in the input.
 */
export async function storeJudgements(
	here: Writing,
	judgements: readonly NewJudgement[],
	place: (index: number, field: 'day' | 'verdict') => readonly (string | number)[] = (_index, field) => [field]
): Promise<string[]> {
	const obligationIds = judgements.map(({ obligationId }) => obligationId)
	const standing = await standingOf(here, obligationIds)
	const adoptedBy = await adoptedOf(here, obligationIds)
	const faults = judgements.flatMap((one, index) => {
		const before = standing.get(pairOf(one)) ?? null
		const adopted = adoptedBy.get(one.obligationId) ?? null
		const ofDay = whyNotJudgeOn(one.day, { today: here.today, adopted, standing: before?.day ?? null })
		const bound = ofDay === 'instruments.judged-before-adoption' ? adopted : before?.day
		const ofVerdict = whyNotWithoutLaw(one.verdict, one.policyId !== null)
		return [
			...(ofDay ? [{ path: place(index, 'day'), code: ofDay, params: { day: bound ?? here.today } }] : []),
			...(ofVerdict ? [{ path: place(index, 'verdict'), code: ofVerdict }] : [])
		]
	})
	if (faults.length > 0) throw invalid(faults)
	await here.write.changeAll(
		'judgement',
		judgements.flatMap((one) => {
			const before = standing.get(pairOf(one))
			return before ? [{ id: before.id, fields: { state: 'replaced' as const, until_day: one.day } }] : []
		})
	)
	return here.write.addAll(
		'judgement',
		judgements.map((one) => ({
			obligation_id: one.obligationId,
			policy_id: one.policyId,
			provision_id: one.provisionId,
			verdict: one.verdict,
			reason: one.reason,
			language: one.language,
			day: one.day,
			seat_id: one.seatId,
			reviewer: one.reviewer,
			state: 'stands' as const,
			until_day: null,
			state_reason: null,
			origin: one.origin,
			origin_source: one.source,
			origin_year: one.year,
			origin_note: one.note
		}))
	)
}
