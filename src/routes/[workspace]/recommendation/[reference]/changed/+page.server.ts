import { changedRecord } from '#modules/deliberation/recommendation/changed-record.ts'
import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { linkRecords } from '#platform/records/record-operations.ts'
import { takesPart } from '#platform/records/rules.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import { recordsFound, wordsFound } from '../../finding.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const recommendation = await locals.ask(getRecommendation, { recommendation: params.reference })
	refuseUnlessMay({ locals, url }, takesPart(locals.seat), 'record.link')
	const find = wordsFound(url)
	return { ...formOf(locals, recommendation), find, records: await recordsFound(locals, recommendation, find) }
}

export const actions: Actions = {
	default: formAction(
		linkRecords,
		({ params }, form) => ({
			from: params['reference'],
			fromKind: 'recommendation',
			type: 'changed',
			...changedRecord(form)
		}),
		(result, event) => `${backTo('recommendation')(result, event)}#changed`
	)
}
