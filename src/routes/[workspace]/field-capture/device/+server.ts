import { z } from 'zod'
import { addDevice } from '#modules/registers/capture/device-operations.ts'
import { answered, sentJson } from '../answering.server.ts'
import type { RequestHandler } from './$types'

const Sent = z.object({ name: z.string() }).catch({ name: '' })

/** Makes a device ready: it is given its identifier. */
export const POST: RequestHandler = ({ locals, request }) =>
	answered(locals, async () => locals.run(addDevice, { name: Sent.parse(await sentJson(request)).name }))
