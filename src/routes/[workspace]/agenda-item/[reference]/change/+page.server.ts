import { changeAgendaItem } from '#modules/deliberation/meeting/agenda-commands.ts'
import { getAgendaItem } from '#modules/deliberation/meeting/agenda-queries.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { areaOptions, backTo, formOf, optionsOf, refuseUnlessMay } from '../../../record-page.server.ts'
import { findSubject, lookingFirst, subjectsOf } from '../../../meeting/subjects.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const item = await locals.ask(getAgendaItem, { agendaItem: params.reference })
	refuseUnlessMay({ locals, url }, item.may.change, 'agendaItem.change')
	const [actors, areas, meeting] = await Promise.all([
		optionsOf(locals, 'actor'),
		areaOptions(locals, 'themes'),
		item.meeting ? locals.ask(getMeeting, { meeting: item.meeting.reference }) : null
	])
	const { title, note, confidentiality, presenter, minutes } = item
	return {
		...formOf(locals, item),
		actors,
		areas,
		subjects: subjectsOf(locals, meeting?.standing ?? null, item.subject),
		saved: {
			title,
			note,
			confidentiality,
			named: item.named.map(({ reference }) => reference),
			presenterActor: item.presenterActor?.reference ?? null,
			presenter,
			minutes,
			subject: item.subject?.id ?? null,
			areas: item.areas.map(({ reference }) => reference)
		}
	}
}

export const actions: Actions = {
	find: findSubject,
	change: lookingFirst(
		formAction(
			changeAgendaItem,
			// Of several choices none is sent where none is made.
			({ params }, form) => ({ agendaItem: params['reference'], ...(form.has('areas') ? {} : { areas: [] }) }),
			backTo('agenda-item')
		)
	)
}
