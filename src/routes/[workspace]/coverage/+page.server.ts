import { getCoverage } from '#modules/instruments/overlap/coverage/coverage-queries.ts'
import { renderedOnce } from '../../rendered-once.server.ts'
import CoveragePanels from './CoveragePanels.svelte'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const asked = url.searchParams.get('framework')
	const coverage = await locals.askFrom(getCoverage, url, asked ? { framework: asked } : {})
	const panels = await renderedOnce({
		of: coverage,
		by: [workspace],
		component: CoveragePanels,
		props: { workspace, coverage },
		words: locals.words
	})
	const { framework, frameworks, countries } = coverage
	return { framework, frameworks, countries, shown: { panels } }
}
