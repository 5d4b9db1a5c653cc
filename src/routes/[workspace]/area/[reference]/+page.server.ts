import { redirect } from '@sveltejs/kit'
import { getTheme } from '#modules/directory/theme-queries.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const on = url.searchParams.get('on') || undefined
	const area = await locals.ask(getTheme, { area: params.reference, ...(on ? { on } : {}) })
	if (area.reference !== params.reference) redirect(303, `/${params.workspace}/area/${area.reference}`)
	return { area, on: on ?? null, today: todayOf(locals), parts: await recordParts(locals, area) }
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'area' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
