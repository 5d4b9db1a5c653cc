import { redirect } from '@sveltejs/kit'
import { getPolicy } from '#modules/instruments/policy/policy-queries.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const policy = await locals.ask(getPolicy, { policy: params.reference })
	if (policy.reference !== params.reference) redirect(303, `/${params.workspace}/policy/${policy.reference}`)
	return { policy, parts: await recordParts(locals, policy) }
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'policy' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
