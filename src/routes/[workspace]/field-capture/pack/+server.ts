import { takeRegisterAlong } from '#modules/registers/capture/device-operations.ts'
import { answered } from '../answering.server.ts'
import { packOf } from '../pack.server.ts'
import type { RequestHandler } from './$types'

/** What a device takes along of a register: its form, what it is chosen from, and what it is judged by. */
export const GET: RequestHandler = ({ locals, params, url }) =>
	answered(locals, async () => {
		const [device, register] = [url.searchParams.get('device') ?? '', url.searchParams.get('register') ?? '']
		await locals.run(takeRegisterAlong, { device, register })
		return packOf(locals, { workspace: params.workspace, register })
	})
