import { z } from 'zod'
import { contactDevice } from '#modules/registers/capture/device-operations.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { sentJson, told } from '../answering.server.ts'
import type { RequestHandler } from './$types'

const Sent = z.object({ device: z.string(), erased: z.boolean().optional() }).catch({ device: '' })

/** Whether a device may go on: asked before it is unlocked, and signed in or not. */
export const POST: RequestHandler = async ({ locals, request }) => {
	try {
		const { state } = await locals.run(contactDevice, Sent.parse(await sentJson(request)))
		return told({ state })
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		return told({ state: 'unknown' })
	}
}
