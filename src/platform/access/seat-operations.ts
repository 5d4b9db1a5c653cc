import { z } from 'zod'
import { Clearable, Day, Identifier, Key, Reference, Text, Version } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { command, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { countUpTo, findRecord, RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { keepsAccess, knowsSeats, whyNotEndSeat } from './access-rules.ts'
import { closeSeat, refuseLastAdministrator } from './close-seat.server.ts'
import { getSeatRow, heldSql, invitedSql, refuseMarkedCaseworker, resolveSeatActor } from './find-seats.server.ts'
import { firewallSides, isMarked, whyNotHold } from './firewall.server.ts'
import { leaveSeat, openHolding } from './hold-seat.server.ts'
import { ROLES } from './seat.ts'
import { freeSeatKey } from './seat-key.server.ts'

export const SEAT_ROLES = ROLES.filter((role) => role !== 'public')
export const SeatRole = z.enum(ROLES).exclude(['public'])

const SeatItem = z.object({
	id: z.string(),
	key: z.string(),
	role: SeatRole,
	office: z.string(),
	actor: RecordReference.nullable(),
	from: z.string().nullable(),
	to: z.string().nullable(),
	isOpen: z.boolean(),
	isHeld: z.boolean(),
	/** True where an open invitation leads to it. */
	isInvited: z.boolean()
})

export const SeatDone = z.object({ id: z.string(), key: z.string() })

/** The seats of the workspace: whom a nomination may name, and what an administrator keeps. Nobody's name is told here. */
export const listSeats = query({
	name: 'seat.list',
	input: listInput(
		{ role: AnyOf(SeatRole), actor: Reference, held: z.boolean(), open: z.boolean(), words: Text(200) },
		['key', 'role', 'office', 'from']
	),
	output: listed(SeatItem),
	about: nothing,
	allow: ({ seat }) => knowsSeats(seat),
	async run(here, input) {
		const { filter = {} } = input
		const columns = { key: 'seat.key', role: 'seat.role', office: 'seat.office', from: 'seat.from_day' }
		const part = listPart(here.secret, input, columns, 'seat.id')
		const found = await filtered(here, filter)
		const rows = await found
			.select(['seat.id', 'seat.key', 'seat.role', 'seat.office', 'seat.actor_id', 'seat.from_day', 'seat.to_day'])
			.select([heldSql.as('is_held'), invitedSql(here.now).as('is_invited')])
			.where(part.where)
			.orderBy(part.orderBy)
			.limit(part.limit)
			.execute()
		const total = await countUpTo(here.tx, found.select('seat.id'))
		const actors = await referencesOf(
			here,
			rows.map((row) => row.actor_id)
		)
		return toList(here.secret, part, rows, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => ({
				id: row.id,
				key: row.key,
				role: row.role,
				office: row.office,
				actor: (row.actor_id && actors.get(row.actor_id)) || null,
				from: row.from_day,
				to: row.to_day,
				isOpen: row.to_day === null || row.to_day >= here.today,
				isHeld: row.is_held,
				isInvited: row.is_invited
			})
		})
	}
})

type Filter = {
	role?: z.output<typeof SeatRole>[] | undefined
	actor?: string | undefined
	held?: boolean | undefined
	open?: boolean | undefined
	words?: string | undefined
}

async function filtered(here: Here, { role, actor, held, open, words }: Filter) {
	let rows = here.tx.selectFrom('seat').where('seat.workspace_id', '=', here.workspace.id)
	if (role) rows = rows.where('seat.role', 'in', role)
	if (actor !== undefined) {
		const record = await findRecord(here, 'actor', actor)
		if (!record)
			throw invalid([
				{ path: ['filter', 'actor'], code: 'platform.field.no-such-record', params: { reference: actor } }
			])
		rows = rows.where('seat.actor_id', '=', record.id)
	}
	if (held !== undefined) rows = rows.where(heldSql, '=', held)
	if (open === true)
		rows = rows.where((where) => where.or([where('seat.to_day', 'is', null), where('seat.to_day', '>=', here.today)]))
	if (open === false) rows = rows.where('seat.to_day', '<', here.today)
	if (words !== undefined) {
		const like = `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`
		rows = rows.where((where) => where.or([where('seat.office', 'ilike', like), where('seat.key', 'ilike', like)]))
	}
	return rows
}

function sortValue(sort: string, row: { key: string; role: string; office: string; from_day: string | null }) {
	switch (sort.replace('-', '')) {
		case 'role':
			return row.role
		case 'office':
			return row.office
		case 'from':
			return row.from_day
		default:
			return row.key
	}
}

const Holding = z.object({
	id: z.string(),
	person: z.string(),
	name: z.string(),
	email: z.string(),
	source: z.enum(['invitation', 'provider', 'provisioning', 'console']),
	since: z.date(),
	until: z.date().nullable(),
	endReason: z.string().nullable()
})

/** One seat; administrators and its holder are told who holds it and who held it before. */
export const getSeat = query({
	name: 'seat.get',
	input: z.strictObject({ seat: Key }),
	output: SeatItem.extend({
		version: z.int(),
		endReason: z.string().nullable(),
		holders: z.array(Holding),
		may: z.object({ keep: z.boolean(), handOver: z.boolean() })
	}),
	about: (here, { seat }) => (knowsSeats(here.seat) ? getSeatRow(here, seat) : Promise.resolve(undefined)),
	allow: ({ seat }) => knowsSeats(seat),
	logged: true,
	async run(here, _input, seat) {
		const row = knownSeat(seat)
		const isOwn = here.seat.id === row.id
		const mayKeep = keepsAccess(here.seat)
		const actors = await referencesOf(here, [row.actor_id])
		const invited = await here.tx
			.selectFrom('seat')
			.select(invitedSql(here.now).as('is_invited'))
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', row.id)
			.executeTakeFirstOrThrow()
		const isOpen = row.to_day === null || row.to_day >= here.today
		return {
			id: row.id,
			key: row.key,
			role: row.role,
			office: row.office,
			actor: (row.actor_id && actors.get(row.actor_id)) || null,
			from: row.from_day,
			to: row.to_day,
			isOpen,
			isHeld: row.is_held,
			isInvited: invited.is_invited,
			version: row.seat_version,
			endReason: row.end_reason,
			holders: mayKeep || isOwn ? await holdersOf(here, row.id) : [],
			may: { keep: mayKeep && isOpen, handOver: (mayKeep || isOwn) && isOpen }
		}
	}
})

/** What `about` found; where it was not looked for, `allow` has refused before. */
export function knownSeat<T>(seat: T | undefined): T {
	if (seat === undefined) throw new Error('an operation on a seat ran without one')
	return seat
}

const HOLDERS_MOST = 50

async function holdersOf(here: Here, seatId: string) {
	const rows = await here.tx
		.selectFrom('person_seat')
		.select(['id', 'person_id', 'name', 'email', 'source', 'from_at', 'ended_at', 'end_reason'])
		.where('workspace_id', '=', here.workspace.id)
		.where('seat_id', '=', seatId)
		.orderBy('from_at', 'desc')
		.orderBy('id', 'desc')
		.limit(HOLDERS_MOST)
		.execute()
	return rows.map((row) => ({
		id: row.id,
		person: row.person_id,
		name: row.name,
		email: row.email,
		source: row.source,
		since: row.from_at,
		until: row.ended_at,
		endReason: row.end_reason
	}))
}

const keptSeat = (here: Here, { seat }: { seat: string }) =>
	keepsAccess(here.seat) ? getSeatRow(here, seat) : Promise.resolve(undefined)

/** Makes a seat: a role, the office it is and the actor it acts for. Nobody holds it yet. */
export const createSeat = command({
	name: 'seat.create',
	input: z.strictObject({
		key: Key.optional(),
		role: SeatRole,
		actor: Reference.optional(),
		office: Text(200),
		from: Day.optional(),
		reason: Text(2_000).optional()
	}),
	output: SeatDone,
	about: nothing,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, { key, role, actor, office, from }) {
		const actorId = (await resolveSeatActor(here, actor)) ?? null
		if (role === 'member' && actorId === null) throw invalid([{ path: ['actor'], code: 'access.member-needs-actor' }])
		await refuseMarkedCaseworker(here, role, actorId)
		const chosen = key ?? (await freeSeatKey(here, office))
		if (key !== undefined && (await isTaken(here, key))) throw conflict('access.seat-key-taken', { key })
		const id = await here.write.add('seat', {
			key: chosen,
			role,
			actor_id: actorId,
			office,
			origin: 'entered',
			from_day: from ?? here.today,
			to_day: null,
			created_at: here.now
		})
		return { id, key: chosen }
	}
})

const isTaken = async (here: Here, key: string) =>
	(await here.tx
		.selectFrom('seat')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('key', '=', key)
		.executeTakeFirst()) !== undefined

/**
 * Changes what a seat is called and for whom it acts. Its key and its role stay: who is given another role is given another
 * seat, so that what was done from this one keeps the rights it was done with.
 */
export const changeSeat = command({
	name: 'seat.change',
	input: z.strictObject({
		seat: Key,
		version: Version,
		office: Text(200).optional(),
		actor: Clearable(Reference),
		reason: Text(2_000).optional()
	}),
	output: SeatDone,
	about: keptSeat,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, { version, office, actor }, found) {
		const seat = knownSeat(found)
		const current = await lockVersion(here, seat.id)
		if (current !== version) throw conflict('platform.changed-meanwhile', { version, current })
		if (seat.to_day !== null) throw conflict('access.seat-ended')
		const actorId = await resolveSeatActor(here, actor)
		if (seat.role === 'member' && actorId === null)
			throw invalid([{ path: ['actor'], code: 'access.member-needs-actor' }])
		if (actorId) await refuseFirewall(here, seat, actorId)
		const isChanged = await here.write.change('seat', seat.id, { office, actor_id: actorId })
		if (isChanged) await here.write.change('seat', seat.id, { version: version + 1 })
		return { id: seat.id, key: seat.key }
	}
})

// Locked before it is read: of two changes made from one version exactly one is done.
async function lockVersion(here: Here, seatId: string) {
	const row = await here.tx
		.selectFrom('seat')
		.select('version')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', seatId)
		.forUpdate()
		.executeTakeFirstOrThrow()
	return row.version
}

async function refuseFirewall(here: Here, seat: { id: string; role: string }, actorId: string) {
	await refuseMarkedCaseworker(here, seat.role, actorId)
	const holding = await openHolding(here, seat.id)
	if (!holding) return
	const mark = await isMarked(here.tx, here.workspace.id, actorId)
	const why = whyNotHold({ role: seat.role, isMarked: mark }, await firewallSides(here.tx, holding.person_id))
	if (why) throw conflict(why)
}

/** Ends a seat: who holds it leaves it, its tokens and invitations open nothing any more. What was done from it stays. */
export const endSeat = command({
	name: 'seat.end',
	input: z.strictObject({ seat: Key, day: Day, reason: Text(2_000) }),
	output: SeatDone,
	about: keptSeat,
	allow: ({ seat }) => keepsAccess(seat),
	async run(here, { day, reason }, found) {
		const seat = knownSeat(found)
		const why = whyNotEndSeat({ from: seat.from_day, to: seat.to_day }, day, here.today)
		if (why) throw conflict(why)
		await closeSeat(here, { seatId: seat.id, day, reason })
		return { id: seat.id, key: seat.key }
	}
})

/**
 * Lets somebody go from a seat: what they held of it ends at once, with every token of the seat. The seat itself, its notes
 * and all that names it wait for whoever comes next.
 */
export const vacateSeat = command({
	name: 'seat.leave',
	input: z.strictObject({ seat: Key, reason: Text(2_000) }),
	output: SeatDone,
	about: (here, { seat }) =>
		keepsAccess(here.seat) || here.seat.key === seat ? getSeatRow(here, seat) : Promise.resolve(undefined),
	allow: ({ seat }, found) => keepsAccess(seat) || (seat.id !== null && seat.id === found?.id),
	async run(here, { reason }, found) {
		const seat = knownSeat(found)
		if (!seat.is_held) throw conflict('access.seat-vacant')
		await refuseLastAdministrator(here, seat)
		await leaveSeat(here, { seatId: seat.id, reason })
		return { id: seat.id, key: seat.key }
	}
})

const OPTIONS_MOST = 2_000

/** The open seats as the choices of a form. */
export const listSeatOptions = query({
	name: 'seat.options',
	/** Those of one actor, where one is named. */
	input: z.strictObject({ actor: Identifier.optional() }),
	output: z.object({
		items: z.array(
			z.object({
				key: z.string(),
				role: SeatRole,
				office: z.string(),
				/** The key of the actor it acts for. */
				actor: z.string().nullable(),
				isHeld: z.boolean()
			})
		)
	}),
	about: nothing,
	allow: ({ seat }) => knowsSeats(seat),
	async run(here, { actor }) {
		let seats = here.tx
			.selectFrom('seat')
			.leftJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'seat.workspace_id').onRef('record.id', '=', 'seat.actor_id')
			)
		if (actor !== undefined) seats = seats.where('seat.actor_id', '=', actor)
		const rows = await seats
			.select(['seat.key', 'seat.role', 'seat.office', 'record.key as actor'])
			.select(heldSql.as('isHeld'))
			.where('seat.workspace_id', '=', here.workspace.id)
			.where((where) => where.or([where('seat.to_day', 'is', null), where('seat.to_day', '>=', here.today)]))
			.orderBy('seat.key')
			.limit(OPTIONS_MOST)
			.execute()
		return { items: rows }
	}
})
