import { changeMeeting } from '#modules/deliberation/meeting/meeting-commands.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const meeting = await locals.ask(getMeeting, { meeting: params.reference })
	refuseUnlessMay({ locals, url }, meeting.may.change, 'meeting.change')
	const { title, purpose, place, onlineAddress, start, end, zone } = meeting
	return { ...formOf(locals, meeting), saved: { title, purpose, place, onlineAddress, start, end, zone } }
}

export const actions: Actions = {
	default: formAction(changeMeeting, ({ params }) => ({ meeting: params['reference'] }), backTo('meeting'))
}
