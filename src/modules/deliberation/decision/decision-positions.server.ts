import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Reference, Text } from '#platform/operation/fields.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { NAMED, STANCES, VOTES, whyNotNote, type Manner, type Stance, type Vote } from './decision-rules.ts'
import { speakersIn, type Table } from './take-part.server.ts'

const Count = z.int().min(0).max(10_000)
const Actors = z.array(Reference).max(500)

/** How something was decided or recommended, as forms and the interface send it. */
export const Voting = {
	votesFor: Count.optional(),
	votesAgainst: Count.optional(),
	votesAbstaining: Count.optional(),
	/** The members whose vote was recorded by name; the counts must be theirs. */
	votedFor: Actors.optional(),
	votedAgainst: Actors.optional(),
	votedAbstaining: Actors.optional()
}

/** A reservation or an objection of a member. */
export const Noted = z.strictObject({ actor: Reference, stance: z.enum(STANCES), text: Text(10_000).optional() })

export type VotingInput = z.output<z.ZodObject<typeof Voting>>

/** The counts that were entered; null where none were. */
export const countedIn = ({ votesFor, votesAgainst, votesAbstaining }: VotingInput) =>
	votesFor === undefined && votesAgainst === undefined && votesAbstaining === undefined
		? null
		: { for: votesFor ?? 0, against: votesAgainst ?? 0, abstaining: votesAbstaining ?? 0 }

/** The members named with each vote. */
export async function namedIn(here: Here, input: VotingInput): Promise<Record<Vote, string[]>> {
	const named: Record<Vote, string[]> = { for: [], against: [], abstaining: [] }
	for (const vote of VOTES)
		for (const reference of input[NAMED[vote]] ?? [])
			named[vote].push(await resolveField(here, 'actor', reference, NAMED[vote]))
	return named
}

/** What is noted of a member, and the field it was entered in. */
export type Position = { actorId: string; vote: Vote | null; stance: Stance | null; text: string | null; field: string }

/** What is noted of each member: the votes by name joined with the reservations and objections. */
export async function positionsIn(
	here: Here,
	named: Record<Vote, readonly string[]>,
	noted: readonly z.output<typeof Noted>[]
) {
	const positions = new Map<string, Position>()
	for (const vote of VOTES)
		for (const actorId of named[vote])
			positions.set(actorId, { actorId, vote, stance: null, text: null, field: NAMED[vote] })
	for (const [index, { actor, stance, text }] of noted.entries()) {
		const field = `positions.${String(index)}.actor`
		const actorId = await resolveField(here, 'actor', actor, field)
		const known = positions.get(actorId)
		if (known?.stance) throw invalid([{ path: field.split('.'), code: 'deliberation.noted-twice' }])
		positions.set(actorId, { actorId, vote: known?.vote ?? null, stance, text: text ?? null, field })
	}
	return [...positions.values()]
}

/** Refuses what is noted of somebody who may not be noted so. */
export async function refusePositions(
	here: Here,
	{ structureId, day, table, areas }: { structureId: string; day: string; table: Table; areas: readonly string[] },
	manner: Manner | null,
	positions: readonly Position[]
) {
	if (positions.length === 0) return
	const speaks = await speakersIn(here, structureId, day, areas)
	for (const { actorId, vote, stance, field } of positions) {
		const one = table.get(actorId)
		const maySpeak = one !== undefined && speaks(one.kind)
		const code = whyNotNote({ sits: one?.sits ?? null, maySpeak, stance, vote, manner })
		if (code) throw invalid([{ path: field.split('.'), code }])
	}
}
