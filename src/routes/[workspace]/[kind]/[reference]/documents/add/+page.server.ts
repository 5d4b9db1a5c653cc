import { absent } from '#platform/operation/refusal.ts'
import { attachDocument } from '#platform/records/documents.ts'
import { takesPart } from '#platform/records/rules.ts'
import { refusePage } from '../../../../../face.server.ts'
import { actionWithFile } from '../../../../attached-file.server.ts'
import { aboutRecord, backToKind, findHead, formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await findHead(locals, params.kind, params.reference)
	if (!record) refusePage(locals, url, absent('platform.no-such-page'))
	refuseUnlessMay({ locals, url }, takesPart(locals.seat), 'document.attach')
	return formOf(locals, record)
}

export const actions: Actions = {
	default: actionWithFile({ command: attachDocument, fixed: aboutRecord, next: backToKind, isRequired: true })
}
