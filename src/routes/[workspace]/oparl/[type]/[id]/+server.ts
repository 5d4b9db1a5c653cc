import { oparlBody, oparlObject } from '#modules/deliberation/oparl/oparl.ts'
import { oparlTypeOf } from '#modules/deliberation/oparl/oparl-answer.ts'
import { getOParlObject, getOParlSystem } from '#modules/deliberation/oparl/oparl-queries.ts'
import { Identifier } from '#platform/operation/fields.ts'
import { absent } from '#platform/operation/refusal.ts'
import { answered, placeOf } from '../../oparl-answer.server.ts'
import type { RequestHandler } from './$types'

/** One object of OParl 1.1, at the address that is its identifier. */
export const GET: RequestHandler = (event) =>
	answered(event, async () => {
		const { locals, params } = event
		const place = placeOf(event)
		const nothing = absent('platform.no-such-record', { kind: 'record', reference: params.id.slice(0, 60) })
		if (params.type === 'body') {
			const system = await locals.attempt(getOParlSystem, {})
			if (params.id !== system.key) throw nothing
			return oparlBody(place, system)
		}
		const type = oparlTypeOf(params.type)
		// What is no identifier at all names nothing, as one that nobody has.
		if (!type || !Identifier.safeParse(params.id).success) throw nothing
		const { item } = await locals.attempt(getOParlObject, { type, id: params.id })
		return oparlObject(place, item)
	})
