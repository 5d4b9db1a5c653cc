import { oparlBody, oparlList, oparlObject, withoutInternal } from '#modules/deliberation/oparl/oparl.ts'
import { askedOf, oparlTypeOf } from '#modules/deliberation/oparl/oparl-answer.ts'
import { getOParlSystem, listOParlObjects } from '#modules/deliberation/oparl/oparl-queries.ts'
import { absent, invalid } from '#platform/operation/refusal.ts'
import { answered, placeOf } from '../oparl-answer.server.ts'
import type { RequestHandler } from './$types'

/** An external list of OParl 1.1: all objects of a type that the reader sees, page by page, narrowed by when they were made or changed. */
export const GET: RequestHandler = (event) =>
	answered(event, async () => {
		const { locals, params, url } = event
		const place = placeOf(event)
		const path = `${place.base}/${params.type}`
		const query = url.searchParams
		const asked = askedOf(query)
		if (!asked) throw invalid([{ path: ['query'], code: 'deliberation.oparl-query' }])
		const after = query.get('after')
		if (params.type === 'body') {
			const body = oparlBody(place, await locals.attempt(getOParlSystem, {}))
			return oparlList(path, [body], { query, after, next: null, limit: asked.input.limit })
		}
		// There are no terms of office here: the list the standard asks for is empty.
		if (params.type === 'legislativeTerm')
			return oparlList(path, [], { query, after, next: null, limit: asked.input.limit })
		const type = oparlTypeOf(params.type)
		if (!type) throw absent('platform.no-such-record', { kind: 'record', reference: params.type.slice(0, 60) })
		const { items, next } = await locals.attempt(listOParlObjects, { type, ...asked.input })
		const objects = items.map((item) => oparlObject(place, item))
		return oparlList(path, asked.omitsInternal ? objects.map(withoutInternal) : objects, {
			query,
			after,
			next,
			limit: asked.input.limit
		})
	})
