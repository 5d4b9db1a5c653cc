import { absent } from '#platform/operation/refusal.ts'
import { listLinks, withdrawLink } from '#platform/records/record-operations.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { backToKind, findHead, formOf, refuseUnlessMay } from '../../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await findHead(locals, params.kind, params.reference)
	if (!record) refusePage(locals, url, absent('platform.no-such-page'))
	const { items } = await locals.ask(listLinks, { record: record.reference, kind: record.kind })
	const link = items.find(({ id }) => id === params.link)
	if (!link) refusePage(locals, url, absent('platform.no-such-link'))
	refuseUnlessMay({ locals, url }, link.mayWithdraw, 'record.unlink')
	return { ...formOf(locals, record), link: { reads: link.reads, record: link.record } }
}

export const actions: Actions = {
	default: formAction(withdrawLink, ({ params }) => ({ link: params['link'] }), backToKind)
}
