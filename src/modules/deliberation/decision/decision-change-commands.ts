import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { areaIds, putAreas } from '#modules/directory/find-areas.server.ts'
import { Clearable, Day, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { getDecisionRow } from '../find-deliberation.server.ts'
import { heldState } from '../meeting/refuse-adopted.server.ts'
import { runsMeetings } from '../rules.ts'
import { Voting } from './decision-positions.server.ts'
import { decisionNamed, replaceOne, type FoundDecision } from './decision-replacing.server.ts'
import { MANNERS, STANCES, whyNotMoveDecision } from './decision-rules.ts'
import { areasOfTaken, noting, retaking } from './taking.server.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

async function refuseMove(here: Writing, found: FoundDecision, move: 'change' | 'note' | 'replace' | 'revoke') {
	if (found.state !== 'active') throw conflict('deliberation.decision-withdrawn')
	const { state, manner, meeting_id } = found.row
	const meeting = meeting_id === null ? null : await heldState(here, meeting_id)
	const why = whyNotMoveDecision({ state, manner, meeting }, move)
	if (why) throw conflict(why, { decision: found.reference })
}

const subjectOf = ({ id }: FoundDecision) => ({ kind: 'decision', id }) as const

/** Where a decision was taken, and what it deals with: the areas it is given now, or those it has. */
const placeOf = async (here: Here, { id, row }: FoundDecision, areas?: readonly string[]) => ({
	structureId: row.structure_id,
	meetingId: row.meeting_id,
	day: row.decided_day,
	areas: areas ? await areaIds(here, areas) : await areasOfTaken(here, id)
})

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
			...(await retaking(here, subjectOf(decision), { place: await placeOf(here, decision, input.areas), row }, input))
		})
		if (input.areas) await putAreas(here, decision.id, await areaIds(here, input.areas))
		return { id: decision.id, reference: decision.reference }
	}
})

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
	async run(here, input, decision) {
		await refuseMove(here, decision, 'note')
		const { manner } = decision.row
		await noting(here, subjectOf(decision), { place: await placeOf(here, decision), manner }, input)
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
