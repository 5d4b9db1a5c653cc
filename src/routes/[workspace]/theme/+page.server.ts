import { themeMatrix } from '#modules/directory/theme-matrix.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { renderedOnce } from '../../rendered-once.server.ts'
import MatrixPanels from './MatrixPanels.svelte'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const asked = url.searchParams.get('framework') || undefined
	const matrix = await locals.ask(themeMatrix, asked ? { framework: asked } : {})
	const mayMend = keepsDirectory(locals.seat)
	const panels = await renderedOnce({
		of: matrix,
		by: [workspace, mayMend, url.href],
		component: MatrixPanels,
		props: { workspace, matrix, mayMend, href: url.href },
		words: locals.words
	})
	const { framework, frameworks } = matrix
	return { framework, frameworks, shown: { panels } }
}
