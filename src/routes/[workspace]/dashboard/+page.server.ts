import { workspaceDashboard } from '#modules/deliberation/dashboard/dashboard-queries.ts'
import { wholeTable } from '#modules/deliberation/dashboard/dashboard-tables.ts'
import DashboardPanels from '#modules/deliberation/dashboard/DashboardPanels.svelte'
import { renderedOnce } from '../../rendered-once.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const dashboard = await locals.ask(workspaceDashboard, {})
	const whole = wholeTable(url)
	const panels = await renderedOnce({
		of: dashboard,
		by: [workspace, whole],
		component: DashboardPanels,
		props: { workspace, address: `/${workspace}/dashboard`, dashboard, whole },
		words: locals.words
	})
	return { day: dashboard.day, whole, shown: { panels } }
}
