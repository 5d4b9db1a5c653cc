import { registry } from '#areas'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { formAction, refusePage } from '../../../../face.server.ts'
import { aboutRecord, findHead, formOf, onTo, optionsOfKind, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await findHead(locals, params.kind, params.reference)
	if (!record) refusePage(locals, url, absent('platform.no-such-page'))
	refuseUnlessMay({ locals, url }, keepsRecords(locals.seat), 'record.merge')
	if (!registry.kind(record.kind)?.merge)
		refusePage(locals, url, conflict('platform.kind-not-merged', { kind: record.kind }))
	return {
		...formOf(locals, record),
		others: (await optionsOfKind(locals, record.kind)).filter(({ value }) => value !== record.reference)
	}
}

export const actions: Actions = {
	default: formAction(mergeRecords, aboutRecord, (result, event) => onTo(event.params['kind'] ?? '')(result, event))
}
