import { nameOf, pageOf } from '#modules/directory/page-links.ts'
import { listRegisters } from '#modules/registers/register-queries.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const listed = await locals.askFrom(listRegisters, url)
	return {
		bringsAll: locals.seat.role === 'administrator',
		mayDeclare: locals.seat.role === 'administrator',
		list: listPart(listed, (one) => ({
			href: pageOf(workspace, one),
			code: one.code,
			name: nameOf(words, one),
			state: one.state,
			about: words.name(one.about),
			entries: one.entries,
			origin: originInColumn(one)
		}))
	}
}
