import { getSeriesMinutes } from '#modules/deliberation/minutes/series-queries.ts'
import { todayOf } from '../../../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const [from, to] = [url.searchParams.get('from') ?? '', url.searchParams.get('to') ?? '']
	return {
		read: await locals.ask(getSeriesMinutes, {
			structure: params.reference,
			...(from === '' ? {} : { from }),
			...(to === '' ? {} : { to })
		}),
		today: todayOf(locals)
	}
}
