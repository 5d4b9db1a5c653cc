import type { Here } from '#platform/operation/operation.server.ts'
import { guidelinesOf } from '../cadence/participation-queries.ts'
import { isNonState, rightsOf } from '../cadence/participation-rules.ts'
import { quorumOf } from '../cadence/quorum.ts'
import { rhythmOn } from '../cadence/rhythm-queries.ts'
import { attendanceRows, seatedOn, toCame } from '../meeting/attendance-queries.ts'
import { countPresent, isCounted, isQuorate, isSeat } from '../meeting/meeting-rules.ts'
import type { MeetingState } from '../rules.ts'
import { structuresAbove } from '../structures-above.server.ts'
import type { Sits, Sitting } from './decision-rules.ts'

/** Who sat in a structure on a day, by actor: with a vote or without one, co-opted, or only invited. */
export type Table = ReadonlyMap<string, { sits: Exclude<Sits, null>; kind: string }>

/**
 * Who sat in a structure on a day. Read past what the seat sees of the actors: how many members there are decides whether a vote
 * adds up, and is told to nobody.
 */
export async function tableOf(here: Here, structureId: string, day: string): Promise<Table> {
	const seated = await seatedOn(here, structureId, day)
	return new Map(seated.map((one) => [one.actorId, { sits: sitsAs(one), kind: one.actorKind }]))
}

const sitsAs = (one: { kind: string; role: string }) => {
	if (isCounted(one)) return 'full'
	if (one.kind === 'member') return 'without-vote'
	return one.kind === 'co-opted' ? 'co-opted' : 'invited'
}

/** The full members among those who sit in a structure. */
export const fullMembers = (table: Table): string[] =>
	[...table].flatMap(([actor, { sits }]) => (sits === 'full' ? [actor] : []))

/**
 * How many full members a table has, and how many of them were at a meeting, themselves or by an alternate: nobody else votes in it.
 * Null where nobody is marked present yet, or where it is no meeting: then it is not known who was there.
 */
export async function presenceOf(here: Here, meetingId: string | null, table: Table) {
	const members = fullMembers(table)
	const rows = meetingId === null ? [] : await attendanceRows(here, meetingId)
	const there = new Set(
		rows.filter((row) => row.state === 'present' && isSeat(row.capacity)).map(({ actor_id }) => actor_id)
	)
	const isKnown = there.size > 0
	return {
		members: members.length,
		present: isKnown ? members.filter((actor) => there.has(actor)).length : null,
		absent: isKnown ? members.filter((actor) => !there.has(actor)) : []
	}
}

/**
 * Which kinds of co-opted actor may speak in a structure on a day, on what deals with some areas: its guidelines say so of those
 * that belong to no State; State bodies that are co-opted speak.
 */
export async function speakersIn(here: Here, structureId: string, day: string, areaIds: readonly string[]) {
	const guidelines = await guidelinesOf(here, structureId)
	return (kind: string) => !isNonState(kind) || rightsOf(guidelines, kind, areaIds, day).maySpeak
}

type MeetingRow = {
	id: string
	structure_id: string
	state: MeetingState
	day: string
	local_end: string
	is_quorate: boolean | null
}

/** A meeting as the rule of deciding takes it: the rules of its own day hold, and while it runs, whoever is marked present. */
export async function sittingOf(here: Here, meeting: MeetingRow): Promise<Sitting> {
	const rhythm = await rhythmOn(here, meeting.structure_id, meeting.day)
	return {
		state: meeting.state,
		day: meeting.day,
		lastDay: meeting.local_end.slice(0, 10),
		isQuorate: meeting.is_quorate ?? (await isQuorateNow(here, meeting, rhythm)),
		forbidsWithoutQuorum: rhythm.forbids_without_quorum
	}
}

async function isQuorateNow(here: Here, meeting: MeetingRow, rhythm: Awaited<ReturnType<typeof rhythmOn>>) {
	const members = fullMembers(await tableOf(here, meeting.structure_id, meeting.day))
	const { required } = quorumOf(rhythm, members.length)
	if (required === null) return null
	const recorded = await attendanceRows(here, meeting.id)
	return isQuorate(countPresent(members, recorded.map(toCame)), required)
}

/** Whether one structure is the other, or stands above it. */
export const isSameOrAbove = async (here: Here, upper: string, lower: string): Promise<boolean> =>
	upper === lower || (await sameAndAbove(here, lower)).includes(upper)

/** A structure and those above it, up to the last. */
export const sameAndAbove = async (here: Here, lower: string): Promise<string[]> => [
	lower,
	...(await structuresAbove(here, lower))
]
