import type { z } from 'zod'
import { heldThen } from '#modules/directory/membership-queries.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { referencesOf } from '#platform/records/find-record.server.ts'
import { quorumOf } from '../cadence/quorum.ts'
import { rhythmOn } from '../cadence/rhythm-queries.ts'
import { isAhead, sitsIn, type MeetingState } from '../rules.ts'
import { countedMembers, countPresent, isCounted, isQuorate, isSeat } from './meeting-rules.ts'
import type { AttendanceEntry, Quorum } from './outputs.ts'

const MOST = 500

/**
 * Who sits in a structure on a day, or is invited to it, whoever asks: quorum and votes do not depend on what the reader may see.
 * Whoever is only recommended sits nowhere yet; whoever sits there in two ways does so in the one that counts for more.
 */
export async function seatedOn(here: Here, structureId: string, day: string) {
	const rows = await here.tx
		.selectFrom('membership')
		.innerJoin('actor', (on) =>
			on.onRef('actor.workspace_id', '=', 'membership.workspace_id').onRef('actor.id', '=', 'membership.actor_id')
		)
		.leftJoin('nomination', (on) =>
			on
				.onRef('nomination.workspace_id', '=', 'membership.workspace_id')
				.onRef('nomination.membership_id', '=', 'membership.id')
				.on('nomination.capacity', '=', 'principal')
				.on((where) =>
					where.and([
						where.or([where('nomination.from_day', 'is', null), where('nomination.from_day', '<=', day)]),
						where.or([where('nomination.to_day', 'is', null), where('nomination.to_day', '>=', day)])
					])
				)
		)
		.select(['membership.actor_id', 'membership.kind', 'membership.role', 'actor.kind as actor_kind'])
		.select(['nomination.office', 'nomination.seat_id'])
		.where('membership.workspace_id', '=', here.workspace.id)
		.where('membership.structure_id', '=', structureId)
		.where('membership.kind', 'in', ['member', 'co-opted', 'invited'])
		.where((where) => heldThen(where, day))
		.orderBy('membership.kind', 'desc')
		.orderBy('membership.id')
		.execute()
	// On the day on which one nomination follows another both hold, and the actor sits there once.
	const best = new Map<string, (typeof rows)[number]>()
	for (const row of rows) {
		const known = best.get(row.actor_id)
		if (!known || weightOf(row) >= weightOf(known)) best.set(row.actor_id, row)
	}
	return [...best.values()].map((row) => ({
		actorId: row.actor_id,
		actorKind: row.actor_kind,
		kind: row.kind,
		role: row.role,
		office: row.office,
		seatId: row.seat_id
	}))
}

const weightOf = (row: { kind: string; role: string }) =>
	isCounted(row) ? 3 : row.kind === 'member' ? 2 : row.kind === 'co-opted' ? 1 : 0

/** Who sits in a structure on a day: its members and those who are co-opted. */
export const sittingOn = async (here: Here, structureId: string, day: string) =>
	(await seatedOn(here, structureId, day)).filter(({ kind }) => kind !== 'invited')

const chairOf = (here: Here, structureId: string) =>
	here.tx
		.selectFrom('structure')
		.innerJoin('actor', (on) =>
			on.onRef('actor.workspace_id', '=', 'structure.workspace_id').onRef('actor.id', '=', 'structure.chair_actor_id')
		)
		.select(['actor.id', 'actor.kind'])
		.where('structure.workspace_id', '=', here.workspace.id)
		.where('structure.id', '=', structureId)
		.executeTakeFirst()

type Sits = Awaited<ReturnType<typeof sittingOn>>[number]

// Whoever chairs is expected too, and counts for the quorum where it is a member beside.
const withChair = (table: readonly Sits[], chair: { id: string; kind: Sits['actorKind'] } | null | undefined) =>
	!chair || table.some(({ actorId }) => actorId === chair.id)
		? [...table]
		: [
				...table,
				{ actorId: chair.id, actorKind: chair.kind, kind: 'chair' as const, role: 'chair', office: null, seatId: null }
			]

/** What is recorded of who came. */
export const attendanceRows = (here: Here, meetingId: string) =>
	here.tx
		.selectFrom('attendance')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('meeting_id', '=', meetingId)
		.orderBy('capacity')
		.orderBy('id')
		.limit(MOST)
		.execute()

/** What was declared by those who came. */
export const interestRows = (here: Here, meetingId: string) =>
	here.tx
		.selectFrom('declared_interest')
		.leftJoin('agenda_item', (on) =>
			on
				.onRef('agenda_item.workspace_id', '=', 'declared_interest.workspace_id')
				.onRef('agenda_item.id', '=', 'declared_interest.agenda_item_id')
		)
		.select(['declared_interest.id', 'declared_interest.attendance_id', 'declared_interest.agenda_item_id'])
		.select('declared_interest.text')
		.where('declared_interest.workspace_id', '=', here.workspace.id)
		.where('declared_interest.meeting_id', '=', meetingId)
		.orderBy('agenda_item.position', (order) => order.asc().nullsFirst())
		.orderBy('declared_interest.id')
		.limit(MOST)
		.execute()

/** An attendance as the rules take it. */
export const toCame = (row: { actor_id: string; capacity: string; state: string }) => ({
	actorId: row.actor_id,
	capacity: row.capacity,
	state: row.state
})

type MeetingRow = { id: string; structure_id: string; day: string; state: MeetingState } & Fixed
type Fixed = { quorum_present: number | null; quorum_required: number | null; is_quorate: boolean | null }

/**
 * Who was expected at a meeting and who came, with the quorum. Expected is who sits in the structure on the meeting's own day:
 * one that left before is not, and counts for nothing. Once the meeting was held its quorum stands as it was found then.
 */
export async function attendanceOf(here: Here, meeting: MeetingRow, runs: boolean) {
	const [table, recorded, interests, rhythm, chair] = await Promise.all([
		sittingOn(here, meeting.structure_id, meeting.day),
		attendanceRows(here, meeting.id),
		interestRows(here, meeting.id),
		rhythmOn(here, meeting.structure_id, meeting.day),
		isAhead(meeting.state) ? chairOf(here, meeting.structure_id) : null
	])
	const sitting = withChair(table, chair)
	const members = countedMembers(sitting)
	const references = await referencesOf(here, [
		...sitting.map((one) => one.actorId),
		...recorded.map((row) => row.actor_id),
		...interests.map((row) => row.agenda_item_id)
	])
	// What is said of persons and interests is for those who sit there; the public is not told who came.
	const isInside = runs || sitsIn(here.seat, meeting.structure_id)
	const kindOf = new Map(sitting.map((one) => [one.actorId, one.kind]))
	const seated = new Set(recorded.filter((row) => isSeat(row.capacity)).map((row) => row.actor_id))
	// An interest in an item the reader does not see would tell of that item.
	const declaredBy = (attendanceId: string) =>
		interests.flatMap(({ attendance_id, agenda_item_id: itemId, text }) => {
			const item = itemId === null ? null : references.get(itemId)
			return attendance_id !== attendanceId || item === undefined ? [] : [{ text, item }]
		})
	const entries = [
		...recorded.map((row) => ({
			id: row.id,
			actorId: row.actor_id,
			capacity: row.capacity,
			state: row.state,
			office: row.office,
			person: isInside ? row.person : null,
			interests: isInside ? declaredBy(row.id) : [],
			note: isInside ? row.note : null
		})),
		...sitting
			.filter((one) => !seated.has(one.actorId))
			.map((one) => ({
				id: null,
				actorId: one.actorId,
				capacity: 'member' as const,
				state: 'expected' as const,
				office: one.office,
				person: null,
				interests: [],
				note: null
			}))
	]
	const attendance: z.output<typeof AttendanceEntry>[] =
		here.seat.role === 'public'
			? []
			: entries.flatMap(({ actorId, ...entry }) => {
					const actor = references.get(actorId)
					if (!actor) return []
					return [
						{
							...entry,
							actor,
							counts: isSeat(entry.capacity) && members.includes(actorId),
							isCoOpted: kindOf.get(actorId) === 'co-opted'
						}
					]
				})
	const present = countPresent(members, recorded.map(toCame))
	const { required } = quorumOf(rhythm, members.length)
	const quorum: z.output<typeof Quorum> =
		meeting.is_quorate === null
			? { present, required, isQuorate: isQuorate(present, required), ...of(members, rhythm) }
			: {
					present: meeting.quorum_present ?? 0,
					required: meeting.quorum_required,
					isQuorate: meeting.is_quorate,
					...of(members, rhythm)
				}
	return { attendance, quorum, rhythm, sitting, recorded, interests, members }
}

const of = (members: readonly string[], rhythm: { quorum_kind: string; forbids_without_quorum: boolean }) => ({
	kind: rhythm.quorum_kind,
	members: members.length,
	forbidsWithout: rhythm.forbids_without_quorum
})
