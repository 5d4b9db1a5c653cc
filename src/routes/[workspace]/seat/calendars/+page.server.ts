import { createFeed, revokeFeed } from '#modules/deliberation/calendar/feed-commands.ts'
import { listFeeds } from '#modules/deliberation/calendar/feed-queries.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { shownOnceAction } from '../../administration/shown-once.server.ts'
import { optionsOf, refuseUnlessMay } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const SHOWN = 200

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const { key } = locals.seat
	refuseUnlessMay({ locals, url }, key !== null, 'calendarFeed.list')
	const { items } = await locals.ask(listFeeds, { filter: { seat: [key ?? ''] }, limit: SHOWN })
	return {
		feeds: items.map(({ id, structure, isOfStructure, createdAt, lastUsed, state }) => ({
			id,
			structure: structure ? locals.words.name(structure.title) : null,
			isOfStructure,
			createdAt,
			lastUsed,
			state
		})),
		office: locals.seat.office,
		keys: formKeys(locals),
		structures: await optionsOf(locals, 'structure'),
		chosen: url.searchParams.get('structure'),
		place: `${url.origin}/${params.workspace}/calendar/`
	}
}

export const actions: Actions = {
	make: shownOnceAction(createFeed),
	revoke: formAction(revokeFeed, (_event, form) => ({ feed: form.get('feed') }))
}
