import { proposeAgendaItem } from '#modules/deliberation/meeting/agenda-commands.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { formAction } from '../../../../../face.server.ts'
import { areaOptions, backTo, formOf, optionsOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const meeting = await locals.ask(getMeeting, { meeting: params.reference })
	refuseUnlessMay({ locals, url }, meeting.may.propose, 'agendaItem.propose')
	const [actors, areas] = await Promise.all([optionsOf(locals, 'actor'), areaOptions(locals, 'themes')])
	return { ...formOf(locals, meeting), actors, areas }
}

export const actions: Actions = {
	default: formAction(proposeAgendaItem, ({ params }) => ({ meeting: params['reference'] }), backTo('meeting'))
}
