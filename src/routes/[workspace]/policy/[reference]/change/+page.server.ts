import { changePolicy } from '#modules/instruments/policy/policy-commands.ts'
import { getPolicy } from '#modules/instruments/policy/policy-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import { choicesOfPolicy, tickedIn } from '../../policy-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const policy = await locals.ask(getPolicy, { policy: params.reference })
	refuseUnlessCan({ locals, url }, { may: policy.may.change, whyNot: policy.whyNot.change }, 'policy.change')
	const { title, acronym, form, country, region, citation, yearOf: year, period, summary, language } = policy
	return {
		...formOf(locals, policy),
		...(await choicesOfPolicy(locals)),
		areas: policy.areas.map(({ reference }) => reference),
		saved: {
			title,
			acronym,
			form,
			country,
			region,
			citation,
			year,
			period,
			summary,
			language,
			lead: policy.lead?.reference ?? null,
			contributors: policy.contributors.map(({ reference }) => reference)
		}
	}
}

export const actions: Actions = {
	default: formAction(
		changePolicy,
		({ params }, form) => ({ policy: params['reference'], ...tickedIn(form) }),
		backTo('policy')
	)
}
