import { reorderAgenda } from '#modules/deliberation/meeting/agenda-commands.ts'
import { orderFrom } from '#modules/deliberation/meeting/agenda-order.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { formAction } from '../../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

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

export const actions: Actions = {
	default: async (event: RequestEvent) => {
		// Each item's place stands in a field of its own; the command takes the items in their order.
		const form = await event.request.formData()
		const { items, rest } = orderFrom(
			[...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
		)
		const request = new Request(event.url, { method: 'POST', body: new URLSearchParams(rest) })
		return formAction(
			reorderAgenda,
			({ params }) => ({ meeting: params['reference'], items }),
			backTo('meeting')
		)({
			...event,
			request
		})
	}
}
