import { getCoverage } from '#modules/instruments/overlap/coverage/coverage-queries.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const framework = url.searchParams.get('framework')
	return { coverage: await locals.askFrom(getCoverage, url, framework ? { framework } : {}) }
}
