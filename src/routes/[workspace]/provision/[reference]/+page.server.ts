import { redirect } from '@sveltejs/kit'
import { getProvision } from '#modules/instruments/policy/provision-queries.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const provision = await locals.ask(getProvision, { provision: params.reference })
	if (provision.reference !== params.reference) redirect(303, `/${params.workspace}/provision/${provision.reference}`)
	return { provision, parts: await recordParts(locals, provision) }
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'provision' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
