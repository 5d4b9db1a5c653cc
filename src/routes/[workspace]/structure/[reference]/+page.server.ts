import { redirect } from '@sveltejs/kit'
import { addComment } from '#platform/records/discussion.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const on = url.searchParams.get('on') ?? undefined
	const structure = await locals.ask(getStructure, { structure: params.reference, ...(on ? { on } : {}) })
	if (structure.reference !== params.reference) redirect(303, `/${params.workspace}/structure/${structure.reference}`)
	return {
		structure,
		on: on ?? null,
		today: todayOf(locals),
		parts: await recordParts(locals, structure)
	}
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'structure' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
