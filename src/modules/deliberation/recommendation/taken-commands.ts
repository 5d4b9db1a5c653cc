import { z } from 'zod'
import { Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { Voting } from '../decision/decision-positions.server.ts'
import { MEETING_MANNERS, STANCES } from '../decision/decision-rules.ts'
import { areasOfTaken, noting, retaking } from '../decision/taking.server.ts'
import { heldState } from '../meeting/refuse-adopted.server.ts'
import { runsMeetings } from '../rules.ts'
import { getStanding, meetingOf, type Standing } from './find-recommendation.server.ts'
import { Done } from './recommendation-fields.server.ts'
import { whyNotRetake } from './recommendation-rules.ts'

/** Where a recommendation was taken and what it deals with; refuses where that cannot be put right any more. */
async function placeOf(here: Writing, { id, reference, state, row }: Standing) {
	const held = row.meeting_id === null ? null : await heldState(here, row.meeting_id)
	const meeting = await meetingOf(here, row)
	const why = whyNotRetake({ isWithdrawn: state !== 'active', state: row.state, manner: row.manner, meeting: held })
	if (why !== null || meeting === null) throw conflict(why ?? 'deliberation.taken-outside-meeting', { reference })
	return { ...meeting, areas: await areasOfTaken(here, id) }
}

const subjectOf = ({ id }: Standing) => ({ kind: 'recommendation', id }) as const

/** Puts right how a meeting took a recommendation, until its minutes are adopted: the manner, the counts, and the votes by name. */
export const retakeRecommendation = command({
	name: 'recommendation.retake',
	input: z.strictObject({
		recommendation: Reference,
		version: Version,
		manner: z.enum(MEETING_MANNERS).optional(),
		...Voting,
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { recommendation }) => getStanding(here, recommendation),
	allow: ({ seat }, { maker }) => runsMeetings(seat, maker),
	async run(here, input, recommendation) {
		const { row } = recommendation
		const place = await placeOf(here, recommendation)
		const columns = await retaking(here, subjectOf(recommendation), { place, row }, input)
		await here.write.change('recommendation', recommendation.id, columns)
		return { id: recommendation.id, reference: recommendation.reference }
	}
})

/** Notes a member's reservation or objection on a recommendation of a meeting, or takes it back where none is given. */
export const noteOnRecommendation = command({
	name: 'recommendation.note',
	input: z.strictObject({
		recommendation: Reference,
		version: Version,
		actor: Reference,
		stance: z.enum(STANCES).nullable(),
		text: Text(10_000).optional()
	}),
	output: Done,
	about: (here, { recommendation }) => getStanding(here, recommendation),
	allow: ({ seat }, { maker }) => runsMeetings(seat, maker),
	async run(here, input, recommendation) {
		const { manner } = recommendation.row
		const place = await placeOf(here, recommendation)
		await noting(here, subjectOf(recommendation), { place, manner }, input)
		return { id: recommendation.id, reference: recommendation.reference }
	}
})
