import { registerFigures } from '#modules/registers/figures/figure-queries.ts'
import { figuresShown } from '#modules/registers/figures/figures-view.ts'
import { onlyHere } from '../../../../only-here.ts'
import { lookedAt } from '../looked.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const [looked, figures] = await Promise.all([
		lookedAt({ locals, params, url }, 'figures'),
		locals.ask(registerFigures, { register: params.register })
	])
	return {
		shown: looked.page(),
		invented: figures.invented,
		figures: onlyHere(figuresShown(looked.telling(figures), figures))
	}
}
