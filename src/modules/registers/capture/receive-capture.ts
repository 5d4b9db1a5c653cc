import { z } from 'zod'
import { Day, Identifier, Reference, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { refuseUnlessAllowed } from '#platform/operation/steps.server.ts'
import { addEntry, changeEntry } from '../entry/entry-commands.ts'
import { areaNames } from '../entry/said/area-names.server.ts'
import { mayAddSome } from '../entry/entry-access.ts'
import { askingOf, getEntryRow } from '../entry/read-entry.server.ts'
import { renamedSince } from './renamed-since.server.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { CapturedBase, CapturedFields } from './captured-form.ts'
import { carryOver } from './carry-over.ts'
import { refuseRevoked } from './device-operations.ts'
import { findDuplicates } from './find-duplicates.server.ts'
import { getOwnDevice, type Device } from './find-device.server.ts'
import { declaredThen, readCaptured, toldAtInputs } from './read-captured.server.ts'
import { clockOff } from './rules.ts'

/** What a device sends of one capture. */
export const Sent = {
	device: Identifier,
	/** The identifier the device gave it: sent twice, it is taken in once. */
	capture: Identifier,
	register: Reference,
	/** The version of the declaration whose form was filled in. */
	formVersion: z.int().min(1).max(1_000_000),
	/** The day and the moment of the capture, by the device's clock; and that clock when it was sent. */
	day: Day,
	capturedAt: z.iso.datetime(),
	sentAt: z.iso.datetime(),
	fields: CapturedFields,
	/** Of an entry that was taken along to be corrected: its number, the version it had, and what its form began with. */
	entry: z.strictObject({ reference: Reference, version: Version, base: CapturedBase }).optional()
}

const States = z.enum(['entered', 'conflict', 'decided', 'dropped'])

/** What became of a capture. */
export const Received = z.object({
	id: z.string(),
	state: States,
	/** The number of the entry it became or corrected. */
	entry: z.string().nullable(),
	/** By how many seconds the device's clock is ahead; null where it is not much. */
	clockOff: z.int().nullable()
})
export type Received = z.output<typeof Received>

type Given = { capture: string; capturedAt: string; sentAt: string; day: string; formVersion: number }

/** The columns that say when something was captured and came in. */
export const timesOf = (here: Here, { capturedAt, sentAt, day }: Given) => ({
	captured_day: day,
	captured_at: new Date(capturedAt),
	received_at: here.now,
	clock_off: clockOff(new Date(sentAt), here.now)
})

async function numberOf(here: Here, entryId: string | null): Promise<string | null> {
	if (entryId === null) return null
	const row = await here.tx
		.selectFrom('record')
		.select('number')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', entryId)
		.executeTakeFirst()
	return row?.number ?? null
}

/**
 * What became of a capture that came before; null of one that is new. Whatever a device sends waits here for what it sent before,
 * so that two sendings of one capture meet each other.
 */
export async function cameBefore(here: Writing, device: Device, sent: Given): Promise<Received | null> {
	await here.write.change('capture_device', device.id, { contacted_at: here.now })
	const row = await here.tx
		.selectFrom('field_capture')
		.select(['id', 'device_id', 'state', 'entry_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', sent.capture)
		.executeTakeFirst()
	if (!row) return null
	if (row.device_id !== device.id) throw conflict('captures.of-other-device')
	return {
		id: row.id,
		state: row.state,
		entry: await numberOf(here, row.entry_id),
		clockOff: clockOff(new Date(sent.sentAt), here.now)
	}
}

/** The fields under the names of the present form. Refused where something has no place there: a person decides. */
async function inPresentForm(here: Here, register: Register, fields: CapturedFields, version: number) {
	const { compiled } = register
	if (version > compiled.declaration.version) throw invalid([{ path: ['formVersion'], code: 'captures.no-such-form' }])
	if (version === compiled.declaration.version) return fields
	const [then, areas, renamed] = await Promise.all([
		declaredThen(here, register, version),
		areaNames(here, compiled.declaration),
		renamedSince(here, register, version)
	])
	const carried = carryOver(fields, { from: then.declaration, to: compiled.declaration, areas, renamed })
	if (carried.left.length > 0)
		throw conflict('captures.form-changed', { version, present: compiled.declaration.version })
	return carried.fields
}

async function addCaptured(here: Writing, register: Register, fields: CapturedFields, isKnown: boolean) {
	const { compiled } = register
	// Before anything is looked up for it: whoever adds nothing learns nothing of what it names.
	refuseUnlessAllowed(mayAddSome(compiled, askingOf(here)), 'entry.add')
	const { given, rows } = await readCaptured(here, { compiled, fields, base: null, held: {} })
	return toldAtInputs(rows, async () => {
		if (!isKnown) {
			const alike = await findDuplicates(here, register, given)
			if (alike.length > 0) throw conflict('captures.likely-duplicate', { entries: alike.join(', ') })
		}
		return here.run(addEntry, { register: compiled.declaration.register, ...given })
	})
}

type Corrected = {
	register: Register
	fields: CapturedFields
	entry: { reference: string; version: number; base: CapturedBase }
}

async function changeCaptured(here: Writing, { register, fields, entry }: Corrected) {
	const found = await getEntryRow(here, entry.reference, register.id)
	// Before anything is read from it: what others changed meanwhile is shown beside it, and a person decides.
	const current = await here.write.lockRecord(found.id)
	if (current !== entry.version)
		throw conflict('platform.changed-meanwhile', { version: entry.version, current, record: found.id })
	const { compiled } = register
	const captured = { compiled, fields, base: entry.base, held: found.kept.values.fields }
	const { given, rows } = await readCaptured(here, captured)
	return toldAtInputs(rows, () =>
		here.run(changeEntry, {
			register: compiled.declaration.register,
			entry: found.id,
			version: entry.version,
			...given
		})
	)
}

/**
 * Takes in what was captured on a device: adds the entry, or corrects the one that was taken along. Refused with the faults at the inputs
 * of the form where it is not sound, and as a conflict where a person has to look at it: nothing is kept then (`capture.keep` keeps it).
 */
export const receiveCapture = command({
	name: 'capture.receive',
	input: z.strictObject({
		...Sent,
		/** True where the officer has been told of an entry that is likely the same, and adds it all the same. */
		isKnown: z.boolean().default(false)
	}),
	output: Received,
	async about(here, { device, register }) {
		const own = await getOwnDevice(here, device)
		refuseRevoked(own)
		return { device: own, register: await getRegister(here, register) }
	},
	allow: ({ seat }) => seat.id !== null && seat.role !== 'public',
	async run(here, sent, { device, register: found }) {
		const before = await cameBefore(here, device, sent)
		if (before) return before
		const { capture, formVersion, entry, fields, isKnown } = sent
		await here.write.holdRecord(found.id)
		const register = await getRegister(here, found.id)
		if (register.state !== 'active') throw conflict('registers.not-active')
		const present = await inPresentForm(here, register, fields, formVersion)
		const base = entry && (await baseInPresentForm(here, register, entry.base, formVersion))
		const done = entry
			? await changeCaptured(here, { register, fields: present, entry: { ...entry, base: base ?? entry.base } })
			: await addCaptured(here, register, present, isKnown)
		const times = timesOf(here, sent)
		await here.write.add('field_capture', {
			id: capture,
			device_id: device.id,
			seat_id: device.seat_id,
			register_id: register.id,
			register_version: formVersion,
			entry_id: done.id,
			entry_version: entry?.version ?? null,
			state: 'entered',
			reason: null,
			content: null,
			...times,
			decided_at: null,
			decided_by: null
		})
		return { id: capture, state: 'entered' as const, entry: done.reference, clockOff: times.clock_off }
	}
})

// What a form began with is put under the names of the present one as what was filled in is; what has no place there compares with nothing.
async function baseInPresentForm(
	here: Here,
	register: Register,
	base: CapturedBase,
	version: number
): Promise<CapturedBase> {
	const pairs = Object.entries(base).flatMap(([name, texts]) => texts.map((text): [string, string] => [name, text]))
	const { compiled } = register
	if (version === compiled.declaration.version || pairs.length === 0) return base
	const [then, areas, renamed] = await Promise.all([
		declaredThen(here, register, version),
		areaNames(here, compiled.declaration),
		renamedSince(here, register, version)
	])
	const { fields } = carryOver(pairs, { from: then.declaration, to: compiled.declaration, areas, renamed })
	const none: string[] = []
	const empty = Object.entries(base).flatMap(([name, texts]) => (texts.length === 0 ? [[name, none] as const] : []))
	const filled = Map.groupBy(fields, ([name]) => name)
	return Object.fromEntries([
		...empty,
		...[...filled].map(([name, some]) => [name, some.map(([, text]) => text)] as const)
	])
}
