import { redirect } from '@sveltejs/kit'
import { structureDashboard } from '#modules/deliberation/dashboard/dashboard-queries.ts'
import { onlyHere } from '../../../../only-here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace, reference } }) => {
	const dashboard = await locals.ask(structureDashboard, { structure: reference })
	const { structure } = dashboard
	if (structure && structure.reference !== reference)
		redirect(303, `/${workspace}/structure/${structure.reference}/dashboard`)
	return { dashboard: onlyHere(dashboard) }
}
