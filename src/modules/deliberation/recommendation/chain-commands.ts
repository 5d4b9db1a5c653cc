import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Day, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { ENTERED } from '#platform/records/entered.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import {
	recommendationAfter,
	whyNotMoveRecommendation,
	type RecommendationMove,
	type RecommendationState
} from '../rules.ts'
import { actorsAbove, structuresAbove } from '../structures-above.server.ts'
import {
	dayOf,
	getStanding,
	hopsOf,
	mayBe,
	refuseWithdrawn,
	showTo,
	type HopRow,
	type Standing
} from './find-recommendation.server.ts'
import { Done } from './recommendation-fields.server.ts'
import { whyNotClimb } from './recommendation-rules.ts'
import { levelTokens } from './seen-by.server.ts'

const Moving = { recommendation: Reference, version: Version, day: Day.optional() }

/** The state a move leads to; refused, with the rule that stands in the way, where it leads to none. */
export function stateAfter(standing: Standing, move: RecommendationMove): RecommendationState {
	refuseWithdrawn(standing)
	const { row, reference } = standing
	const why = whyNotMoveRecommendation(row.state, move)
	if (why) throw conflict(why, { reference })
	const next = recommendationAfter(row.state, move)
	if (next === null) throw new Error(`a recommendation that is ${row.state} has no reason not to ${move}`)
	return next
}

export const lastHop = async (here: Here, { id }: Standing): Promise<HopRow | undefined> =>
	(await hopsOf(here, [id])).at(-1)

export const daysOf = ({ row }: Standing, hop: HopRow | undefined) => [
	row.state_day,
	hop?.submitted_day ?? null,
	hop?.received_day ?? null,
	hop?.review_day ?? null,
	hop?.answered_day ?? null
]

export const done = ({ id, reference }: Standing) => ({ id, reference })

type Target = { to?: string | undefined; toActor?: string | undefined; toNext?: true | undefined }

/** Where a recommendation is submitted to, once it is known to stand above where it lies. */
async function targetOf(here: Writing, { row }: Standing, { to, toActor, toNext }: Target) {
	if ([to, toActor, toNext].filter((one) => one !== undefined).length !== 1)
		throw invalid([{ path: ['to'], code: 'deliberation.recommendation-one-level' }])
	const fromStructureId = row.holder_actor_id === null ? (row.holder_structure_id ?? row.structure_id) : null
	const above = fromStructureId === null ? [] : await structuresAbove(here, fromStructureId)
	const climb = {
		above,
		isFromStructure: fromStructureId !== null,
		fromActorId: row.holder_actor_id,
		actorsAbove: row.holder_actor_id === null ? [] : await actorsAbove(here, row.holder_actor_id)
	}
	const from = { fromStructureId, fromActorId: row.holder_actor_id }
	if (toActor === undefined) {
		const structureId = to === undefined ? await nextOf(here, above) : await resolveField(here, 'structure', to, 'to')
		if (structureId === undefined) throw conflict('deliberation.recommendation-nothing-above')
		const why = whyNotClimb({ ...climb, to: { structureId } })
		if (why) throw conflict(why)
		const { declared_status } = await here.tx
			.selectFrom('structure')
			.select('declared_status')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', structureId)
			.executeTakeFirstOrThrow()
		if (declared_status === 'dissolved') throw conflict('deliberation.recommendation-to-dissolved')
		return { ...from, structureId, actorId: null }
	}
	const actorId = await resolveField(here, 'actor', toActor, 'toActor')
	const { kind } = await here.tx
		.selectFrom('actor')
		.select('kind')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', actorId)
		.executeTakeFirstOrThrow()
	const why = whyNotClimb({ ...climb, to: { actorId, kind, isAddressee: row.addressee_actor_id === actorId } })
	if (why) throw conflict(why)
	return { ...from, structureId: null, actorId }
}

/** The nearest of several structures, nearest first, that was not dissolved. */
async function nextOf(here: Here, above: readonly string[]): Promise<string | undefined> {
	const rows = await here.tx
		.selectFrom('structure')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(above))
		.where('declared_status', '<>', 'dissolved')
		.execute()
	return above.find((id) => rows.some((row) => row.id === id))
}

/**
 * Submits a recommendation to a level above the one where it lies. A level that has it and has not answered passes it on: its
 * clock stops on that day, and that of the next begins.
 */
export const submitRecommendation = command({
	name: 'recommendation.submit',
	input: z.strictObject({
		...Moving,
		/** The structure above. */
		to: Reference.optional(),
		/** The actor above the last structure: Cabinet, a minister, whoever is asked. */
		toActor: Reference.optional(),
		/** The structure next above, where the seat does not see which it is. */
		toNext: z.literal(true).optional(),
		/** What is said to that level with it: why it is passed on, or the answer to its questions. */
		note: Text(2_000).optional()
	}),
	output: Done.extend({ hop: z.string() }),
	about: (here, { recommendation }) => getStanding(here, recommendation),
	allow: (_here, recommendation) => mayBe(recommendation, 'submit'),
	async run(here, input, recommendation) {
		const state = stateAfter(recommendation, 'submit')
		const target = await targetOf(here, recommendation, input)
		const before = await lastHop(here, recommendation)
		const day = dayOf(here, recommendation, input.day, daysOf(recommendation, before))
		if (before && before.answered_day === null)
			await here.write.change('recommendation_hop', before.id, {
				answered_day: day,
				answer: 'passed-on'
			})
		const hop = await here.write.add('recommendation_hop', {
			recommendation_id: recommendation.id,
			position: (before?.position ?? 0) + 1,
			from_structure_id: target.fromStructureId,
			from_actor_id: target.fromActorId,
			to_structure_id: target.structureId,
			to_actor_id: target.actorId,
			submitted_day: day,
			note: input.note ?? null,
			received_day: null,
			review_day: null,
			answered_day: null,
			answer: null,
			reasons: null,
			answer_basis: null,
			joint_answer_id: null,
			meeting_id: null,
			decision_id: null,
			...ENTERED
		})
		await here.write.change('recommendation', recommendation.id, {
			state,
			state_day: day,
			holder_structure_id: target.structureId,
			holder_actor_id: target.actorId,
			held_since: day
		})
		const { audience, row } = recommendation
		await showTo(here, recommendation, levelTokens(target, audience, row.structure_id))
		return { ...done(recommendation), hop }
	}
})

/** The level that has a recommendation and has not answered it. */
export async function openHop(here: Here, recommendation: Standing): Promise<HopRow> {
	const hop = await lastHop(here, recommendation)
	if (!hop || hop.answered_day !== null)
		throw conflict('deliberation.recommendation-not-submitted', { reference: recommendation.reference })
	return hop
}

/** Says that a level has a recommendation before it. */
export const receiveRecommendation = command({
	name: 'recommendation.receive',
	input: z.strictObject(Moving),
	output: Done,
	about: (here, { recommendation }) => getStanding(here, recommendation),
	allow: (_here, recommendation) => mayBe(recommendation, 'receive'),
	async run(here, input, recommendation) {
		const state = stateAfter(recommendation, 'receive')
		const hop = await openHop(here, recommendation)
		const day = dayOf(here, recommendation, input.day, daysOf(recommendation, hop))
		await here.write.change('recommendation_hop', hop.id, { received_day: day })
		await here.write.change('recommendation', recommendation.id, { state, state_day: day })
		return done(recommendation)
	}
})

/** Says that a level deals with a recommendation. */
export const reviewRecommendation = command({
	name: 'recommendation.review',
	input: z.strictObject(Moving),
	output: Done,
	about: (here, { recommendation }) => getStanding(here, recommendation),
	allow: (_here, recommendation) => mayBe(recommendation, 'review'),
	async run(here, input, recommendation) {
		const state = stateAfter(recommendation, 'review')
		const hop = await openHop(here, recommendation)
		const day = dayOf(here, recommendation, input.day, daysOf(recommendation, hop))
		await here.write.change('recommendation_hop', hop.id, { review_day: day })
		await here.write.change('recommendation', recommendation.id, { state, state_day: day })
		return done(recommendation)
	}
})

/** What lies nowhere any more. */
export const NOWHERE = { holder_structure_id: null, holder_actor_id: null, held_since: null }

/** Says that work on an accepted recommendation has begun. */
export const implementRecommendation = command({
	name: 'recommendation.implement',
	input: z.strictObject({ ...Moving, reason: Text(2_000).optional() }),
	output: Done,
	about: (here, { recommendation }) => getStanding(here, recommendation),
	allow: (_here, recommendation) => mayBe(recommendation, 'implement'),
	async run(here, input, recommendation) {
		const state = stateAfter(recommendation, 'implement')
		const day = dayOf(here, recommendation, input.day, daysOf(recommendation, await lastHop(here, recommendation)))
		await here.write.change('recommendation', recommendation.id, { state, state_day: day })
		return done(recommendation)
	}
})

/** Says that a recommendation is implemented, and by what. */
export const completeRecommendation = command({
	name: 'recommendation.complete',
	input: z.strictObject({ ...Moving, reason: Text(2_000) }),
	output: Done,
	about: (here, { recommendation }) => getStanding(here, recommendation),
	allow: (_here, recommendation) => mayBe(recommendation, 'complete'),
	async run(here, input, recommendation) {
		const state = stateAfter(recommendation, 'complete')
		const day = dayOf(here, recommendation, input.day, daysOf(recommendation, await lastHop(here, recommendation)))
		await here.write.change('recommendation', recommendation.id, { state, state_day: day, ...NOWHERE })
		return done(recommendation)
	}
})

/** Lets a recommendation lapse: overtaken, given up, or out of time. Where it still waited for an answer, that clock stops. */
export async function lapseOne(here: Writing, recommendation: Standing, said: string | undefined): Promise<void> {
	const state = stateAfter(recommendation, 'lapse')
	const hop = await lastHop(here, recommendation)
	const day = dayOf(here, recommendation, said, daysOf(recommendation, hop))
	if (hop && hop.answered_day === null)
		await here.write.change('recommendation_hop', hop.id, { answered_day: day, answer: 'ended' })
	await here.write.change('recommendation', recommendation.id, { state, state_day: day, ...NOWHERE })
}

export const lapseRecommendation = command({
	name: 'recommendation.lapse',
	input: z.strictObject({ ...Moving, reason: Text(2_000) }),
	output: Done,
	about: (here, { recommendation }) => getStanding(here, recommendation),
	allow: (_here, recommendation) => mayBe(recommendation, 'lapse'),
	async run(here, { day }, recommendation) {
		await lapseOne(here, recommendation, day)
		return done(recommendation)
	}
})
