import { redirect } from '@sveltejs/kit'
import { addComment } from '#platform/records/discussion.ts'
import { addStandingItems } from '#modules/deliberation/meeting/meeting-commands.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { isAhead } from '#modules/deliberation/rules.ts'
import { formAction } from '../../../face.server.ts'
import { reachIn } from '../../reach.server.ts'
import { recordParts } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const meeting = await locals.ask(getMeeting, { meeting: params.reference })
	if (meeting.reference !== params.reference) redirect(303, `/${params.workspace}/meeting/${meeting.reference}`)
	const tells = meeting.may.run && isAhead(meeting.status)
	const [parts, reach] = await Promise.all([recordParts(locals, meeting), reachIn(locals, meeting.structure, tells)])
	return { meeting, reach, parts }
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'meeting' }),
		(_done, { url }) => `${url.pathname}#discussion`
	),
	standing: formAction(addStandingItems, ({ params }) => ({ meeting: params['reference'] }))
}
