import { redirect } from '@sveltejs/kit'
import { getObligation } from '#modules/instruments/instrument/obligation-queries.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const obligation = await locals.ask(getObligation, { obligation: params.reference })
	if (obligation.reference !== params.reference)
		redirect(303, `/${params.workspace}/obligation/${obligation.reference}`)
	return { obligation, parts: await recordParts(locals, obligation) }
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'obligation' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
