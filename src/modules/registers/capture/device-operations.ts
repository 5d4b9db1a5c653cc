import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { z } from 'zod'
import { keepsAccess } from '#platform/access/access-rules.ts'
import { Identifier, Key, Reference, Text } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { command, everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { anyOf, countUpTo } from '#platform/records/find-record.server.ts'
import { takesPart } from '#platform/records/rules.ts'
import { mayAddSome, mayChangeSome } from '../entry/entry-access.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { getRegister } from '../registers.server.ts'
import { getDevice, getOwnDevice, type Device } from './find-device.server.ts'
import { DEVICES_MOST, REGISTERS_MOST } from './rules.ts'

/** Refuses whatever a device asks for or sends once it was revoked: it erases what it holds when it is told so. */
export function refuseRevoked({ revoked_at: revokedAt }: Device) {
	if (revokedAt !== null) throw conflict('captures.device-revoked')
}

/** Makes a device ready for field capture: the workspace knows it by a name, until it is revoked. */
export const addDevice = command({
	name: 'captureDevice.add',
	input: z.strictObject({ name: Text(80) }),
	output: z.object({ id: z.string() }),
	about: nothing,
	allow: ({ seat }) => seat.id !== null && takesPart(seat),
	async run(here, { name }) {
		const seatId = here.seat.id ?? ''
		const rows = await here.tx
			.selectFrom('capture_device')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('seat_id', '=', seatId)
			.where('revoked_at', 'is', null)
			.limit(DEVICES_MOST)
			.execute()
		if (rows.length >= DEVICES_MOST) throw conflict('captures.too-many-devices', { most: DEVICES_MOST })
		const id = await here.write.add('capture_device', {
			seat_id: seatId,
			name,
			registers: [],
			made_at: here.now,
			contacted_at: here.now,
			revoked_at: null,
			revoked_by: null,
			revoked_reason: null,
			erased_at: null
		})
		return { id }
	}
})

/** Notes that a device of the seat's own takes the forms of a register along. */
export const takeRegisterAlong = command({
	name: 'captureDevice.takeAlong',
	input: z.strictObject({ device: Identifier, register: Reference }),
	output: z.object({ id: z.string(), register: z.string(), version: z.int() }),
	async about(here, { device, register }) {
		const [own, found] = await Promise.all([getOwnDevice(here, device), getRegister(here, register)])
		return { device: own, register: found }
	},
	allow: (here, { register: { compiled } }) =>
		mayAddSome(compiled, askingOf(here)) || mayChangeSome(compiled, askingOf(here)),
	async run(here, _input, { device, register: { compiled, state } }) {
		refuseRevoked(device)
		if (state !== 'active') throw conflict('registers.not-active')
		const { register, version } = compiled.declaration
		if (!device.registers.includes(register) && device.registers.length >= REGISTERS_MOST)
			throw conflict('captures.too-many-registers', { most: REGISTERS_MOST })
		await here.write.change('capture_device', device.id, {
			registers: [...new Set([...device.registers, register])].sort(),
			// That a form was sent to it does not say that it arrived: a device that is being made ready says so itself.
			...(hasConfirmed(device) ? { contacted_at: heardAt(device, here.now) } : {})
		})
		return { id: device.id, register, version }
	}
})

/** `making`: it has not said yet that it holds what it takes along. */
const STATES = ['making', 'ready', 'revoked'] as const
type State = (typeof STATES)[number]

/** True for a device that was heard of since it was given its identifier. */
const hasConfirmed = ({ made_at: made, contacted_at: contacted }: Pick<Device, 'made_at' | 'contacted_at'>) =>
	contacted.getTime() > made.getTime()

/** When a device was heard of: after it was made, whatever the clock says. */
const heardAt = ({ made_at: made }: Pick<Device, 'made_at'>, now: Date) =>
	new Date(Math.max(now.getTime(), made.getTime() + 1))

function stateOf(device: Pick<Device, 'made_at' | 'contacted_at' | 'revoked_at' | 'registers'>): State {
	if (device.revoked_at !== null) return 'revoked'
	return hasConfirmed(device) && device.registers.length > 0 ? 'ready' : 'making'
}

const DeviceItem = z.object({
	id: z.string(),
	name: z.string(),
	seat: z.string(),
	office: z.string(),
	isOwn: z.boolean(),
	registers: z.array(z.string()),
	madeAt: z.date(),
	contactedAt: z.date(),
	state: z.enum(STATES),
	revokedAt: z.date().nullable(),
	revokedBy: z.string().nullable(),
	revokedReason: z.string().nullable(),
	/** When it told that it has erased what it held; null while nobody knows. */
	erasedAt: z.date().nullable(),
	/** What came from it and waits for a person. */
	conflicts: z.int()
})

/** The devices of the workspace for its administrators; of the own seat for everybody else. */
export const listDevices = query({
	name: 'captureDevice.list',
	input: listInput({ device: Identifier, seat: AnyOf(Key), state: AnyOf(z.enum(STATES)) }, [
		'made',
		'contacted',
		'name'
	]).extend({
		sort: z.enum(['made', '-made', 'contacted', '-contacted', 'name', '-name']).default('-made')
	}),
	output: listed(DeviceItem),
	about: nothing,
	allow: ({ seat }) => seat.id !== null,
	async run(here, input) {
		const columns = {
			made: 'capture_device.made_at',
			contacted: 'capture_device.contacted_at',
			name: 'capture_device.name'
		}
		const part = listPart(here.secret, input, columns, 'capture_device.id')
		const found = devicesIn(here, input.filter ?? {})
		const rows = await found
			.leftJoin('seat as revoker', (on) =>
				on
					.onRef('revoker.workspace_id', '=', 'capture_device.workspace_id')
					.onRef('revoker.id', '=', 'capture_device.revoked_by')
			)
			.select(['capture_device.id', 'capture_device.name', 'capture_device.seat_id', 'capture_device.registers'])
			.select(['capture_device.made_at', 'capture_device.contacted_at', 'capture_device.revoked_at'])
			.select(['capture_device.revoked_reason', 'capture_device.erased_at', 'revoker.office as revoked_by'])
			.select(['seat.key', 'seat.office'])
			.where(part.where)
			.orderBy(part.orderBy)
			.limit(part.limit)
			.execute()
		const [total, conflicts] = await Promise.all([
			countUpTo(here.tx, found.select('capture_device.id')),
			conflictsOf(
				here,
				rows.map(({ id }) => id)
			)
		])
		return toList(here.secret, part, rows, total, input, {
			value: (row) =>
				input.sort.endsWith('name')
					? row.name
					: (input.sort.endsWith('contacted') ? row.contacted_at : row.made_at).toISOString(),
			item: (row) => ({
				id: row.id,
				name: row.name,
				seat: row.key,
				office: row.office,
				isOwn: row.seat_id === here.seat.id,
				registers: row.registers,
				madeAt: row.made_at,
				contactedAt: row.contacted_at,
				state: stateOf(row),
				revokedAt: row.revoked_at,
				revokedBy: row.revoked_by,
				revokedReason: row.revoked_reason,
				erasedAt: row.erased_at,
				conflicts: conflicts.get(row.id) ?? 0
			})
		})
	}
})

type Filter = {
	device?: string | undefined
	seat?: string[] | undefined
	state?: State[] | undefined
}

function devicesIn(here: Here, { device, seat, state }: Filter) {
	let rows = here.tx
		.selectFrom('capture_device')
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'capture_device.workspace_id').onRef('seat.id', '=', 'capture_device.seat_id')
		)
		.where('capture_device.workspace_id', '=', here.workspace.id)
	if (!keepsAccess(here.seat)) rows = rows.where('capture_device.seat_id', '=', here.seat.id ?? '')
	if (device !== undefined) rows = rows.where('capture_device.id', '=', device)
	if (seat) rows = rows.where('seat.key', 'in', seat)
	if (!state) return rows
	const isReady = sql<SqlBool>`(capture_device.contacted_at > capture_device.made_at and cardinality(capture_device.registers) > 0)`
	const wanted: Record<State, RawBuilder<SqlBool>> = {
		making: sql`(capture_device.revoked_at is null and not ${isReady})`,
		ready: sql`(capture_device.revoked_at is null and ${isReady})`,
		revoked: sql`capture_device.revoked_at is not null`
	}
	return rows.where(
		sql<SqlBool>`(${sql.join(
			state.map((one) => wanted[one]),
			sql` or `
		)})`
	)
}

async function conflictsOf(here: Here, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
	if (ids.length === 0) return new Map()
	const rows = await here.tx
		.selectFrom('field_capture')
		.select((one) => ['device_id', one.fn.countAll<string>().as('count')])
		.where('workspace_id', '=', here.workspace.id)
		.where('device_id', '=', anyOf(ids))
		.where('state', '=', 'conflict')
		.groupBy('device_id')
		.execute()
	return new Map(rows.map((row) => [row.device_id, Number(row.count)]))
}

/** Revokes a device that is lost or no longer used: one's own, or, for administrators, any. It can send nothing more. */
export const revokeDevice = command({
	name: 'captureDevice.revoke',
	input: z.strictObject({ device: Identifier, reason: Text(500).optional() }),
	output: z.object({ id: z.string() }),
	async about(here, { device }) {
		const found = await getDevice(here, device)
		if (found.seat_id !== here.seat.id && !keepsAccess(here.seat)) throw absent('captures.no-such-device')
		return found
	},
	allow: ({ seat }) => seat.id !== null && seat.role !== 'public',
	async run(here, { reason }, device) {
		refuseRevoked(device)
		await here.write.change('capture_device', device.id, {
			revoked_at: here.now,
			revoked_by: here.seat.id,
			revoked_reason: reason ?? null
		})
		return { id: device.id }
	}
})

// Devices ask whenever their page is opened: that they did is noted from time to time.
const NOTED_EVERY = 3_600_000

/**
 * What a device asks before anything else, signed in or not: whether it may go on. Its identifier is random and known to it alone, and the
 * answer tells no more than that one word.
 */
export const contactDevice = command({
	name: 'captureDevice.contact',
	input: z.strictObject({ device: Identifier, erased: z.boolean().default(false) }),
	output: z.object({ state: z.enum(['ready', 'revoked']) }),
	about: (here, { device }) => getDevice(here, device),
	allow: everyone,
	async run(here, { erased }, device) {
		const isRevoked = device.revoked_at !== null
		const isNoted = hasConfirmed(device) && here.now.getTime() - device.contacted_at.getTime() < NOTED_EVERY
		if (isRevoked && erased && device.erased_at === null)
			await here.write.change('capture_device', device.id, { erased_at: here.now, contacted_at: here.now })
		else if (!isNoted) await here.write.change('capture_device', device.id, { contacted_at: heardAt(device, here.now) })
		return { state: isRevoked ? ('revoked' as const) : ('ready' as const) }
	}
})
