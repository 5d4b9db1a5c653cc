import { nameOf } from '#modules/directory/page-links.ts'
import { mapEntries } from '#modules/registers/figures/map-queries.ts'
import { mapShown } from '#modules/registers/figures/map-view.ts'
import { isPlaced } from '#modules/registers/figures/told-apart.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { refusePage } from '../../../../face.server.ts'
import { lookedAt } from '../looked.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const looked = await lookedAt({ locals, params, url }, 'map')
	const { view, filter, offer, compiled, asked, home } = looked
	const { words } = locals
	const places = [...offer.filters].flatMap(([key, { one }]) => (isPlaced(one) ? [key] : []))
	const place = url.searchParams.get('place') ?? view?.place ?? places[0]
	if (place === undefined) return refusePage(locals, url, absent('registers.nothing-on-a-map'))
	const map = await locals.ask(mapEntries, { register: params.register, place, filter })
	const points = map.points.map((point) => ({
		...point,
		name: nameOf(words, point),
		href: `${home}/${point.reference}`
	}))
	return {
		shown: looked.page({ place }),
		place,
		placeName: words.name(compiled.fields.get(place)?.field.names ?? {}),
		choices: looked.options(places),
		records: map.records,
		/** How many have degrees; null where nobody looked, and then they are not drawn. */
		placed: map.placed,
		isTooMany: map.isTooMany,
		invented: map.invented,
		map: mapShown(looked.telling({ names: [], seats: [] }), { asked, place, areas: map.areas, points })
	}
}
