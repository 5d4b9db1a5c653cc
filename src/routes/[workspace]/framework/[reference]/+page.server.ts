import { redirect } from '@sveltejs/kit'
import { getFramework } from '#modules/directory/theme-queries.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const { areaItems, ...framework } = await locals.ask(getFramework, { framework: params.reference })
	if (framework.reference !== params.reference) redirect(303, `/${params.workspace}/framework/${framework.reference}`)
	return {
		framework,
		areas: areaItems.map(({ id, kind, reference, title, acronym, position, leads, structures }) => ({
			id,
			kind,
			reference,
			title,
			acronym,
			position,
			leads,
			structures
		})),
		parts: await recordParts(locals, framework)
	}
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'framework' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
