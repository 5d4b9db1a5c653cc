import { uploadFile } from '#platform/files/file-operations.ts'
import { discardFile } from '#platform/files/receive.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { receiveUpload } from '../../../upload.server.ts'
import { answered } from '../answering.server.ts'
import type { RequestHandler } from './$types'

/** Takes in one file of a capture before the capture itself: a line that breaks costs no more than one of them. */
export const POST: RequestHandler = ({ locals, request }) =>
	answered(locals, async () => {
		const { file } = await receiveUpload({ request, locals })
		if (!file) throw invalid([{ path: ['file'], code: 'platform.field.missing' }])
		try {
			const { id } = await locals.run(uploadFile, { name: file.name, received: file })
			return { state: 'taken', id }
		} finally {
			await discardFile(file)
		}
	})
