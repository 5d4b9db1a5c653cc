import { nameOf, pageOf } from '#modules/directory/page-links.ts'
import { REGISTER_THEMES } from '#modules/registers/declaration/declaration.ts'
import { byTheme } from '#modules/registers/listing/register-groups.ts'
import { listRegisters } from '#modules/registers/register-queries.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	// All at once: a group that is cut in two by a page would have to be looked for on both.
	const listed = await locals.askFrom(listRegisters, url, { limit: LIST_MOST })
	const { rows, ...list } = listPart(listed, (one) => ({
		href: pageOf(workspace, one),
		code: one.code,
		name: nameOf(words, one),
		state: one.state,
		about: words.name(one.about),
		theme: one.theme,
		entries: one.entries,
		origin: originInColumn(one)
	}))
	return {
		bringsAll: locals.seat.role === 'administrator',
		mayDeclare: locals.seat.role === 'administrator',
		themes: REGISTER_THEMES,
		groups: byTheme(rows),
		list: { ...list, shown: rows.length }
	}
}
