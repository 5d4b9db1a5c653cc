import { registerFigures } from '#modules/registers/figures/figure-queries.ts'
import { figuresShown } from '#modules/registers/figures/figures-view.ts'
import { formKeys } from '../../../../face.server.ts'
import { lookedAt } from '../looked.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const [looked, figures] = await Promise.all([
		lookedAt({ locals, params, url }, 'figures'),
		locals.ask(registerFigures, { register: params.register })
	])
	const { headlines, charts } = figures
	const placing = [
		...headlines.map(({ key, names }) => ({ value: `headline.${key}`, label: locals.words.name(names) })),
		...charts.map(({ key, names }) => ({ value: `chart.${key}`, label: locals.words.name(names) }))
	]
	return {
		/** What a seat may put on its home page, and administrators on everybody's. */
		placing: locals.seat.id === null ? [] : placing,
		mayPlaceForAll: locals.seat.role === 'administrator',
		keys: { ...formKeys(locals), register: params.register },
		shown: looked.page(),
		invented: figures.invented,
		figures: figuresShown(looked.telling(figures), figures)
	}
}
