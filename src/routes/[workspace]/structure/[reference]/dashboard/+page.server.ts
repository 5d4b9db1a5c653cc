import { redirect } from '@sveltejs/kit'
import { structureDashboard } from '#modules/deliberation/dashboard/dashboard-queries.ts'
import { wholeTable } from '#modules/deliberation/dashboard/dashboard-tables.ts'
import DashboardPanels from '#modules/deliberation/dashboard/DashboardPanels.svelte'
import { renderedOnce } from '../../../../rendered-once.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace, reference }, url }) => {
	const dashboard = await locals.ask(structureDashboard, { structure: reference })
	const { day, structure } = dashboard
	if (structure && structure.reference !== reference)
		redirect(303, `/${workspace}/structure/${structure.reference}/dashboard`)
	const whole = wholeTable(url)
	const panels = await renderedOnce({
		of: dashboard,
		by: [workspace, whole],
		component: DashboardPanels,
		props: { workspace, address: `/${workspace}/structure/${reference}/dashboard`, dashboard, whole },
		words: locals.words
	})
	return { day, structure, whole, shown: { panels } }
}
