import { redirect } from '@sveltejs/kit'
import { putOnAgenda } from '#modules/instruments/relation/agenda-commands.ts'
import { getHarmonization } from '#modules/instruments/relation/harmonization-queries.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { backTo, recordParts } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const item = await locals.ask(getHarmonization, { harmonization: params.reference })
	if (item.reference !== params.reference) redirect(303, `/${params.workspace}/harmonization/${item.reference}`)
	return { item, parts: await recordParts(locals, item) }
}

export const actions: Actions = {
	agenda: formAction(putOnAgenda, ({ params }) => ({ harmonization: params['reference'] }), backTo('harmonization')),
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'harmonization' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
