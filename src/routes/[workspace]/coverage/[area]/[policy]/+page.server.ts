import { getCoverageCell } from '#modules/instruments/overlap/coverage/coverage-queries.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => ({
	cell: await locals.ask(getCoverageCell, { area: params.area, policy: params.policy })
})
