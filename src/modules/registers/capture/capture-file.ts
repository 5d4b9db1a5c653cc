import { z } from 'zod'
import { storedPath } from '#platform/files/store.server.ts'
import { Identifier } from '#platform/operation/fields.ts'
import { query, type Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { CaptureContent } from './captured-form.ts'
import { getCapture, type FoundCapture } from './find-capture.server.ts'

/**
 * The files that wait with a capture. They are in the officer's sight alone until it is decided; whoever decides sees them with the
 * officer's eyes, by the right to decide that `getCapture` asks for at that moment.
 */
export async function filesWith(here: Here, { row }: FoundCapture) {
	const { files } = row.content === null ? { files: [] } : CaptureContent.parse(row.content)
	if (files.length === 0) return []
	return here.seeingAs({ audience: [`seat:${row.seat_id}`], closedKinds: [] }, () =>
		here.tx
			.selectFrom('file')
			.select(['id', 'name', 'media_type', 'size', 'sha256'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', anyOf(files))
			.orderBy('name')
			.orderBy('id')
			.execute()
	)
}

/** A file that waits with a capture, for whoever sees the capture: only for the faces that send it. */
export const openCaptureFile = query({
	name: 'capture.file',
	input: z.strictObject({ capture: Identifier, file: Identifier }),
	output: z.object({
		name: z.string(),
		mediaType: z.string(),
		size: z.int(),
		sha256: z.string(),
		path: z.string()
	}),
	about: (here, { capture }) => getCapture(here, capture),
	allow: ({ seat }) => seat.id !== null,
	logged: true,
	only: 'download',
	async run(here, { file }, found) {
		const row = (await filesWith(here, found)).find(({ id }) => id === file)
		if (!row) throw absent('files.no-such-file')
		const { name, media_type: mediaType, size, sha256 } = row
		return { name, mediaType, size, sha256, path: storedPath(here.filesFolder, here.workspace.id, file) }
	}
})
