import { heldThen } from '#modules/directory/membership-queries.ts'
import { listSeatsOf } from '#platform/access/find-seat.server.ts'
import { makeSeat, type Role, type Seat } from '#platform/access/seat.ts'
import type { Here } from '#platform/operation/operation.server.ts'

type Asked = {
	structureId: string
	/** Those to be told; left out, everybody who sits in the structure, and its chair. */
	actors?: readonly string[]
	/** A meeting: whoever is expected there, or was, is told too. */
	meetingId?: string
	/**
	 * False where the letter leads to what only a seat can open: an office that has an address alone is then not reached by it. Left
	 * out, the letter says itself what it is about.
	 */
	reachesAddresses?: boolean
	/** Whether somebody with these audiences may see what the letter is about. */
	sees(audience: readonly string[]): boolean
}

/** An actor that a letter does not reach, with the offices nominated for it and what it sits there as. */
export type Unreached = { actorId: string; offices: readonly string[]; sits: 'full' | 'sits' | 'not' }

/** Whom a letter reaches: seats, offices that have only an address, and the actors that nobody could be found for. */
export type Reach = {
	seats: readonly string[]
	addresses: readonly { name: string; email: string }[]
	unreached: readonly string[]
	/** The same actors as are unreached, with what one must know who goes to them in person. */
	inPerson: readonly Unreached[]
}

type Named = { actorId: string; seatId: string | null; email: string | null; office: string }
type Sitting = { actors: ReadonlyMap<string, boolean>; sitting: ReadonlySet<string>; named: readonly Named[] }

/**
 * Whom a letter about a structure's business reaches, said once for notices, papers and written procedures. For each actor: whoever
 * is nominated, by seat or by the address of the office; where none of them is there, or may see it, the seats that act for the actor and
 * may see it; else the actor counts as one that nobody could be found for.
 */
export async function reachOf(here: Here, asked: Asked): Promise<Reach> {
	const { reachesAddresses = true } = asked
	const sitting = await sittingWith(here, asked)
	const actorIds = [...sitting.actors.keys()]
	const seatIds = sitting.named.flatMap(({ seatId }) => seatId ?? [])
	const seats = await listSeatsOf(here.tx, here.workspace, { seatIds, actorIds }, here.today)
	const named = Map.groupBy(sitting.named, ({ actorId }) => actorId)
	const acting = Map.groupBy(seats.values(), ({ actorId }) => actorId)
	const found = actorIds.map((actorId) => {
		const office = officeOf(actorId, asked.structureId, sitting.actors.get(actorId) ?? false)
		const own = named.get(actorId) ?? []
		const ids = own.flatMap(({ seatId }) => {
			const seat = seatId === null ? undefined : seats.get(seatId)
			return seat && asked.sees(seat.audience) ? [seat.id ?? ''] : []
		})
		const addresses = own.flatMap(({ seatId, email, office: name }) =>
			seatId === null && email !== null && reachesAddresses && asked.sees(office.audience) ? [{ name, email }] : []
		)
		const isNamed = ids.length + addresses.length > 0
		return { actorId, addresses, ids: isNamed ? ids : standIns(acting.get(actorId) ?? [], asked) }
	})
	const unreached = found.filter(({ ids, addresses }) => ids.length + addresses.length === 0)
	return {
		seats: [...new Set(found.flatMap(({ ids }) => ids))],
		addresses: [...new Map(found.flatMap((one) => one.addresses).map((one) => [one.email, one])).values()],
		unreached: unreached.map(({ actorId }) => actorId),
		inPerson: unreached.map(({ actorId }) => ({
			actorId,
			offices: (named.get(actorId) ?? []).flatMap(({ office, email }) =>
				office === '' ? [] : [email === null ? office : `${office} (${email})`]
			),
			sits: sitting.actors.get(actorId) ? 'full' : sitting.sitting.has(actorId) ? 'sits' : 'not'
		}))
	}
}

// Who acts for an actor in a structure's business, the foremost first. Whoever only reads along answers for nobody, and whoever keeps
// the workspace is asked where the actor has no other seat.
const STAND_IN = [
	['member', 'secretariat'],
	['analyst', 'statistician', 'caseworker'],
	['administrator']
] as const satisfies readonly (readonly Role[])[]

function standIns(seats: readonly Seat[], { sees }: Asked): string[] {
	const able = seats.filter(({ audience }) => sees(audience))
	const ranks = STAND_IN.map((roles: readonly Role[]) => able.filter(({ role }) => roles.includes(role)))
	return (ranks.find((rank) => rank.length > 0) ?? []).flatMap(({ id }) => id ?? [])
}

// An office without a seat may see what any seat of its actor would.
const officeOf = (actorId: string, structureId: string, isFull: boolean) =>
	makeSeat({
		id: actorId,
		key: '',
		role: 'member',
		actorId,
		office: '',
		structureIds: [structureId],
		fullStructureIds: isFull ? [structureId] : []
	})

async function sittingWith(here: Here, { structureId, actors, meetingId }: Asked): Promise<Sitting> {
	const [members, attending, chair] = await Promise.all([
		membersOf(here, structureId),
		meetingId === undefined ? [] : attendingOf(here, meetingId),
		actors === undefined ? chairOf(here, structureId) : undefined
	])
	const isFull = new Map<string, boolean>()
	const chosen = actors && new Set(actors)
	for (const { actorId, kind } of members)
		if (!chosen || chosen.has(actorId)) isFull.set(actorId, (isFull.get(actorId) ?? false) || kind === 'member')
	for (const actorId of [...(actors ?? []), ...attending.map((one) => one.actorId), ...(chair ? [chair] : [])])
		if (!isFull.has(actorId)) isFull.set(actorId, false)
	const named = [...members, ...attending].filter(({ actorId }) => isFull.has(actorId))
	const sitting = new Set([...members.map(({ actorId }) => actorId), ...(chair ? [chair] : [])])
	return { actors: isFull, sitting, named }
}

async function membersOf(here: Here, structureId: string) {
	const rows = await here.tx
		.selectFrom('membership')
		.leftJoin('nomination', (on) =>
			on
				.onRef('nomination.workspace_id', '=', 'membership.workspace_id')
				.onRef('nomination.membership_id', '=', 'membership.id')
				.on((where) =>
					where.and([
						where.or([where('nomination.from_day', 'is', null), where('nomination.from_day', '<=', here.today)]),
						where.or([where('nomination.to_day', 'is', null), where('nomination.to_day', '>=', here.today)])
					])
				)
		)
		.select(['membership.actor_id', 'membership.kind', 'nomination.seat_id', 'nomination.email', 'nomination.office'])
		.where('membership.workspace_id', '=', here.workspace.id)
		.where('membership.structure_id', '=', structureId)
		.where('membership.kind', 'in', ['member', 'co-opted'])
		.where((where) => heldThen(where, here.today))
		.orderBy('membership.id')
		.orderBy('nomination.id')
		.execute()
	return rows.map((row) => ({
		actorId: row.actor_id,
		kind: row.kind,
		seatId: row.seat_id,
		email: row.email,
		office: row.office ?? ''
	}))
}

async function attendingOf(here: Here, meetingId: string) {
	const rows = await here.tx
		.selectFrom('attendance')
		.select(['actor_id', 'seat_id', 'office'])
		.where('workspace_id', '=', here.workspace.id)
		.where('meeting_id', '=', meetingId)
		.orderBy('id')
		.execute()
	return rows.map((row) => ({
		actorId: row.actor_id,
		seatId: row.seat_id,
		email: null,
		office: row.office ?? ''
	}))
}

async function chairOf(here: Here, structureId: string) {
	const row = await here.tx
		.selectFrom('structure')
		.select('chair_actor_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', structureId)
		.executeTakeFirst()
	return row?.chair_actor_id ?? undefined
}
