import { answered } from '../answering.server.ts'
import { registersToTake } from '../registers-to-take.server.ts'
import type { RequestHandler } from './$types'

/** The registers whose forms the seat may take along. */
export const GET: RequestHandler = ({ locals }) =>
	answered(locals, async () => ({ registers: await registersToTake(locals) }))
