import { getPolicy } from '#modules/instruments/policy/policy-queries.ts'
import { takeBackStage } from '#modules/instruments/policy/stage-commands.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const policy = await locals.ask(getPolicy, { policy: params.reference })
	refuseUnlessCan(
		{ locals, url },
		{ may: policy.may.takeBackStage, whyNot: policy.whyNot.takeBackStage },
		'policy.takeBackStage'
	)
	return { ...formOf(locals, policy), stage: policy.stage }
}

export const actions: Actions = {
	default: formAction(takeBackStage, ({ params }) => ({ policy: params['reference'] }), backTo('policy'))
}
