import { seenBy } from '#modules/directory/seen-by.ts'
import { getPolicy } from '#modules/instruments/policy/policy-queries.ts'
import { addVersion } from '#modules/instruments/policy/version-commands.ts'
import { publishesDraft } from '#modules/instruments/policy/version-rules.ts'
import { actionWithFile } from '../../../../attached-file.server.ts'
import { formOf, refuseUnlessCan } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const policy = await locals.ask(getPolicy, { policy: params.reference })
	refuseUnlessCan(
		{ locals, url },
		{ may: policy.may.addVersion, whyNot: policy.whyNot.addVersion },
		'policy.addVersion'
	)
	return {
		...formOf(locals, policy),
		language: policy.language,
		seenBy: seenBy(locals.words, policy.audience),
		publishes: publishesDraft(policy)
	}
}

export const actions: Actions = {
	default: actionWithFile({
		command: addVersion,
		fixed: ({ params }) => ({ policy: params['reference'] }),
		next: ({ reference, number }, { params }) =>
			`/${params['workspace'] ?? ''}/policy/${reference}/version/${String(number)}`,
		isRequired: true
	})
}
