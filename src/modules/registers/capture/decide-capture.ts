import { z } from 'zod'
import { Identifier, Text, Version } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { addEntry, changeEntry } from '../entry/entry-commands.ts'
import { Given } from '../entry/given.server.ts'
import { CaptureContent } from './captured-form.ts'
import { getCapture, type FoundCapture } from './find-capture.server.ts'

function refuseDecided({ row }: FoundCapture) {
	if (row.state !== 'conflict') throw conflict('captures.decided-already')
}

/** Gives the files that waited to whoever decides: the entry takes them, and those it does not take are removed within the day. */
async function releaseFiles(here: Writing, { row }: FoundCapture) {
	const { files } = CaptureContent.parse(row.content)
	const seat = here.seat.id ?? ''
	await here.write.inSightOfAll([], () =>
		here.write.changeAll(
			'file',
			files.map((id) => ({ id, fields: { record_id: null, seat_id: seat, audience: [`seat:${seat}`] } }))
		)
	)
}

const decided = (here: Writing, { row }: FoundCapture, more: { state: 'decided' | 'dropped'; entry_id?: string }) =>
	here.write.change('field_capture', row.id, {
		...more,
		content: null,
		decided_at: here.now,
		decided_by: here.seat.id
	})

/**
 * Decides about a capture that waits: what is given becomes the entry, or corrects the one that was taken along, by the rights of whoever
 * decides. With that, what was captured is kept no longer beside it.
 */
export const decideCapture = command({
	name: 'capture.decide',
	input: z.strictObject({
		capture: Identifier,
		/** Of an entry that is corrected: the version that is seen beside what was captured. */
		version: Version.optional(),
		...Given
	}),
	output: z.object({ id: z.string(), entry: z.string() }),
	about: (here, { capture }) => getCapture(here, capture),
	allow: ({ seat }) => seat.id !== null && seat.role !== 'public',
	async run(here, { version, values, tables }, found) {
		refuseDecided(found)
		const { row, register } = found
		if (!register) throw conflict('captures.register-unseen')
		await releaseFiles(here, found)
		const key = register.compiled.declaration.register
		const given = { values, tables }
		// Without a version it becomes an entry of its own: the one it was to correct may be gone.
		const done =
			row.entry_id !== null && version !== undefined
				? await here.run(changeEntry, { register: key, entry: row.entry_id, version, ...given })
				: await here.run(addEntry, { register: key, ...given })
		await decided(here, found, { state: 'decided', entry_id: done.id })
		return { id: row.id, entry: done.reference }
	}
})

/** Drops a capture that waits: nothing becomes of it, and what was filled in is gone. */
export const dropCapture = command({
	name: 'capture.drop',
	input: z.strictObject({ capture: Identifier, reason: Text(2_000) }),
	output: z.object({ id: z.string() }),
	about: (here, { capture }) => getCapture(here, capture),
	allow: ({ seat }) => seat.id !== null && seat.role !== 'public',
	async run(here, _input, found) {
		refuseDecided(found)
		await releaseFiles(here, found)
		await decided(here, found, { state: 'dropped' })
		return { id: found.row.id }
	}
})
