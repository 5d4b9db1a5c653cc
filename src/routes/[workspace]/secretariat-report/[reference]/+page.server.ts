import { approveReport, makeEdition, refreshReport } from '#modules/deliberation/dashboard/report-commands.ts'
import { getReport } from '#modules/deliberation/dashboard/report-queries.ts'
import { isSaid, sayReport } from '#modules/deliberation/dashboard/report-text.ts'
import { spokenOf } from '#platform/languages/offered.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { formOf, recordParts } from '../../record-page.server.ts'
import { catalogue } from '../../../../words.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const report = await locals.ask(getReport, { report: params.reference })
	return {
		report,
		sections: sayReport(locals.words, report).filter((section) => report.may.write || isSaid(section)),
		form: formOf(locals, report),
		spoken: spokenOf(catalogue, locals.workspace?.languages ?? []),
		parts: await recordParts(locals, report)
	}
}

const aboutReport = ({ params }: { params: Readonly<Record<string, string | undefined>> }) => ({
	report: params['reference']
})

export const actions: Actions = {
	refresh: formAction(refreshReport, aboutReport),
	approve: formAction(approveReport, aboutReport),
	edition: formAction(makeEdition, aboutReport, (_done, { url }) => `${url.pathname}#editions`),
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'secretariat-report' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
