import { addAgendaPaper } from '#modules/deliberation/meeting/agenda-commands.ts'
import { getAgendaItem } from '#modules/deliberation/meeting/agenda-queries.ts'
import { actionWithFile } from '../../../../attached-file.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const item = await locals.ask(getAgendaItem, { agendaItem: params.reference })
	refuseUnlessMay({ locals, url }, item.may.addPaper, 'agendaItem.addPaper')
	return formOf(locals, item)
}

export const actions: Actions = {
	default: actionWithFile({
		command: addAgendaPaper,
		fixed: ({ params }) => ({ agendaItem: params['reference'] }),
		next: backTo('agenda-item'),
		isRequired: true
	})
}
