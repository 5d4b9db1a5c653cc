import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { listFrameworks } from '#modules/directory/theme-queries.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words, seat } = locals
	const list = listPart(await locals.askFrom(listFrameworks, url), (framework) => ({
		href: pageOf(workspace, framework),
		name: nameOf(words, framework),
		reference: framework.reference,
		kind: framework.frameworkKind,
		state: framework.state,
		issuer: linkIfAny(words, workspace, framework.issuer),
		year: framework.year,
		areas: framework.areas,
		origin: originInColumn(framework)
	}))
	return { list, workspace, mayAdd: keepsDirectory(seat) }
}
