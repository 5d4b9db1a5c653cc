import type { z } from 'zod'
import { areaRows } from '#modules/directory/find-areas.server.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import {
	countedIn,
	namedIn,
	positionsIn,
	refusePositions,
	type Noted,
	type Position,
	type VotingInput
} from './decision-positions.server.ts'
import {
	countsOf,
	faultOfVote,
	NAMED,
	paramsOfVote,
	VOTES,
	type Counts,
	type Manner,
	type Stance,
	type Taken,
	type Vote
} from './decision-rules.ts'
import { presenceOf, tableOf } from './take-part.server.ts'

/** What is taken: a decision or a recommendation, each with its positions in a table of its own. */
type Subject = { kind: 'decision' | 'recommendation'; id: string }

/** Where something is taken: by which structure, on which day, in which meeting, and what it deals with. */
type Place = { structureId: string; meetingId: string | null; day: string; areas: readonly string[] }

/** How something was taken, as its row keeps it. */
type Row = {
	manner: Manner | null
	votes_for: number | null
	votes_against: number | null
	votes_abstaining: number | null
}

type Taking<M> = VotingInput & { manner: M; positions?: readonly z.output<typeof Noted>[] | undefined }

const POSITIONS = { decision: 'decision_position', recommendation: 'recommendation_position' } as const

/** The first fault in a vote refuses it, at its field. */
function refuseFault(vote: Taken) {
	const fault = faultOfVote(vote)
	if (fault) throw invalid([{ path: [fault.field], code: fault.code, params: paramsOfVote(vote) }])
}

function votesOf(vote: Taken) {
	const counted = vote.manner === 'vote' ? countsOf(vote) : null
	return {
		votes_for: counted?.for ?? null,
		votes_against: counted?.against ?? null,
		votes_abstaining: counted?.abstaining ?? null
	}
}

/**
 * How something new is taken: the columns of its row, and what is noted of members. Refuses votes that do not add up, of more
 * than were there or of who was not, and positions of whoever may not have one.
 */
export async function taking<M extends Manner | null>(here: Here, place: Place, input: Taking<M>) {
	const { manner } = input
	const table = await tableOf(here, place.structureId, place.day)
	const named = await namedIn(here, input)
	const vote = { manner, counts: countedIn(input), named, ...(await presenceOf(here, place.meetingId, table)) }
	refuseFault(vote)
	const positions = await positionsIn(here, named, input.positions ?? [])
	await refusePositions(here, { ...place, table }, manner, positions)
	return { columns: { manner, ...votesOf(vote) }, positions }
}

/** Keeps what is noted of members. */
export const addPositions = (here: Writing, { kind, id }: Subject, positions: readonly Omit<Position, 'field'>[]) => {
	const rows = positions.map(({ actorId, vote, stance, text }) => ({ actor_id: actorId, vote, stance, text }))
	return kind === 'decision'
		? here.write.addAll(
				'decision_position',
				rows.map((row) => ({ ...row, decision_id: id }))
			)
		: here.write.addAll(
				'recommendation_position',
				rows.map((row) => ({ ...row, recommendation_id: id }))
			)
}

const saysHow = (input: VotingInput & { manner?: Manner | undefined }) =>
	input.manner !== undefined || countedIn(input) !== null || VOTES.some((vote) => input[NAMED[vote]] !== undefined)

const keptCounts = (row: Row): Counts | null =>
	row.votes_for === null
		? null
		: { for: row.votes_for, against: row.votes_against ?? 0, abstaining: row.votes_abstaining ?? 0 }

/** The members named with each vote, as they are put right: boxes that stand ticked as they were name nobody anew. */
async function namesAnew(here: Here, rows: Voted, input: VotingInput, manner: Manner | null) {
	const kept = namedOf(rows)
	const said = VOTES.some((vote) => input[NAMED[vote]] !== undefined) ? await namedIn(here, input) : kept
	const isSame = VOTES.every((vote) => said[vote].toSorted().join() === kept[vote].toSorted().join())
	const named = isSame ? namedOf(manner === 'vote' ? rows : []) : said
	return { named, isNamed: !isSame && VOTES.some((vote) => named[vote].length > 0) }
}

/**
 * The counts of what is put right. A form sends those that stand in it: as long as they are the ones kept, they say nothing anew,
 * neither of a consensus nor beside members who are named anew.
 */
function countsAnew(
	row: Row,
	input: VotingInput,
	{ manner, isNamed }: { manner: Manner | null; isNamed: boolean }
): Counts | null {
	const [said, kept] = [countedIn(input), keptCounts(row)]
	if (said !== null && !VOTES.every((vote) => said[vote] === kept?.[vote])) return said
	return manner !== 'vote' || isNamed ? null : kept
}

/** The areas that a decision or a recommendation deals with. */
export const areasOfTaken = async (here: Here, id: string): Promise<string[]> =>
	(await areaRows(here, id)).map((one) => one.area_id)

/**
 * The manner and the counts put right, as the columns of its row that change; the votes by name are replaced whole, reservations
 * and objections stay. None where nothing is said of it.
 */
export async function retaking<M extends Manner | null>(
	here: Writing,
	subject: Subject,
	{ place, row }: { place: Place; row: Row & { manner: M } },
	input: VotingInput & { manner?: Exclude<M, null> | undefined }
) {
	if (!saysHow(input)) return {}
	const manner = input.manner ?? row.manner
	const table = await tableOf(here, place.structureId, place.day)
	const rows = await positionRows(here, subject)
	const { named, isNamed } = await namesAnew(here, rows, input, manner)
	const vote = {
		manner,
		counts: countsAnew(row, input, { manner, isNamed }),
		named,
		...(await presenceOf(here, place.meetingId, table))
	}
	refuseFault(vote)
	const wanted = new Map(VOTES.flatMap((one) => named[one].map((actorId) => [actorId, one] as const)))
	const known = new Map(rows.map((one) => [one.actor_id, one]))
	const noted = rows.filter((one) => one.stance !== null).map((one) => one.actor_id)
	await refusePositions(
		here,
		{ ...place, table },
		manner,
		[...new Set([...wanted.keys(), ...noted])].map((actorId) => ({
			actorId,
			vote: wanted.get(actorId) ?? null,
			stance: known.get(actorId)?.stance ?? null,
			text: null,
			field: wanted.has(actorId) ? NAMED[wanted.get(actorId) ?? 'for'] : 'manner'
		}))
	)
	const stored = POSITIONS[subject.kind]
	for (const one of rows) {
		const now = wanted.get(one.actor_id) ?? null
		if (now === null && one.stance === null) await here.write.remove(stored, one.id)
		else if (now !== one.vote) await here.write.change(stored, one.id, { vote: now })
	}
	await addPositions(
		here,
		subject,
		[...wanted].flatMap(([actorId, cast]) =>
			known.has(actorId) ? [] : [{ actorId, vote: cast, stance: null, text: null }]
		)
	)
	return { manner, ...votesOf(vote) }
}

type Noting = { actor: string; stance: Stance | null; text?: string | undefined }

/** Notes a member's reservation or objection, or takes it back where none is given. */
export async function noting(
	here: Writing,
	subject: Subject,
	{ place, manner }: { place: Place; manner: Manner | null },
	{ actor, stance, text }: Noting
): Promise<void> {
	const positions = POSITIONS[subject.kind]
	const actorId = await resolveField(here, 'actor', actor, 'actor')
	const known = (await positionRows(here, subject)).find((one) => one.actor_id === actorId)
	if (stance === null) {
		if (!known?.stance) throw conflict('deliberation.nothing-noted')
		if (known.vote === null) await here.write.remove(positions, known.id)
		else await here.write.change(positions, known.id, { stance: null, text: null })
		return
	}
	const table = await tableOf(here, place.structureId, place.day)
	const position = { actorId, vote: known?.vote ?? null, stance, text: text ?? null, field: 'actor' }
	await refusePositions(here, { ...place, table }, manner, [position])
	if (known) await here.write.change(positions, known.id, { stance, text: text ?? null })
	else await addPositions(here, subject, [position])
}

const positionRows = (here: Here, { kind, id }: Subject) =>
	kind === 'decision'
		? here.tx
				.selectFrom('decision_position')
				.select(['id', 'actor_id', 'vote', 'stance'])
				.where('workspace_id', '=', here.workspace.id)
				.where('decision_id', '=', id)
				.orderBy('id')
				.execute()
		: here.tx
				.selectFrom('recommendation_position')
				.select(['id', 'actor_id', 'vote', 'stance'])
				.where('workspace_id', '=', here.workspace.id)
				.where('recommendation_id', '=', id)
				.orderBy('id')
				.execute()

type Voted = readonly { actor_id: string; vote: Vote | null }[]

function namedOf(rows: Voted): Record<Vote, string[]> {
	const named: Record<Vote, string[]> = { for: [], against: [], abstaining: [] }
	for (const { actor_id, vote } of rows) if (vote !== null) named[vote].push(actor_id)
	return named
}
