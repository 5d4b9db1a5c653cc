import { redirect } from '@sveltejs/kit'
import { addComment } from '#platform/records/discussion.ts'
import { getAgendaItem } from '#modules/deliberation/meeting/agenda-queries.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const item = await locals.ask(getAgendaItem, { agendaItem: params.reference })
	if (item.reference !== params.reference) redirect(303, `/${params.workspace}/agenda-item/${item.reference}`)
	return { item, parts: await recordParts(locals, item) }
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'agenda-item' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
