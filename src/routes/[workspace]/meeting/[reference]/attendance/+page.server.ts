import { recordAttendance } from '#modules/deliberation/meeting/attendance-commands.ts'
import { attendanceFrom } from '#modules/deliberation/meeting/attendance-form.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const meeting = await locals.ask(getMeeting, { meeting: params.reference })
	refuseUnlessMay({ locals, url }, meeting.may.keepAttendance, 'attendance.record')
	return {
		...formOf(locals, meeting),
		entries: meeting.attendance.map(({ actor, capacity, state }) => ({ actor, capacity, state }))
	}
}

export const actions: Actions = {
	default: async (event: RequestEvent) => {
		// Each actor's attendance stands in a field of its own; the command takes all of them at once.
		const form = await event.request.formData()
		const { entries, rest } = attendanceFrom(
			[...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
		)
		const request = new Request(event.url, { method: 'POST', body: new URLSearchParams(rest) })
		return formAction(
			recordAttendance,
			({ params }) => ({ meeting: params['reference'], entries }),
			backTo('meeting')
		)({ ...event, request })
	}
}
