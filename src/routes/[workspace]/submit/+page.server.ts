import { listPublicForms } from '#modules/registers/submission/public-queries.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const { items } = await locals.ask(listPublicForms, {})
	const { words } = locals
	return {
		forms: items.map(({ register, title, introduction, closesOn }) => ({
			href: `/${params.workspace}/submit/${register}`,
			title: words.name(title),
			introduction: words.name(introduction),
			closesOn
		})),
		receipt: `/${params.workspace}/submit/receipt`
	}
}
