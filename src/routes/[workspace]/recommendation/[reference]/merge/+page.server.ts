import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { formAction } from '../../../../face.server.ts'
import { formOf, onTo, refuseUnlessMay } from '../../../record-page.server.ts'
import { mergeTargets, wordsFound } from '../../finding.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const recommendation = await locals.ask(getRecommendation, { recommendation: params.reference })
	refuseUnlessMay({ locals, url }, keepsRecords(locals.seat), 'record.merge')
	const find = wordsFound(url)
	// The levels that had it are shown the one that remains.
	const widens = recommendation.hops.length > 0
	return { ...formOf(locals, recommendation), widens, find, targets: await mergeTargets(locals, recommendation, find) }
}

export const actions: Actions = {
	default: formAction(
		mergeRecords,
		({ params }) => ({ record: params['reference'], kind: 'recommendation' }),
		onTo('recommendation')
	)
}
