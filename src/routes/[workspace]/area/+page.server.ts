import { linkTo, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { listOptions } from '#modules/directory/options-queries.ts'
import { listThemes } from '#modules/directory/theme-queries.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words, seat } = locals
	// The places of areas mean something within one framework only; a list across frameworks goes by name.
	const byName = !url.searchParams.get('filter[framework]') && !url.searchParams.has('sort')
	const [areas, frameworks] = await Promise.all([
		locals.askFrom(listThemes, url, byName ? { sort: 'title' } : {}),
		locals.ask(listOptions, { kind: 'framework' })
	])
	const list = listPart(areas, (area) => ({
		href: pageOf(workspace, area),
		name: nameOf(words, area),
		position: area.position,
		state: area.state,
		framework: linkTo(words, workspace, area.framework),
		leads: area.leads.map((lead) => linkTo(words, workspace, lead)),
		structures: area.structures,
		reference: area.reference,
		origin: originInColumn(area)
	}))
	const options = frameworks.items.map((framework) => ({
		value: framework.reference,
		label: nameOf(words, framework)
	}))
	return { list, workspace, frameworks: options, mayAdd: keepsDirectory(seat) }
}
