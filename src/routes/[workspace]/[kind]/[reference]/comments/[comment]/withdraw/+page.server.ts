import { absent } from '#platform/operation/refusal.ts'
import { listComments, withdrawComment } from '#platform/records/discussion.ts'
import { formAction, refusePage } from '../../../../../../face.server.ts'
import { backToKind, findHead, formOf, refuseUnlessMay } from '../../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await findHead(locals, params.kind, params.reference)
	if (!record) refusePage(locals, url, absent('platform.no-such-page'))
	const { items } = await locals.ask(listComments, { record: record.reference, kind: record.kind })
	const comment = items.find(({ id }) => id === params.comment)
	if (!comment) refusePage(locals, url, absent('platform.no-such-comment'))
	refuseUnlessMay({ locals, url }, comment.mayWithdraw, 'comment.withdraw')
	return { ...formOf(locals, record), comment: { text: comment.text, by: comment.by, at: comment.at } }
}

export const actions: Actions = {
	default: formAction(withdrawComment, ({ params }) => ({ comment: params['comment'] }), backToKind)
}
