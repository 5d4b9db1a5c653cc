import { sql } from 'kysely'
import { z } from 'zod'
import { Day, Identifier, Key, Text } from '#platform/operation/fields.ts'
import { command, query, type Here } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { keepsAccess, keepsSeat } from './access-rules.ts'
import { refuseLastAdministrator, revokeInvitations } from './close-seat.server.ts'
import type { SeatOfHandover } from './handover.ts'
import type { SeatRow } from './find-seats.server.ts'
import { holdSeat, leaveSeat, openHolding } from './hold-seat.server.ts'
import { makeInvitation } from './invitation-sending.server.ts'
import { Email, InvitationSent, Language } from './invitation-operations.ts'
import { ownSeat } from './seat-notes.ts'
import { knownSeat, SeatRole } from './seat-operations.ts'

const RECENT_DAYS = 90
const RECENT_MOST = 100
const MONTHS = 12
/** What was done in so many of the last months or more comes again. */
const MONTHS_LEAST = 3

const Item = z.object({
	code: z.string(),
	id: z.string(),
	record: RecordReference.nullable(),
	label: z.string().nullable(),
	day: z.string().nullable()
})

const about = (seat: SeatRow): SeatOfHandover => ({
	id: seat.id,
	key: seat.key,
	role: seat.role,
	actorId: seat.actor_id
})

/**
 * What the next holder of a seat needs to know: what is open and waits on it, what was done from it lately, what comes again,
 * what may be moved to it, and the notes left with it. As far as whoever asks may see.
 */
export const getHandover = query({
	name: 'seat.handover',
	input: z.strictObject({ seat: Key.optional() }),
	output: z.object({
		seat: z.object({
			key: z.string(),
			role: SeatRole,
			office: z.string(),
			actor: RecordReference.nullable(),
			version: z.int(),
			isOpen: z.boolean(),
			holder: z.object({ name: z.string(), since: z.date() }).nullable()
		}),
		open: z.array(Item),
		recent: z.array(
			z.object({
				at: z.date(),
				operation: z.string(),
				record: RecordReference.nullable(),
				reason: z.string().nullable()
			})
		),
		/** True where more was done in these days than is listed. */
		recentIsMore: z.boolean(),
		recentDays: z.int(),
		recurring: z.object({
			operations: z.array(
				z.object({
					operation: z.string(),
					times: z.int(),
					months: z.array(z.object({ month: z.string(), times: z.int() }))
				})
			),
			structures: z.array(
				z.object({
					code: z.string(),
					record: RecordReference,
					label: z.string().nullable(),
					timesPerYear: z.int().nullable()
				})
			)
		}),
		movable: z.array(Item),
		notes: z.array(
			z.object({ id: z.string(), text: z.string(), language: z.string(), office: z.string(), at: z.date() })
		)
	}),
	about: ownSeat,
	allow: ({ seat }, found) => keepsSeat(seat, found?.id),
	logged: true,
	async run(here, _input, found) {
		const seat = knownSeat(found)
		const asked = about(seat)
		const sources = here.registry.handover
		const open = []
		const structures = []
		const movable = []
		for (const source of sources) {
			open.push(...((await source.open?.(here, asked)) ?? []))
			structures.push(...((await source.recurring?.(here, asked)) ?? []))
			movable.push(...((await source.movable?.(here, asked)) ?? []))
		}
		const recent = await recentOf(here, seat.id)
		const actors = await referencesOf(here, [seat.actor_id])
		const holding = await openHolding(here, seat.id)
		return {
			seat: {
				key: seat.key,
				role: seat.role,
				office: seat.office,
				actor: (seat.actor_id && actors.get(seat.actor_id)) || null,
				version: seat.seat_version,
				isOpen: seat.to_day === null || seat.to_day >= here.today,
				holder: holding ? { name: holding.name, since: holding.from_at } : null
			},
			open,
			recent: recent.slice(0, RECENT_MOST),
			recentIsMore: recent.length > RECENT_MOST,
			recentDays: RECENT_DAYS,
			recurring: { operations: await recurringOf(here, seat.id), structures },
			movable,
			notes: await notesOf(here, seat.id)
		}
	}
})

const Payload = z.object({ reason: z.string().optional() })

// What is said of records the reader may not see is absent; what belongs to no record, administrators see.
async function recentOf(here: Here, seatId: string) {
	const since = new Date(here.now.getTime() - RECENT_DAYS * 86_400_000)
	const rows = await here.tx
		.selectFrom('event')
		.innerJoin('event_payload', (on) =>
			on
				.onRef('event_payload.workspace_id', '=', 'event.workspace_id')
				.onRef('event_payload.sequence', '=', 'event.sequence')
		)
		.select(['event.at', 'event.operation', 'event.record_id', 'event_payload.payload'])
		.where('event.workspace_id', '=', here.workspace.id)
		.where('event.seat_id', '=', seatId)
		.where('event.at', '>=', since)
		.orderBy('event.sequence', 'desc')
		.limit(RECENT_MOST + 1)
		.execute()
	const references = await referencesOf(
		here,
		rows.map((row) => row.record_id)
	)
	return rows.map((row) => ({
		at: row.at,
		operation: row.operation,
		record: (row.record_id && references.get(row.record_id)) || null,
		reason: row.payload === null ? null : (Payload.parse(JSON.parse(row.payload)).reason ?? null)
	}))
}

async function recurringOf(here: Here, seatId: string) {
	const since = new Date(here.now.getTime() - (MONTHS * 365 * 86_400_000) / 12)
	const month = sql<string>`to_char(event.at at time zone ${here.workspace.timeZone}, 'YYYY-MM')`
	const rows = await here.tx
		.selectFrom('event')
		.select('event.operation')
		.select([month.as('month'), sql<number>`count(distinct event.command_id)::int`.as('times')])
		.where('event.workspace_id', '=', here.workspace.id)
		.where('event.seat_id', '=', seatId)
		.where('event.at', '>=', since)
		.groupBy(sql`1, 2`)
		.orderBy(sql`2 desc, 1`)
		.execute()
	return [...Map.groupBy(rows, (row) => row.operation)]
		.map(([operation, months]) => ({
			operation,
			times: months.reduce((sum, one) => sum + one.times, 0),
			months: months.map((one) => ({ month: one.month, times: one.times }))
		}))
		.filter(({ months }) => months.length >= MONTHS_LEAST)
		.sort((one, other) => other.times - one.times || (one.operation < other.operation ? -1 : 1))
}

async function notesOf(here: Here, seatId: string) {
	const rows = await here.tx
		.selectFrom('seat_note')
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'seat_note.workspace_id').onRef('seat.id', '=', 'seat_note.by_seat_id')
		)
		.select(['seat_note.id', 'seat_note.text', 'seat_note.language', 'seat_note.created_at', 'seat.office'])
		.where('seat_note.workspace_id', '=', here.workspace.id)
		.where('seat_note.seat_id', '=', seatId)
		.where('seat_note.withdrawn_at', 'is', null)
		.orderBy('seat_note.created_at', 'desc')
		.limit(500)
		.execute()
	return rows.map((row) => ({
		id: row.id,
		text: row.text,
		language: row.language,
		office: row.office,
		at: row.created_at
	}))
}

/**
 * Hands a seat over when its holder goes: they leave it, its tokens are revoked, and it passes to the successor at once (somebody
 * known here) or by an invitation. What names the seat follows it by itself; what names the office and an address is moved as
 * chosen. All in one, with reason and day.
 */
export const handOverSeat = command({
	name: 'seat.handOver',
	input: z.strictObject({
		seat: Key,
		day: Day,
		reason: Text(2_000),
		person: Identifier.optional(),
		name: Text(200).optional(),
		email: Email.optional(),
		language: Language.optional(),
		/** What is moved to the seat, by the identifiers of the handover page. */
		move: z.array(Identifier).max(500).optional()
	}),
	output: z.object({ key: z.string(), invitation: InvitationSent.nullable() }),
	about: ownSeat,
	allow: ({ seat }) => keepsAccess(seat),
	shownOnce: true,
	async run(here, input, found) {
		const seat = knownSeat(found)
		if (seat.to_day !== null && seat.to_day < here.today) throw conflict('access.seat-ended')
		if (input.day > here.today) throw invalid([{ path: ['day'], code: 'access.day-in-future' }])
		const successor = successorOf(input)
		await moveTo(here, seat, input.move ?? [], input.reason)
		if (successor.person !== undefined) {
			const person = await knownPerson(here, successor.person)
			await leaveSeat(here, { seatId: seat.id, reason: input.reason })
			await revokeInvitations(here, seat.id)
			await holdSeat(here, { seatId: seat.id, person, source: 'invitation' })
			return { key: seat.key, invitation: null }
		}
		await refuseLastAdministrator(here, seat)
		await leaveSeat(here, { seatId: seat.id, reason: input.reason })
		await revokeInvitations(here, seat.id)
		const { name, email, language = here.workspace.language } = successor
		return { key: seat.key, invitation: await makeInvitation(here, { seat, name, email, language }) }
	}
})

type Given = Partial<Record<'person' | 'name' | 'email' | 'language', string | undefined>>

/** Who comes next: somebody known here, or somebody to invite, whose name and address are then needed. */
function successorOf({ person, name, email, language }: Given) {
	if (person !== undefined) return { person }
	if (name !== undefined && email !== undefined) return { name, email, language }
	const missing = [...(name === undefined ? ['name'] : []), ...(email === undefined ? ['email'] : [])]
	throw invalid(missing.map((field) => ({ path: [field], code: 'access.successor-missing' })))
}

// By the name the workspace knows them under; the latest, where they held several seats.
async function knownPerson(here: Here, person: string) {
	const row = await here.tx
		.selectFrom('person_seat')
		.select(['person_id as id', 'name', 'email'])
		.where('workspace_id', '=', here.workspace.id)
		.where('person_id', '=', person)
		.orderBy('from_at', 'desc')
		.executeTakeFirst()
	if (!row) throw invalid([{ path: ['person'], code: 'access.no-such-person' }])
	return row
}

async function moveTo(here: Parameters<typeof leaveSeat>[0], seat: SeatRow, ids: readonly string[], reason: string) {
	if (ids.length === 0) return
	for (const source of here.registry.handover) {
		if (!source.movable || !source.move) continue
		const own = (await source.movable(here, about(seat))).filter((item) => ids.includes(item.id)).map((item) => item.id)
		if (own.length > 0) await source.move(here, about(seat), own, reason)
	}
}
