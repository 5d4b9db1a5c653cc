import { proposeAgendaItem } from '#modules/deliberation/meeting/agenda-commands.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { findSubject, lookingFirst, subjectsOf } from '../../../subjects.server.ts'
import { formAction } from '../../../../../face.server.ts'
import { areaOptions, backTo, formOf, optionsOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const meeting = await locals.ask(getMeeting, { meeting: params.reference })
	refuseUnlessMay({ locals, url }, meeting.may.propose, 'agendaItem.propose')
	const [actors, areas] = await Promise.all([optionsOf(locals, 'actor'), areaOptions(locals, 'themes')])
	const propose = meeting.takingPart?.rights.find(({ right }) => right === 'propose')
	const isBound = propose?.on === 'areas'
	return {
		...formOf(locals, meeting),
		actors,
		areas: isBound ? areas.filter(({ value }) => propose.areas.some(({ reference }) => reference === value)) : areas,
		isBound,
		subjects: subjectsOf(locals, meeting.standing)
	}
}

export const actions: Actions = {
	find: findSubject,
	propose: lookingFirst(
		formAction(proposeAgendaItem, ({ params }) => ({ meeting: params['reference'] }), backTo('meeting'))
	)
}
