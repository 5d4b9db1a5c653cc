import { inviteGuest } from '#modules/deliberation/meeting/attendance-commands.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, optionsOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const meeting = await locals.ask(getMeeting, { meeting: params.reference })
	refuseUnlessMay({ locals, url }, meeting.may.keepAttendance, 'attendance.invite')
	return { ...formOf(locals, meeting), actors: await optionsOf(locals, 'actor') }
}

export const actions: Actions = {
	default: formAction(inviteGuest, ({ params }) => ({ meeting: params['reference'] }), backTo('meeting'))
}
