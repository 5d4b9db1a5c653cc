import { addAgendaItem } from '#modules/deliberation/meeting/agenda-commands.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { findSubject, lookingFirst, subjectsOf } from '../../../subjects.server.ts'
import { formAction } from '../../../../../face.server.ts'
import { areaOptions, backTo, formOf, optionsOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const meeting = await locals.ask(getMeeting, { meeting: params.reference })
	refuseUnlessMay({ locals, url }, meeting.may.keepAgenda, 'agendaItem.add')
	const [actors, areas] = await Promise.all([optionsOf(locals, 'actor'), areaOptions(locals, 'themes')])
	return { ...formOf(locals, meeting), actors, areas, subjects: subjectsOf(locals, meeting.standing) }
}

export const actions: Actions = {
	find: findSubject,
	add: lookingFirst(formAction(addAgendaItem, ({ params }) => ({ meeting: params['reference'] }), backTo('meeting')))
}
