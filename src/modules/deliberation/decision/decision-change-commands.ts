import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { areaIds, areaRows, putAreas } from '#modules/directory/find-areas.server.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Clearable, Day, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { getDecisionRow } from '../find-deliberation.server.ts'
import { runsMeetings } from '../rules.ts'
import {
	addPositions,
	countedIn,
	namedIn,
	refusePositions,
	Voting,
	type VotingInput
} from './decision-positions.server.ts'
import { meetingStateOf } from './decision-queries.ts'
import { decisionNamed, replaceOne, type FoundDecision } from './decision-replacing.server.ts'
import {
	countsOf,
	faultOfVote,
	MANNERS,
	NAMED,
	paramsOfVote,
	STANCES,
	VOTES,
	whyNotMoveDecision,
	type Manner,
	type Vote
} from './decision-rules.ts'
import { presenceOf, tableOf } from './take-part.server.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

async function refuseMove(here: Here, found: FoundDecision, move: 'change' | 'note' | 'replace' | 'revoke') {
	if (found.state !== 'active') throw conflict('deliberation.decision-withdrawn')
	const { state, manner, meeting_id } = found.row
	const why = whyNotMoveDecision({ state, manner, meeting: await meetingStateOf(here, meeting_id) }, move)
	if (why) throw conflict(why, { decision: found.reference })
}

/** Puts the words of a decision right, until the minutes of its meeting are adopted. */
export const changeDecision = command({
	name: 'decision.change',
	input: z.strictObject({
		decision: Reference,
		version: Version,
		title: Name(300).optional(),
		text: Text(50_000).optional(),
		language: Language.optional(),
		basis: Clearable(Text(2_000)),
		effect: Clearable(Day),
		manner: z.enum(MANNERS).exclude(['written-procedure']).optional(),
		...Voting,
		areas: z.array(Reference).max(60).optional(),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { decision }) => getDecisionRow(here, decision),
	allow: ({ seat }, decision) => runsMeetings(seat, decision),
	async run(here, input, decision) {
		await refuseMove(here, decision, 'change')
		const { row } = decision
		const effect = input.effect === undefined ? row.effect_day : input.effect
		if (effect !== null && effect < row.decided_day)
			throw invalid([{ path: ['effect'], code: 'deliberation.effect-before-decision' }])
		if (input.title) await here.write.changeRecord(decision.id, { title: namesOf(here, input.title, 'title') })
		await here.write.change('decision', decision.id, {
			text: input.text,
			language: input.language,
			basis: input.basis,
			effect_day: input.effect,
			...(await retaken(here, decision, input))
		})
		if (input.areas) await putAreas(here, decision.id, await areaIds(here, input.areas))
		return { id: decision.id, reference: decision.reference }
	}
})

const saysHow = (input: VotingInput & { manner?: Manner | undefined }) =>
	input.manner !== undefined || countedIn(input) !== null || VOTES.some((vote) => input[NAMED[vote]] !== undefined)

type Retaken = VotingInput & { manner?: Manner | undefined; areas?: readonly string[] | undefined }

/** The manner and the counts put right; the votes by name are replaced whole, reservations and objections stay. */
async function retaken(here: Writing, { id, row }: FoundDecision, input: Retaken) {
	if (!saysHow(input)) return {}
	const manner = input.manner ?? row.manner
	const table = await tableOf(here, row.structure_id, row.decided_day)
	const rows = await positionRows(here, id)
	const areas = input.areas ? await areaIds(here, input.areas) : (await areaRows(here, id)).map((one) => one.area_id)
	const isNamedAnew = VOTES.some((vote) => input[NAMED[vote]] !== undefined)
	const named = isNamedAnew ? await namedIn(here, input) : namedOf(manner === 'vote' ? rows : [])
	const given = countedIn(input)
	const kept = manner === 'vote' && row.votes_for !== null && !isNamedAnew ? countsOfRow(row) : null
	const vote = {
		manner,
		counts: given ?? kept,
		named,
		...(await presenceOf(here, row.meeting_id, table))
	}
	const fault = faultOfVote(vote)
	if (fault) throw invalid([{ path: [fault.field], code: fault.code, params: paramsOfVote(vote) }])
	const wanted = new Map(VOTES.flatMap((one) => named[one].map((actorId) => [actorId, one] as const)))
	const stances = new Map(rows.map((one) => [one.actor_id, one]))
	await refusePositions(
		here,
		{ structureId: row.structure_id, day: row.decided_day, table, areas },
		manner,
		[...new Set([...wanted.keys(), ...rows.filter((one) => one.stance !== null).map((one) => one.actor_id)])].map(
			(actorId) => ({
				actorId,
				vote: wanted.get(actorId) ?? null,
				stance: stances.get(actorId)?.stance ?? null,
				text: null,
				field: wanted.has(actorId) ? NAMED[wanted.get(actorId) ?? 'for'] : 'manner'
			})
		)
	)
	for (const one of rows) {
		const now = wanted.get(one.actor_id) ?? null
		if (now === null && one.stance === null) await here.write.remove('decision_position', one.id)
		else if (now !== one.vote) await here.write.change('decision_position', one.id, { vote: now })
	}
	await here.write.addAll(
		'decision_position',
		[...wanted].flatMap(([actor_id, cast]) =>
			stances.has(actor_id) ? [] : [{ decision_id: id, actor_id, vote: cast, stance: null, text: null }]
		)
	)
	const counted = manner === 'vote' ? countsOf(vote) : null
	return {
		manner,
		votes_for: counted?.for ?? null,
		votes_against: counted?.against ?? null,
		votes_abstaining: counted?.abstaining ?? null
	}
}

const countsOfRow = (row: FoundDecision['row']) => ({
	for: row.votes_for ?? 0,
	against: row.votes_against ?? 0,
	abstaining: row.votes_abstaining ?? 0
})

const positionRows = (here: Here, decisionId: string) =>
	here.tx
		.selectFrom('decision_position')
		.select(['id', 'actor_id', 'vote', 'stance'])
		.where('workspace_id', '=', here.workspace.id)
		.where('decision_id', '=', decisionId)
		.orderBy('id')
		.execute()

function namedOf(rows: readonly { actor_id: string; vote: Vote | null }[]): Record<Vote, string[]> {
	const named: Record<Vote, string[]> = { for: [], against: [], abstaining: [] }
	for (const { actor_id, vote } of rows) if (vote !== null) named[vote].push(actor_id)
	return named
}

/** Notes a member's reservation or objection, or takes it back where none is given. */
export const noteOnDecision = command({
	name: 'decision.note',
	input: z.strictObject({
		decision: Reference,
		version: Version,
		actor: Reference,
		stance: z.enum(STANCES).nullable(),
		text: Text(10_000).optional()
	}),
	output: Done,
	about: (here, { decision }) => getDecisionRow(here, decision),
	allow: ({ seat }, decision) => runsMeetings(seat, decision),
	async run(here, { actor, stance, text }, decision) {
		await refuseMove(here, decision, 'note')
		const { row } = decision
		const actorId = await resolveField(here, 'actor', actor, 'actor')
		const known = (await positionRows(here, decision.id)).find((one) => one.actor_id === actorId)
		if (stance === null) {
			if (!known?.stance) throw conflict('deliberation.nothing-noted')
			if (known.vote === null) await here.write.remove('decision_position', known.id)
			else await here.write.change('decision_position', known.id, { stance: null, text: null })
			return { id: decision.id, reference: decision.reference }
		}
		const table = await tableOf(here, row.structure_id, row.decided_day)
		const position = { actorId, vote: known?.vote ?? null, stance, text: text ?? null, field: 'actor' }
		const areas = (await areaRows(here, decision.id)).map((one) => one.area_id)
		const where = { structureId: row.structure_id, day: row.decided_day, table, areas }
		await refusePositions(here, where, row.manner, [position])
		if (known) await here.write.change('decision_position', known.id, { stance, text: text ?? null })
		else await addPositions(here, decision.id, [position])
		return { id: decision.id, reference: decision.reference }
	}
})

/** Says that a later decision took the place of this one. */
export const replaceDecision = command({
	name: 'decision.replace',
	input: z.strictObject({ decision: Reference, version: Version, by: Reference, reason: Text(2_000).optional() }),
	output: Done,
	about: (here, { decision }) => getDecisionRow(here, decision),
	allow: ({ seat }, decision) => runsMeetings(seat, decision),
	async run(here, { by, reason }, decision) {
		await refuseMove(here, decision, 'replace')
		const later = await decisionNamed(here, by, 'by')
		await replaceOne(
			here,
			decision,
			{
				id: later.id,
				state: later.row.state,
				decidedDay: later.row.decided_day,
				structureId: later.row.structure_id
			},
			reason ?? null
		)
		return { id: decision.id, reference: decision.reference }
	}
})

/** Revokes a decision, with the reason; it stays to be read, and says that it no longer holds. */
export const revokeDecision = command({
	name: 'decision.revoke',
	input: z.strictObject({ decision: Reference, version: Version, reason: Text(2_000) }),
	output: Done,
	about: (here, { decision }) => getDecisionRow(here, decision),
	allow: ({ seat }, decision) => runsMeetings(seat, decision),
	async run(here, { reason }, decision) {
		await refuseMove(here, decision, 'revoke')
		await here.write.change('decision', decision.id, { state: 'revoked', state_reason: reason })
		return { id: decision.id, reference: decision.reference }
	}
})
