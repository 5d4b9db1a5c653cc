import { registry } from '#areas'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { formAction, refusePage } from '../../../../face.server.ts'
import { aboutRecord, backToKind, findHead, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

// Who sees these is declared with the register: nobody sets it by hand.
const OF_REGISTERS = new Set(['register', 'register-draft', 'entry', 'entry-part'])

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await findHead(locals, params.kind, params.reference)
	if (!record) refusePage(locals, url, absent('platform.no-such-page'))
	refuseUnlessMay({ locals, url }, keepsRecords(locals.seat), 'record.setAudience')
	if (OF_REGISTERS.has(record.kind)) refusePage(locals, url, conflict('registers.readers-declared'))
	return {
		...formOf(locals, record),
		hasMembers: registry.kind(record.kind)?.structureOf !== undefined,
		asksToPublish: registry.kind(record.kind)?.asksToPublish !== undefined
	}
}

export const actions: Actions = {
	default: formAction(setRecordAudience, aboutRecord, backToKind)
}
