import { linkIfAny } from '#modules/directory/page-links.ts'
import { listSeatRules } from '#platform/access/seat-rule-operations.ts'
import { listPart } from '../../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const base = `/${workspace}/administration/rules`
	const list = listPart(await locals.askFrom(listSeatRules, url), (rule) => ({
		id: rule.id,
		source: rule.source,
		issuer: rule.issuer,
		claim: rule.claim,
		value: rule.value,
		role: rule.role,
		office: rule.office,
		actor: linkIfAny(locals.words, workspace, rule.actor),
		holders: rule.holders,
		withdrawnReason: rule.withdrawnReason,
		withdraw: rule.withdrawnAt === null ? `${base}/${rule.id}/withdraw` : null
	}))
	return { list }
}
