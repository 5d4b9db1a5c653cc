import { getPolicy } from '#modules/instruments/policy/policy-queries.ts'
import { planStage } from '#modules/instruments/policy/stage-commands.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessCan } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const policy = await locals.ask(getPolicy, { policy: params.reference })
	refuseUnlessCan({ locals, url }, { may: policy.may.planStage, whyNot: policy.whyNot.planStage }, 'policy.planStage')
	const plans = policy.stages.flatMap(({ stage, planned, firstPlanned, isEntered }) =>
		isEntered || planned === null ? [] : [{ stage, planned, firstPlanned }]
	)
	return { ...formOf(locals, policy), mayPlan: policy.mayPlan, plans }
}

export const actions: Actions = {
	default: formAction(
		planStage,
		// An emptied day takes the plan back.
		({ params }, form) => ({ policy: params['reference'], planned: form.get('planned') || null }),
		backTo('policy')
	)
}
