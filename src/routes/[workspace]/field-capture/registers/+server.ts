import { answered } from '../answering.server.ts'
import { registersToTake } from '../registers-to-take.server.ts'
import type { RequestHandler } from './$types'

/** The registers whose forms the seat may take along; with `of`, the named ones alone, as a device asks whether its forms still hold. */
export const GET: RequestHandler = ({ locals, url }) =>
	answered(locals, async () => {
		const of = (url.searchParams.get('of') ?? '').split(',').filter((key) => key !== '')
		return { registers: await registersToTake(locals, of) }
	})
