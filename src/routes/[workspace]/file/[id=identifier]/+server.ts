import { isHttpError } from '@sveltejs/kit'
import { openFile } from '#platform/files/file-operations.ts'
import { sendFile } from '../../../download.server.ts'
import type { RequestHandler } from './$types'

/** A stored file, as whoever may see its record gets it; a browser is shown the page for what is not there. */
export const GET: RequestHandler = async ({ locals, params, request, fetch }) => {
	try {
		return await sendFile(await locals.ask(openFile, { file: params.id }))
	} catch (thrown) {
		const isShown = request.headers.get('accept')?.includes('text/html') === true
		if (!isShown || !isHttpError(thrown, 404)) throw thrown
		return fetch(`/${params.workspace}/file/none`)
	}
}
