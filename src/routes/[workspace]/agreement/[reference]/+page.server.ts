import { redirect } from '@sveltejs/kit'
import { listMeetings } from '#modules/deliberation/meeting/meeting-queries.ts'
import { getAgreement } from '#modules/instruments/agreement/agreement-queries.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const MEETINGS_SHOWN = 10

export const load: PageServerLoad = async ({ locals, params }) => {
	const agreement = await locals.ask(getAgreement, { agreement: params.reference })
	if (agreement.reference !== params.reference) redirect(303, `/${params.workspace}/agreement/${agreement.reference}`)
	const [parts, meetings] = await Promise.all([
		recordParts(locals, agreement),
		agreement.commission
			? locals.ask(listMeetings, {
					filter: { structure: agreement.commission.reference },
					sort: '-start',
					limit: MEETINGS_SHOWN
				})
			: { items: [] }
	])
	return { agreement, parts, meetings: meetings.items, today: todayOf(locals) }
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'agreement' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
