import { z } from 'zod'
import type { Seat } from '#platform/access/seat.ts'
import { Identifier, Text } from '#platform/operation/fields.ts'
import { command, everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { ReceivedFile } from './receive.server.ts'
import { refuseWhenFull } from './storage.ts'
import { storedPath, storeFile } from './store.server.ts'

const FileFacts = {
	name: z.string(),
	mediaType: z.string(),
	/** In bytes. */
	size: z.int(),
	sha256: z.string()
}

const bringsFiles = (seat: Seat) => seat.id !== null && seat.role !== 'public' && seat.role !== 'observer'

/**
 * Takes in a file that is attached to nothing yet: only its seat sees it, and after 24 hours it is removed unless a command
 * has attached it.
 */
export const uploadFile = command({
	name: 'file.upload',
	input: z.strictObject({
		name: Text(200),
		received: z.custom<ReceivedFile>((value) => value instanceof ReceivedFile)
	}),
	output: z.object({ id: z.string(), ...FileFacts }),
	about: nothing,
	allow: ({ seat }) => bringsFiles(seat),
	only: 'upload',
	async run(here, { name, received }) {
		await refuseWhenFull(here, received.size)
		await storeFile(here.filesFolder, here.workspace.id, received)
		const { id, mediaType, size, sha256 } = received
		await here.write.add('file', {
			id,
			name,
			media_type: mediaType,
			size,
			sha256,
			seat_id: here.seat.id,
			record_id: null,
			audience: [`seat:${here.seat.id ?? ''}`],
			created_at: here.now
		})
		return { id, name, mediaType, size, sha256 }
	}
})

async function getFile(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('file')
		.select(['id', 'name', 'media_type', 'size', 'sha256', 'record_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	if (!row || !(await isRecordSeen(here, row.record_id))) throw absent('files.no-such-file')
	return row
}

// A file has its record's audience; whether the workspace shows records of that kind at all, only the record tells.
const isRecordSeen = async (here: Here, recordId: string | null) =>
	recordId === null ||
	(await here.tx
		.selectFrom('record')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', recordId)
		.executeTakeFirst()) !== undefined

/** A file somebody may see, with the place of its content: only for the faces that send it, never written out. */
export const openFile = query({
	name: 'file.get',
	input: z.strictObject({ file: Identifier }),
	output: z.object({ ...FileFacts, path: z.string() }),
	about: (here, { file }) => getFile(here, file),
	allow: everyone,
	logged: true,
	only: 'download',
	async run(here, _input, row) {
		const { id, name, media_type: mediaType, size, sha256 } = row
		return { name, mediaType, size, sha256, path: storedPath(here.filesFolder, here.workspace.id, id) }
	}
})
