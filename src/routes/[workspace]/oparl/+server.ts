import { oparlSystem } from '#modules/deliberation/oparl/oparl.ts'
import { getOParlSystem } from '#modules/deliberation/oparl/oparl-queries.ts'
import { answered, placeOf } from './oparl-answer.server.ts'
import type { RequestHandler } from './$types'

/** The *System* of OParl 1.1: where a reader of a workspace's meetings, papers and memberships begins. */
export const GET: RequestHandler = (event) =>
	answered(event, async () => oparlSystem(placeOf(event), await event.locals.attempt(getOParlSystem, {})))
