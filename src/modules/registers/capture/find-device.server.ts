import type { Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'

const columns = [
	'id',
	'seat_id',
	'name',
	'registers',
	'made_at',
	'contacted_at',
	'revoked_at',
	'revoked_reason',
	'erased_at'
] as const

/** A device of the workspace, whosever it is; undefined where there is none. */
export async function findDevice(here: Here, id: string) {
	return here.tx
		.selectFrom('capture_device')
		.select(columns)
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
}
export type Device = NonNullable<Awaited<ReturnType<typeof findDevice>>>

/** A device that is there. */
export async function getDevice(here: Here, id: string): Promise<Device> {
	const device = await findDevice(here, id)
	if (!device) throw absent('captures.no-such-device')
	return device
}

/** A device of the seat's own: of those of others nobody is told by what a device is asked or sends. */
export async function getOwnDevice(here: Here, id: string): Promise<Device> {
	const device = await getDevice(here, id)
	if (here.seat.id === null || device.seat_id !== here.seat.id) throw absent('captures.no-such-device')
	return device
}
