import { openCaptureFile } from '#modules/registers/capture/capture-file.ts'
import { sendFile } from '../../../../../../../download.server.ts'
import type { RequestHandler } from './$types'

/** A photograph or another file that waits with what was captured, for whoever decides about it. */
export const GET: RequestHandler = async ({ locals, params }) =>
	sendFile(await locals.ask(openCaptureFile, { capture: params.capture, file: params.file }))
