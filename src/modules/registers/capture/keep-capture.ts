import { z } from 'zod'
import { Reference, Text } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { anyOf, findRecord } from '#platform/records/find-record.server.ts'
import { registerOf } from '../registers.server.ts'
import { filesIn, type CaptureContent } from './captured-form.ts'
import { refuseRevoked } from './device-operations.ts'
import { getOwnDevice } from './find-device.server.ts'
import { declaredThen } from './read-captured.server.ts'
import { cameBefore, Received, Sent, timesOf } from './receive-capture.ts'
import { CONFLICT_REASONS } from './rules.ts'

const Fault = z.strictObject({
	name: z.string().max(160),
	code: Text(120),
	params: z.record(z.string().max(40), z.union([z.string().max(2_000), z.number()])).default({})
})

/** Files wait with what was captured: on the register, in nobody's sight but the officer's, until somebody has decided. */
async function keepFiles(here: Writing, registerId: string, files: readonly string[]): Promise<string[]> {
	if (files.length === 0) return []
	const rows = await here.tx
		.selectFrom('file')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(files))
		.where('seat_id', '=', here.seat.id)
		.where('record_id', 'is', null)
		.execute()
	await here.write.changeAll(
		'file',
		rows.map(({ id }) => ({ id, fields: { record_id: registerId } }))
	)
	return rows.map(({ id }) => id)
}

/**
 * Keeps what was captured and could not be taken in until a person has decided about it, so that nothing is lost if the device is. The
 * officer who captured it sees it, and whoever decides for the register. It asks for no right over the register: that it was lost meanwhile
 * is one of the reasons.
 */
export const keepCapture = command({
	name: 'capture.keep',
	input: z.strictObject({
		...Sent,
		reason: z.enum(CONFLICT_REASONS),
		/** What the refusal said of single inputs. */
		faults: z.array(Fault).max(100).default([]),
		/** The entries that it is likely the same as: told to whoever decides, as far as they see them. */
		alike: z.array(Reference).max(20).default([])
	}),
	output: Received,
	about: async (here, { device }) => {
		const own = await getOwnDevice(here, device)
		refuseRevoked(own)
		return own
	},
	allow: ({ seat }) => seat.id !== null && seat.role !== 'public',
	async run(here, sent, device) {
		const before = await cameBefore(here, device, sent)
		if (before) return before
		// What the device was given the forms of, the officer knew; no other register is named into sight by this.
		if (!device.registers.includes(sent.register)) throw absent('captures.not-on-device', { register: sent.register })
		const found = await here.write.inSightOfAll([], async () => {
			const [register, entry] = await Promise.all([
				findRecord(here, 'register', sent.register),
				sent.entry ? findRecord(here, 'entry', sent.entry.reference) : undefined
			])
			return register && { register, compiled: await registerOf(here, register.id), entry }
		})
		if (!found) throw absent('platform.no-such-record', { kind: 'register', reference: sent.register })
		const { register, compiled, entry } = found
		if (sent.formVersion > compiled.declaration.version) throw conflict('captures.no-such-form')
		const then = await declaredThen(here, { ...register, compiled }, sent.formVersion)
		const files = await keepFiles(here, register.id, filesIn(then.declaration, sent.fields))
		const { fields, faults, alike } = sent
		const content: CaptureContent = { fields, base: sent.entry?.base ?? null, files, alike, faults }
		const times = timesOf(here, sent)
		await here.write.add('field_capture', {
			id: sent.capture,
			device_id: device.id,
			seat_id: device.seat_id,
			register_id: register.id,
			register_version: sent.formVersion,
			entry_id: entry?.id ?? null,
			entry_version: sent.entry?.version ?? null,
			state: 'conflict',
			reason: sent.reason,
			content,
			...times,
			decided_at: null,
			decided_by: null
		})
		return { id: sent.capture, state: 'conflict' as const, entry: null, clockOff: times.clock_off }
	}
})
