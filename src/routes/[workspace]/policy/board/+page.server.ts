import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { showPolicyBoard } from '#modules/instruments/policy/policy-queries.ts'
import { areaFilter, optionsOf } from '../../record-page.server.ts'
import { countriesOf } from '../policy-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [board, actors, areas, countries] = await Promise.all([
		locals.askFrom(showPolicyBoard, url),
		optionsOf(locals, 'actor'),
		areaFilter(locals, 'policy', url),
		countriesOf(locals)
	])
	const stages = board.stages.map(({ stage, total, items }) => ({
		stage,
		total,
		items: items.map((policy) => ({
			href: pageOf(workspace, policy),
			name: nameOf(words, policy),
			form: policy.form,
			lead: linkIfAny(words, workspace, policy.lead)?.label ?? null,
			next: policy.next
		}))
	}))
	return { stages, total: board.total, actors, areas, countries }
}
