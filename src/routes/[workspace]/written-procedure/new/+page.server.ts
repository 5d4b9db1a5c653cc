import { openWrittenProcedure } from '#modules/deliberation/decision/procedure-commands.ts'
import { daysAfter } from '#modules/deliberation/decision/days.ts'
import { listMeetings } from '#modules/deliberation/meeting/meeting-queries.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { optionsFrom } from '../../decision/decision-page.server.ts'
import { onTo, optionsOf, refuseUnlessMay, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const mayOpen = keepsDirectory(locals.seat) || locals.seat.role === 'member'
	refuseUnlessMay({ locals, url }, mayOpen, 'writtenProcedure.open')
	const [structures, actors, meetings] = await Promise.all([
		optionsOf(locals, 'structure'),
		optionsOf(locals, 'actor'),
		locals.ask(listMeetings, { filter: { status: ['circulated'] }, sort: '-start', limit: 100 })
	])
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		structures,
		actors,
		meetings: optionsFrom(locals, meetings.items),
		given: {
			structure: url.searchParams.get('structure'),
			meeting: url.searchParams.get('meeting'),
			subject: url.searchParams.get('meeting') ? 'minutes' : 'decision'
		},
		deadline: daysAfter(todayOf(locals), 14)
	}
}

export const actions: Actions = { default: formAction(openWrittenProcedure, () => ({}), onTo('written-procedure')) }
