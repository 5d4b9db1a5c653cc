import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { anyOf, getRecord, RecordHead, RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { bestVerdict, countsAs, type Verdict } from './domestication-rules.ts'
import { seenJudgements } from './judgement-queries.ts'
import { Review, reviewsOf } from './reviews.server.ts'

const CarriedBy = z.object({
	instrument: RecordReference,
	/** All obligations of the instrument that the reader may see, judged against this law or not. */
	obligations: z.int(),
	met: z.int(),
	partly: z.int(),
	notMet: z.int(),
	notApplicable: z.int()
})

export const Carries = z.object({
	policy: RecordHead,
	stage: z.string(),
	/** False for what is not known to hold: what was judged of it counts for no instrument. */
	counts: z.boolean(),
	met: z.int(),
	partly: z.int(),
	notMet: z.int(),
	notApplicable: z.int(),
	instruments: z.array(CarriedBy),
	/** What reviews found of the law, against the instruments it must be aligned with. */
	reviews: z.array(Review)
})

async function obligationsOf(here: Here, instrumentIds: readonly string[]) {
	const rows = await here.tx
		.selectFrom('obligation')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'obligation.workspace_id').onRef('record.id', '=', 'obligation.id')
		)
		.select('obligation.instrument_id')
		.select((select) => select.fn.countAll<number>().as('obligations'))
		.where('obligation.workspace_id', '=', here.workspace.id)
		.where('obligation.instrument_id', '=', anyOf(instrumentIds))
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')
		.groupBy('obligation.instrument_id')
		.execute()
	return new Map(rows.map((row) => [row.instrument_id, row.obligations]))
}

const countOf = (verdicts: readonly (Verdict | null)[]) => {
	const many = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length
	return {
		met: many('met'),
		partly: many('partly'),
		notMet: many('not-met'),
		notApplicable: many('not-applicable')
	}
}

/** What a law carries: of each instrument it was judged against, how many obligations it meets, by the best of its provisions. */
export const getCarries = query({
	name: 'domestication.ofPolicy',
	input: z.strictObject({ policy: Reference }),
	output: Carries,
	about: (here, { policy }) => getRecord(here, 'policy', policy),
	allow: everyone,
	async run(here, _input, policy) {
		const [{ form, stage }, rows, reviews] = await Promise.all([
			here.tx
				.selectFrom('policy')
				.select(['form', 'stage'])
				.where('workspace_id', '=', here.workspace.id)
				.where('id', '=', policy.id)
				.executeTakeFirstOrThrow(),
			seenJudgements(here)
				.select(['obligation.instrument_id', 'judgement.obligation_id', 'judgement.verdict'])
				.distinct()
				.where('judgement.policy_id', '=', policy.id)
				.where('judgement.state', '=', 'stands')
				.where('record.state', '=', 'active')
				.execute(),
			reviewsOf(here, { policyId: policy.id })
		])
		const ofInstruments = Map.groupBy(rows, (row) => row.instrument_id)
		const [references, totals] = await Promise.all([
			referencesOf(here, [...ofInstruments.keys()]),
			obligationsOf(here, [...ofInstruments.keys()])
		])
		const best = (some: typeof rows) =>
			[...Map.groupBy(some, (row) => row.obligation_id).values()].map((ofOne) =>
				bestVerdict(ofOne.map(({ verdict }) => verdict))
			)
		const instruments = [...ofInstruments].flatMap(([id, some]) => {
			const instrument = references.get(id)
			return instrument ? [{ instrument, obligations: totals.get(id) ?? 0, ...countOf(best(some)) }] : []
		})
		const { language } = here.workspace
		const called = (one: (typeof instruments)[number]) => one.instrument.title[language] ?? one.instrument.reference
		return {
			policy,
			stage,
			counts: countsAs({ form, stage }) === 'held',
			...countOf(best(rows)),
			instruments: instruments.toSorted((one, other) => called(one).localeCompare(called(other), language)),
			reviews
		}
	}
})
