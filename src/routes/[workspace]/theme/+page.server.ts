import { themeMatrix } from '#modules/directory/theme-matrix.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const framework = url.searchParams.get('framework') || undefined
	const matrix = await locals.ask(themeMatrix, framework ? { framework } : {})
	return { matrix, mayMend: keepsDirectory(locals.seat), search: url.search }
}
