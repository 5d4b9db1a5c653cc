import { workspaceDashboard } from '#modules/deliberation/dashboard/dashboard-queries.ts'
import { onlyHere } from '../../only-here.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => ({
	dashboard: onlyHere(await locals.ask(workspaceDashboard, {}))
})
