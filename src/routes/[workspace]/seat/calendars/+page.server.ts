import { createFeed, revokeFeed } from '#modules/deliberation/calendar/feed-commands.ts'
import { listFeeds } from '#modules/deliberation/calendar/feed-queries.ts'
import { listRegisters } from '#modules/registers/register-queries.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { shownOnceAction } from '../../administration/shown-once.server.ts'
import { optionsOf, refuseUnlessMay } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const SHOWN = 200

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const { key } = locals.seat
	refuseUnlessMay({ locals, url }, key !== null, 'calendarFeed.list')
	const [{ items }, registers] = await Promise.all([
		locals.ask(listFeeds, { filter: { seat: [key ?? ''] }, limit: SHOWN }),
		locals.ask(listRegisters, { sort: 'title', limit: SHOWN })
	])
	return {
		feeds: items.map(({ id, structure, isOfStructure, register, isOfRegister, createdAt, lastUsed, state }) => ({
			id,
			structure: structure ? locals.words.name(structure.title) : null,
			isOfStructure,
			register: register ? locals.words.name(register.title) : null,
			isOfRegister,
			createdAt,
			lastUsed,
			state
		})),
		office: locals.seat.office,
		keys: formKeys(locals),
		structures: await optionsOf(locals, 'structure'),
		chosen: url.searchParams.get('structure'),
		registers: registers.items.map(({ reference, title }) => ({ value: reference, label: locals.words.name(title) })),
		// Whoever comes from a register asks for its calendar, and is asked for nothing else.
		chosenRegister:
			registers.items.find(({ reference }) => reference === url.searchParams.get('register'))?.reference ?? null,
		place: `${url.origin}/${params.workspace}/calendar/`
	}
}

export const actions: Actions = {
	make: shownOnceAction(createFeed, ({ locals }) => ({ language: locals.words.language })),
	revoke: formAction(revokeFeed, (_event, form) => ({ feed: form.get('feed') }))
}
