import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { Day, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid, isRefusal } from '#platform/operation/refusal.ts'
import { sittingOf } from '../decision/take-part.server.ts'
import { getDecisionRow, getMeetingRow, getWrittenProcedureRow } from '../find-deliberation.server.ts'
import { ANSWERS, isHeld, moveOfAnswer, type Answer } from '../rules.ts'
import { daysOf, done, NOWHERE, openHop, stateAfter } from './chain-commands.ts'
import {
	dayOf,
	getStanding,
	getStandings,
	lockAll,
	mayBe,
	showTo,
	type HopRow,
	type Standing
} from './find-recommendation.server.ts'
import { Done, Items, languageOf } from './recommendation-fields.server.ts'
import { lastDayOf, whyNotAnswerThere } from './recommendation-rules.ts'
import { levelTokens, showToAddressee } from './seen-by.server.ts'

const Answering = {
	answer: z.enum(ANSWERS),
	reasons: Text(4_000),
	/** The language the reasons are written in; the first of the workspace where it is left out. */
	language: Text(3).optional(),
	/** The meeting in which it was decided. */
	meeting: Reference.optional(),
	/** The decision that says so. */
	decision: Reference.optional(),
	/** The written procedure by which it was decided. */
	writtenProcedure: Reference.optional(),
	/** The text by which an actor answers: a letter, a Cabinet minute. */
	basis: Text(500).optional(),
	/** The day of the answer; by default that of the meeting or the decision, where it is not before what happened last. */
	day: Day.optional()
}

type Where = { meeting?: string | undefined; decision?: string | undefined; writtenProcedure?: string | undefined }
type Decided = {
	meetingId: string | null
	decisionId: string | null
	structureId: string | null
	day: string | null
	/** The last day of the meeting, or that of the decision: nothing that came later was before it. */
	lastDay: string | null
}

const inField = <T>(field: string, asked: Promise<T>) =>
	asked.catch((error: unknown) => {
		if (!isRefusal(error, 'absent')) throw error
		throw invalid([{ path: [field], code: 'platform.field.no-such-record', params: error.params }])
	})

/** The decision that a written procedure made. */
async function resultOf(here: Here, writtenProcedure: string): Promise<string> {
	const { row } = await inField('writtenProcedure', getWrittenProcedureRow(here, writtenProcedure))
	if (row.subject !== 'decision' || row.result_id === null)
		throw invalid([{ path: ['writtenProcedure'], code: 'deliberation.recommendation-procedure-decided-nothing' }])
	return row.result_id
}

/** The meeting and the decision in which something was answered; a body without quorum decides nothing where its rules say so. */
async function decidedIn(here: Here, { meeting, writtenProcedure, ...named }: Where): Promise<Decided> {
	const decision =
		named.decision ?? (writtenProcedure === undefined ? undefined : await resultOf(here, writtenProcedure))
	const decided = decision === undefined ? undefined : await inField('decision', getDecisionRow(here, decision))
	const meetingId = meeting ?? decided?.row.meeting_id ?? undefined
	const held = meetingId === undefined ? undefined : await inField('meeting', getMeetingRow(here, meetingId))
	if (decided && decided.row.state !== 'in-force')
		throw invalid([{ path: ['decision'], code: 'deliberation.recommendation-decision-not-in-force' }])
	if (held) {
		const takesPlace = held.row.state === 'called' && held.row.day <= here.today
		if (!isHeld(held.row.state) && !takesPlace)
			throw invalid([{ path: ['meeting'], code: 'deliberation.recommendation-meeting-not-held' }])
		const { isQuorate, forbidsWithoutQuorum } = await sittingOf(here, held.row)
		if (forbidsWithoutQuorum && isQuorate === false) throw conflict('deliberation.recommendation-without-quorum')
		if (decided && decided.row.structure_id !== held.row.structure_id)
			throw invalid([{ path: ['decision'], code: 'deliberation.recommendation-decided-in-other-body' }])
		if (decided && decided.row.meeting_id !== held.id)
			throw invalid([{ path: ['decision'], code: 'deliberation.recommendation-decided-in-other-meeting' }])
	}
	return {
		meetingId: held?.id ?? null,
		decisionId: decided?.id ?? null,
		structureId: held?.row.structure_id ?? decided?.row.structure_id ?? null,
		day: decided?.row.decided_day ?? held?.row.day ?? null,
		lastDay: decided?.row.decided_day ?? held?.row.local_end.slice(0, 10) ?? null
	}
}

type Given = {
	answer: Answer
	reasons: string
	language: string
	basis: string | undefined
	day: string | undefined
	jointId: string | null
	decided: Decided
}

async function answerOne(here: Writing, recommendation: Standing, given: Given) {
	const { answer, reasons, language, basis, jointId, decided } = given
	const state = stateAfter(recommendation, moveOfAnswer(answer))
	const hop = await openHop(here, recommendation)
	if (decided.structureId !== null && decided.structureId !== hop.to_structure_id)
		throw invalid([
			{
				path: [decided.decisionId === null ? 'meeting' : 'decision'],
				code: 'deliberation.recommendation-decided-elsewhere',
				params: { reference: recommendation.reference }
			}
		])
	if (decided.lastDay !== null && decided.lastDay < hop.submitted_day)
		throw invalid([
			{
				path: [decided.decisionId === null ? 'meeting' : 'decision'],
				code: 'deliberation.recommendation-decided-before',
				params: { reference: recommendation.reference, day: hop.submitted_day }
			}
		])
	const why = whyNotAnswerThere({
		isStructure: hop.to_structure_id !== null,
		isDecided: decided.structureId !== null,
		hasBasis: basis !== undefined
	})
	if (why) throw invalid([{ path: [hop.to_structure_id === null ? 'basis' : 'meeting'], code: why }])
	const before = daysOf(recommendation, hop)
	const day = dayOf(here, recommendation, given.day ?? lastDayOf([decided.day, ...before]) ?? undefined, before)
	await here.write.change('recommendation_hop', hop.id, {
		answered_day: day,
		answer,
		reasons,
		reasons_language: language,
		answer_basis: basis ?? null,
		joint_answer_id: jointId,
		meeting_id: decided.meetingId,
		decision_id: decided.decisionId
	})
	await here.write.change('recommendation', recommendation.id, {
		state,
		state_day: day,
		...holderAfter(answer, hop, day)
	})
	// Whoever is asked to answer questions must see them; of the structure that made it, those see it already who are to see it.
	const { audience, row } = recommendation
	const structureId = hop.from_structure_id === row.structure_id ? null : hop.from_structure_id
	if (answer === 'returned')
		await showTo(
			here,
			recommendation,
			levelTokens({ structureId, actorId: hop.from_actor_id }, audience, row.structure_id)
		)
	if (answer === 'accepted' || answer === 'accepted-in-part') await showToAddressee(here, recommendation)
}

// What is accepted stays with the level that accepted it; what is returned goes back to where it came from; what is declined
// lies nowhere any more.
function holderAfter(answer: Answer, hop: HopRow, day: string) {
	switch (answer) {
		case 'accepted':
		case 'accepted-in-part':
			return { held_since: day }
		case 'returned':
			return {
				holder_structure_id: hop.from_structure_id,
				holder_actor_id: hop.from_actor_id,
				held_since: hop.from_structure_id === null && hop.from_actor_id === null ? null : day
			}
		case 'declined':
			return NOWHERE
		default:
			return answer satisfies never
	}
}

/** Answers a recommendation, always with the reasons. */
export const answerRecommendation = command({
	name: 'recommendation.answer',
	input: z.strictObject({ recommendation: Reference, version: Version, ...Answering }),
	output: Done,
	about: (here, { recommendation }) => getStanding(here, recommendation),
	allow: (_here, recommendation, { answer }) => mayBe(recommendation, moveOfAnswer(answer)),
	async run(
		here,
		{ answer, reasons, language: said, basis, day, recommendation: _named, version: _version, ...where },
		recommendation
	) {
		const language = languageOf(here, said)
		const decided = await decidedIn(here, where)
		await answerOne(here, recommendation, { answer, reasons, language, basis, day, jointId: null, decided })
		return done(recommendation)
	}
})

/** Gives several recommendations one answer: all of them, or none. */
export const answerTogether = command({
	name: 'recommendation.answerTogether',
	input: z.strictObject({ items: Items, ...Answering }),
	output: z.object({ answered: z.int(), joint: z.string() }),
	about: (here, { items }) =>
		getStandings(
			here,
			items.map(({ id }) => id)
		),
	allow: (_here, recommendations, { answer }) => recommendations.every((one) => mayBe(one, moveOfAnswer(answer))),
	async run(here, { items, answer, reasons, language: said, basis, day, ...where }, recommendations) {
		const language = languageOf(here, said)
		await lockAll(here, recommendations, items)
		const decided = await decidedIn(here, where)
		const joint = uuid()
		for (const one of recommendations)
			await answerOne(here, one, { answer, reasons, language, basis, day, jointId: joint, decided })
		return { answered: recommendations.length, joint }
	}
})
