import { reorderAgenda } from '#modules/deliberation/meeting/agenda-commands.ts'
import { movedFrom, orderFrom } from '#modules/deliberation/meeting/agenda-order.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { formAction } from '../../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const meeting = await locals.ask(getMeeting, { meeting: params.reference })
	refuseUnlessMay({ locals, url }, meeting.may.keepAgenda, 'agendaItem.reorder')
	return {
		...formOf(locals, meeting),
		items: meeting.agenda
			.filter(({ status }) => status === 'accepted')
			.map(({ reference, title, number }) => ({ reference, title, number }))
	}
}

/** Moves one item by a place; the page stays, for the next one. */
const moveBy = (by: -1 | 1) =>
	formAction(
		reorderAgenda,
		({ params }, form) => ({ meeting: params['reference'], items: movedFrom(form, by) }),
		(_done, { url }) => url.pathname
	)

export const actions: Actions = {
	order: formAction(
		reorderAgenda,
		({ params }, form) => ({ meeting: params['reference'], items: orderFrom(form) }),
		backTo('meeting')
	),
	up: moveBy(-1),
	down: moveBy(1)
}
