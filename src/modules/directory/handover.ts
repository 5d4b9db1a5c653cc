import type { HandoverItem, HandoverSource, RecurringItem, SeatOfHandover } from '#platform/access/handover.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { referencesOf, type RecordReference } from '#platform/records/find-record.server.ts'
import { vacantSeats } from './vacancy-queries.ts'

const MOST = 500

/** What the directory tells of a seat to whoever takes it next. */
export const directoryHandover: HandoverSource = {
	async open(here, seat) {
		return [...(await nominationsOf(here, seat)), ...(await vacanciesOf(here, seat)), ...(await removalsOf(here, seat))]
	},
	recurring: structuresOf,
	movable: officesOf,
	async move(here, seat, ids, reason) {
		here.write.explain({ reason })
		for (const id of ids) await here.write.change('nomination', id, { seat_id: seat.id, email: null })
	}
}

// A nomination is told where the reader sees the structure it is to; the one of an ended membership has ended with it.
const open = (here: Here) =>
	here.tx
		.selectFrom('nomination')
		.innerJoin('membership', (on) =>
			on
				.onRef('membership.workspace_id', '=', 'nomination.workspace_id')
				.onRef('membership.id', '=', 'nomination.membership_id')
		)
		.select([
			'nomination.id',
			'nomination.structure_id',
			'nomination.capacity',
			'nomination.office',
			'nomination.email'
		])
		.select('nomination.from_day')
		.where('nomination.workspace_id', '=', here.workspace.id)
		.where('nomination.to_day', 'is', null)
		.orderBy('nomination.id')
		.limit(MOST)

type Row = { id: string; structure_id: string; capacity: string; office: string; from_day: string | null }

async function told(
	here: Here,
	rows: readonly Row[],
	to: (row: Row, record: RecordReference) => HandoverItem
): Promise<HandoverItem[]> {
	const structures = await referencesOf(
		here,
		rows.map((row) => row.structure_id)
	)
	return rows.flatMap((row) => {
		const structure = structures.get(row.structure_id)
		return structure ? [to(row, structure)] : []
	})
}

const nominationsOf = async (here: Here, seat: SeatOfHandover) =>
	told(here, await open(here).where('nomination.seat_id', '=', seat.id).execute(), (row, record) => ({
		code: `nomination-${row.capacity}`,
		id: row.id,
		record,
		label: row.office,
		day: row.from_day
	}))

// Named by office and address, for the seat's actor, and by no seat: it stays behind with the address unless it is moved.
async function officesOf(here: Here, seat: SeatOfHandover): Promise<HandoverItem[]> {
	if (seat.actorId === null) return []
	const rows = await open(here)
		.where('membership.actor_id', '=', seat.actorId)
		.where('nomination.seat_id', 'is', null)
		.execute()
	const addresses = new Map(rows.map((row) => [row.id, row.email]))
	return told(here, rows, (row, record) => {
		const email = addresses.get(row.id)
		return {
			code: `nomination-${row.capacity}`,
			id: row.id,
			record,
			label: email ? `${row.office}, ${email}` : row.office,
			day: row.from_day
		}
	})
}

async function vacanciesOf(here: Here, seat: SeatOfHandover): Promise<HandoverItem[]> {
	if (seat.actorId === null) return []
	const rows = await vacantSeats(here)
		.select(['membership.id', 'membership.structure_id', 'membership.from_day'])
		.where('membership.actor_id', '=', seat.actorId)
		.orderBy('membership.id')
		.limit(MOST)
		.execute()
	const structures = await referencesOf(
		here,
		rows.map((row) => row.structure_id)
	)
	return rows.flatMap((row) => {
		const record = structures.get(row.structure_id)
		return record ? [{ code: 'vacant-membership', id: row.id, record, label: null, day: row.from_day }] : []
	})
}

// The mark comes off by two administrators: what one has asked for, another administrator's seat is waited for.
async function removalsOf(here: Here, seat: SeatOfHandover): Promise<HandoverItem[]> {
	if (seat.role !== 'administrator') return []
	const rows = await here.tx
		.selectFrom('enforcement_removal')
		.select(['id', 'actor_id', 'asked_by_seat_id', 'asked_at'])
		.where('workspace_id', '=', here.workspace.id)
		.where('confirmed_at', 'is', null)
		.orderBy('asked_at')
		.limit(MOST)
		.execute()
	const actors = await referencesOf(
		here,
		rows.map((row) => row.actor_id)
	)
	return rows.flatMap((row) => {
		const record = actors.get(row.actor_id)
		const code = row.asked_by_seat_id === seat.id ? 'enforcement-removal-asked' : 'enforcement-removal-waits'
		return record ? [{ code, id: row.id, record, label: null, day: row.asked_at.toISOString().slice(0, 10) }] : []
	})
}

/** The structures a seat's actor chairs, is the secretariat of, or sits in, with how often they meet. */
async function structuresOf(here: Here, seat: SeatOfHandover): Promise<RecurringItem[]> {
	const { actorId } = seat
	if (actorId === null) return []
	const rows = await here.tx
		.selectFrom('structure')
		.leftJoin('membership', (on) =>
			on
				.onRef('membership.workspace_id', '=', 'structure.workspace_id')
				.onRef('membership.structure_id', '=', 'structure.id')
				.on('membership.actor_id', '=', actorId)
				.on('membership.to_day', 'is', null)
		)
		.select(['structure.id', 'structure.cadence', 'structure.meetings_per_year', 'structure.chair_actor_id'])
		.select(['structure.secretariat_actor_id', 'membership.id as membership_id'])
		.where('structure.workspace_id', '=', here.workspace.id)
		.where('structure.declared_status', '<>', 'dissolved')
		.where((where) =>
			where.or([
				where('structure.chair_actor_id', '=', actorId),
				where('structure.secretariat_actor_id', '=', actorId),
				where('membership.id', 'is not', null)
			])
		)
		.orderBy('structure.id')
		.limit(MOST)
		.execute()
	const structures = await referencesOf(
		here,
		rows.map((row) => row.id)
	)
	return rows.flatMap((row): RecurringItem[] => {
		const record = structures.get(row.id)
		if (!record) return []
		const code = row.chair_actor_id === actorId ? 'chairs' : row.secretariat_actor_id === actorId ? 'serves' : 'sits'
		return [{ code, record, label: row.cadence, timesPerYear: row.meetings_per_year }]
	})
}
