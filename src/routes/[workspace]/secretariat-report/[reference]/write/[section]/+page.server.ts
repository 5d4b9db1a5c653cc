import { writeSection } from '#modules/deliberation/dashboard/report-commands.ts'
import { getReport } from '#modules/deliberation/dashboard/report-queries.ts'
import { SECTIONS } from '#modules/deliberation/dashboard/report-rules.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formAction, refusePage } from '../../../../../face.server.ts'
import { formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const section = SECTIONS.find((one) => one === params.section)
	if (!section) refusePage(locals, url, absent('deliberation.report-no-such-section'))
	const report = await locals.ask(getReport, { report: params.reference })
	refuseUnlessMay({ locals, url }, report.may.write, 'secretariatReport.writeSection')
	const texts = report.sections.find(({ code }) => code === section)?.texts ?? []
	const languages = [...new Set([report.language, ...(locals.workspace?.languages ?? [])])]
	const language = languages.find((one) => one === url.searchParams.get('language')) ?? report.language
	return {
		section,
		narrative: texts.find((text) => text.language === language)?.narrative ?? '',
		language,
		written: languages.map((one) => ({ language: one, isWritten: texts.some((text) => text.language === one) })),
		...formOf(locals, report)
	}
}

export const actions: Actions = {
	default: formAction(
		writeSection,
		// An emptied field is sent as nothing; here it takes the text away.
		({ params, url }, form) => ({
			report: params['reference'],
			section: params['section'],
			...(url.searchParams.get('language') ? { language: url.searchParams.get('language') } : {}),
			...(form.get('narrative') === '' ? { narrative: '' } : {})
		}),
		(_done, { params }) =>
			`/${params['workspace'] ?? ''}/secretariat-report/${params['reference'] ?? ''}#${params['section'] ?? ''}`
	)
}
