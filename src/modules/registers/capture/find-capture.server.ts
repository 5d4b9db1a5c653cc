import type { Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { findRecord } from '#platform/records/find-record.server.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { registerOf, type Register } from '../registers.server.ts'
import { decidesForOthers } from './rules.ts'

/** A capture that the seat may see: its own, or one of a register it decides for. Its register, where the seat sees that too. */
export async function getCapture(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('field_capture')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	if (!row || here.seat.id === null) throw absent('captures.no-such-capture')
	const record = await findRecord(here, 'register', row.register_id)
	const register: Register | null = record ? { ...record, compiled: await registerOf(here, record.id) } : null
	const isOwn = row.seat_id === here.seat.id
	if (!isOwn && !(register && decidesForOthers(register.compiled, askingOf(here))))
		throw absent('captures.no-such-capture')
	return { row, register }
}
export type FoundCapture = Awaited<ReturnType<typeof getCapture>>
