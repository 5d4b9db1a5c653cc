import type { Words } from '#platform/languages/words.ts'
import type { ReportPage } from './report-queries.ts'

/** When a report was approved and by whom; that it is a draft, where it was not. */
export function approvalText(
	{ t, day }: Pick<Words, 't' | 'day'>,
	{ approvedDay, approvedBy }: Pick<ReportPage, 'approvedDay' | 'approvedBy'>
): string {
	if (approvedDay === null) return t('dashboard.report.is-draft')
	const said = { day: day(approvedDay) }
	if (approvedBy === null) return t('dashboard.report.approved-on', said)
	const { office, person } = approvedBy
	return person === null
		? t('dashboard.report.approved-on-by', { ...said, office })
		: t('dashboard.report.approved-on-by-person', { ...said, office, person })
}
