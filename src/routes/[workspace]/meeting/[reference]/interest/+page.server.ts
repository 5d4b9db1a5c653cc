import { declareInterest } from '#modules/deliberation/meeting/attendance-commands.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const meeting = await locals.ask(getMeeting, { meeting: params.reference })
	const { keepAttendance, answerFor } = meeting.may
	refuseUnlessMay({ locals, url }, keepAttendance || answerFor !== null, 'attendance.declareInterest')
	const { words } = locals
	return {
		...formOf(locals, meeting),
		actors: meeting.attendance
			.filter(({ actor }) => keepAttendance || actor.reference === answerFor)
			.map(({ actor }) => ({ value: actor.reference, label: words.name(actor.title) })),
		items: meeting.agenda
			.filter(({ status }) => status === 'accepted')
			.map((item) => ({ value: item.reference, label: words.name(item.title) }))
	}
}

export const actions: Actions = {
	// An emptied field takes the declaration back.
	default: formAction(declareInterest, ({ params }) => ({ meeting: params['reference'] }), backTo('meeting'))
}
