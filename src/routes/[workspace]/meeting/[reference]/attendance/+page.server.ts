import { recordAttendance } from '#modules/deliberation/meeting/attendance-commands.ts'
import { attendanceFrom } from '#modules/deliberation/meeting/attendance-form.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { isHeld } from '#modules/deliberation/rules.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const meeting = await locals.ask(getMeeting, { meeting: params.reference })
	refuseUnlessMay({ locals, url }, meeting.may.keepAttendance, 'attendance.record')
	return { ...formOf(locals, meeting), entries: meeting.attendance, isOver: isHeld(meeting.status) }
}

export const actions: Actions = {
	default: formAction(
		recordAttendance,
		({ params }, form) => ({ meeting: params['reference'], entries: attendanceFrom(form) }),
		backTo('meeting')
	)
}
