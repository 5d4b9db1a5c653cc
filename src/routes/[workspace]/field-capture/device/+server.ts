import { z } from 'zod'
import { addDevice, revokeDevice } from '#modules/registers/capture/device-operations.ts'
import { answered, sentJson } from '../answering.server.ts'
import type { RequestHandler } from './$types'

const Sent = z.object({ name: z.string().catch(''), givenUp: z.string().optional() }).catch({ name: '' })

/** Makes a device ready: it is given its identifier. One that could not take anything along is given up, and can send nothing. */
export const POST: RequestHandler = ({ locals, request }) =>
	answered(locals, async () => {
		const { name, givenUp } = Sent.parse(await sentJson(request))
		if (givenUp === undefined) return locals.run(addDevice, { name })
		return locals.run(revokeDevice, { device: givenUp })
	})
