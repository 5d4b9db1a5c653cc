import { redirect } from '@sveltejs/kit'
import { getActor } from '#modules/directory/actor-queries.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const on = url.searchParams.get('on') || undefined
	const actor = await locals.ask(getActor, { actor: params.reference, ...(on ? { on } : {}) })
	if (actor.reference !== params.reference) redirect(303, `/${params.workspace}/actor/${actor.reference}`)
	return { actor, on: on ?? null, today: todayOf(locals), parts: await recordParts(locals, actor) }
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'actor' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
