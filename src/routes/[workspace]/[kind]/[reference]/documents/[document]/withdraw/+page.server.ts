import { absent } from '#platform/operation/refusal.ts'
import { listDocuments, withdrawDocument } from '#platform/records/documents.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { backToKind, findHead, formOf, refuseUnlessMay } from '../../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await findHead(locals, params.kind, params.reference)
	if (!record) refusePage(locals, url, absent('platform.no-such-page'))
	const { items, may } = await locals.ask(listDocuments, { record: record.reference, kind: record.kind })
	const document = items.find(({ id }) => id === params.document)
	if (!document) refusePage(locals, url, absent('platform.no-such-document'))
	refuseUnlessMay({ locals, url }, may.withdraw, 'document.withdraw')
	return { ...formOf(locals, record), title: document.title }
}

export const actions: Actions = {
	default: formAction(withdrawDocument, ({ params }) => ({ document: params['document'] }), backToKind)
}
