import { redirect } from '@sveltejs/kit'
import { getTreatyReport } from '#modules/instruments/instrument/report-queries.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const report = await locals.ask(getTreatyReport, { report: params.reference })
	if (report.reference !== params.reference) redirect(303, `/${params.workspace}/treaty-report/${report.reference}`)
	return { report, parts: await recordParts(locals, report) }
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'treaty-report' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
