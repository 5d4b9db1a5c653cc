import { listUpgrades } from '#modules/registers/upgrade/upgrade-queries.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const { items } = await locals.ask(listUpgrades, {})
	return {
		items: items.map(({ register, title, upgrade, standing, offeredAt }) => ({
			href: `/${params.workspace}/register/${register}/upgrade`,
			name: locals.words.name(title),
			upgrade,
			standing,
			since: locals.words.day(offeredAt.toISOString().slice(0, 10))
		}))
	}
}
