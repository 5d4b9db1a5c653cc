import { linkTo } from '#modules/directory/page-links.ts'
import { listVacancies } from '#modules/directory/vacancy-queries.ts'
import { listPart } from '../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const list = listPart(await locals.askFrom(listVacancies, url), ({ structure, actor, kind, from, source, year }) => ({
		structure: linkTo(words, workspace, structure),
		actor: linkTo(words, workspace, actor),
		kind,
		from,
		source,
		year
	}))
	return { list }
}
