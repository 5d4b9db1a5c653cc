import { absent } from '#platform/operation/refusal.ts'
import { eraseHistory, getHistory } from '#platform/records/record-history.ts'
import { formAction, formKeys, refusePage } from '../../../../../../face.server.ts'
import { toldEvent } from '../../../../../../told-event.ts'
import { refuseUnlessMay } from '../../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const sequenceIn = (text: string) => Number(/^[1-9]\d{0,14}$/.exec(text)?.[0] ?? 0)

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const sequence = sequenceIn(params.sequence)
	const { record, items, names } = await locals.ask(getHistory, {
		record: params.reference,
		kind: params.kind,
		before: sequence + 1,
		limit: 1
	})
	refuseUnlessMay({ locals, url }, locals.seat.role === 'administrator', 'record.eraseHistory')
	const entry = items.find((item) => item.sequence === sequence)
	if (!entry) refusePage(locals, url, absent('platform.no-such-event'))
	return {
		record,
		keys: formKeys(locals),
		event: toldEvent(locals.words, params.workspace, entry, names, record.id),
		isErased: entry.erased !== null
	}
}

export const actions: Actions = {
	default: formAction(
		eraseHistory,
		({ params }) => ({
			record: params['reference'],
			kind: params['kind'],
			sequence: sequenceIn(params['sequence'] ?? '')
		}),
		(_done, { params }) => `/${params['workspace'] ?? ''}/${params['kind'] ?? ''}/${params['reference'] ?? ''}/history`
	)
}
