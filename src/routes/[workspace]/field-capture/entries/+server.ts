import { takeRegisterAlong } from '#modules/registers/capture/device-operations.ts'
import { answered } from '../answering.server.ts'
import { entriesToTake } from '../entries-to-take.server.ts'
import type { RequestHandler } from './$types'

/** Entries that the seat may change, a part of them at a time, newest first, with all that their form holds. */
export const GET: RequestHandler = ({ locals, params, url }) =>
	answered(locals, async () => {
		const asked = (name: string) => url.searchParams.get(name) ?? ''
		const register = asked('register')
		await locals.run(takeRegisterAlong, { device: asked('device'), register })
		return entriesToTake(locals, { workspace: params.workspace, register, after: asked('after') })
	})
