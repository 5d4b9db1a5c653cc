import { z } from 'zod'
import { ReceivedFile, tooLarge } from '#platform/files/receive.server.ts'
import { refuseWhenFull } from '#platform/files/storage.ts'
import { storeFile } from '#platform/files/store.server.ts'
import { Identifier, Key, Text } from '#platform/operation/fields.ts'
import { command, everyone, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { FieldKey } from '../entry/given.server.ts'
import { standingOf } from './asked-form.ts'
import { arrivedOf, marksOf } from './count-arrivals.server.ts'
import { storedName, whyNotTaken } from './file-kinds.server.ts'
import { forReviewers, getForm } from './find-form.server.ts'
import { digestFor } from './keyed.server.ts'
import { AN_HOUR } from './limits.ts'

// Whom a file is shown to that came from a stranger and belongs to nothing yet.
const LOOSE = ['nobody']

/** The purpose of the digest by which files of the same content are found. */
const markOf = (here: Writing, sha256: string) => digestFor(here.secret, 'file content', sha256).slice(0, 16)

/**
 * Takes in a file that a stranger sends with a form, whether or not the rest of it is right yet, so that nobody chooses it
 * twice. Nobody sees it until it belongs to a submission, and it is gone within the day if it never does. Not in the registry:
 * only the page of a form runs it.
 */
export const takeFile = command({
	name: 'submission.takeFile',
	input: z.strictObject({
		register: Key,
		field: FieldKey,
		received: z.custom<ReceivedFile>((value) => value instanceof ReceivedFile)
	}),
	output: z.object({ id: z.string(), name: z.string() }),
	about: (here, { register }) => getForm(here, register),
	allow: everyone,
	unlocated: true,
	run: (here, { field, received }, found) =>
		forReviewers(here, async () => {
			const at = { path: ['values', field] }
			const megabytes = found.form.file_megabytes
			if (standingOf(found.opened, here.today) !== 'open')
				throw conflict('submission.closed', { day: found.opened.closesOn ?? '' })
			if (found.compiled.fields.get(field)?.field.type !== 'file')
				throw invalid([{ ...at, code: 'platform.field.unknown' }])
			if (received.size > megabytes * 1_000_000)
				throw invalid(tooLarge(megabytes * 1_000_000).issues.map((issue) => ({ ...issue, ...at })))
			const marks = marksOf(here)
			const before = await arrivedOf(here, { kind: 'file', by: 'address_mark', of: marks.address, most: AN_HOUR.files })
			if (before >= AN_HOUR.files) throw conflict('submission.too-many-files')
			const why = await whyNotTaken(received)
			if (why) throw invalid([{ ...at, code: `submission.file-${why}` }])
			await refuseWhenFull(here, received.size)
			await storeFile(here.filesFolder, here.workspace.id, received)
			const { id, mediaType, size, sha256, name } = received
			await here.write.add('file', {
				id,
				name: storedName(mediaType, 1),
				media_type: mediaType,
				size,
				sha256,
				seat_id: null,
				record_id: null,
				audience: LOOSE,
				created_at: here.now
			})
			await here.write.add('submission_arrival', {
				kind: 'file',
				register_id: found.registerId,
				ticket: null,
				address_mark: marks.address,
				network_mark: marks.network,
				arrived_at: here.now
			})
			return { id, name }
		})
})

/** A file that came with a form and belongs to nothing yet, with the name its sender gave it. */
export type ClaimedFile = { id: string; field: string; name: string; mark: string }

/** A file that was taken in before, as a form names it: with what its sender calls it. */
export const SentFile = z.strictObject({ id: Identifier, name: Text(200).optional() })
type SentFiles = Readonly<Record<string, z.output<typeof SentFile>>>

/** The files that a stranger names as theirs: only what a stranger sent and nobody has claimed. */
export async function claimFiles(here: Writing, files: SentFiles): Promise<ClaimedFile[]> {
	const wanted = Object.entries(files)
	if (new Set(wanted.map(([, { id }]) => id)).size < wanted.length)
		throw invalid(wanted.map(([field]) => ({ path: ['values', field], code: 'submission.file-twice' })))
	if (wanted.length === 0) return []
	const rows = await here.tx
		.selectFrom('file')
		.select(['id', 'name', 'sha256', 'audience'])
		.where('workspace_id', '=', here.workspace.id)
		.where(
			'id',
			'in',
			wanted.map(([, { id }]) => id)
		)
		.where('seat_id', 'is', null)
		.where('record_id', 'is', null)
		.where('is_held', '=', false)
		.forUpdate()
		.execute()
	const free = new Map(rows.filter(({ audience }) => audience.join() === LOOSE.join()).map((row) => [row.id, row]))
	return wanted.map(([field, { id, name }]) => {
		const row = free.get(id)
		if (!row) throw invalid([{ path: ['values', field], code: 'submission.file-gone' }])
		return { id, field, name: name ?? row.name, mark: markOf(here, row.sha256) }
	})
}
