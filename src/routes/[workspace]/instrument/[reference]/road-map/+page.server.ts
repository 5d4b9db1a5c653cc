import { getRoadMap } from '#modules/instruments/domestication/road-map-queries.ts'
import { headOf, todayOf } from '../../../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const { instrument, ...map } = await locals.ask(getRoadMap, { instrument: params.reference })
	return { ...map, record: headOf(instrument), today: todayOf(locals) }
}
