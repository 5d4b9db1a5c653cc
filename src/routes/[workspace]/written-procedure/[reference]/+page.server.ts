import { redirect } from '@sveltejs/kit'
import { getWrittenProcedure } from '#modules/deliberation/decision/procedure-queries.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { reachOfFullMembers } from '../../reach.server.ts'
import { recordParts, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const procedure = await locals.ask(getWrittenProcedure, { writtenProcedure: params.reference })
	if (procedure.reference !== params.reference)
		redirect(303, `/${params.workspace}/written-procedure/${procedure.reference}`)
	return {
		procedure,
		reach: await reachOfFullMembers(locals, procedure.structure, procedure.may.stop),
		zone: locals.workspace?.timeZone ?? 'UTC',
		today: todayOf(locals),
		parts: await recordParts(locals, procedure)
	}
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'written-procedure' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
