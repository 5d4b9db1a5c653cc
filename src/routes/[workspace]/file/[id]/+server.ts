import { openFile } from '#platform/files/file-operations.ts'
import { sendFile } from '../../../download.server.ts'
import type { RequestHandler } from './$types'

/** A stored file, as whoever may see its record gets it. */
export const GET: RequestHandler = async ({ locals, params }) =>
	sendFile(await locals.ask(openFile, { file: params.id }))
