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

/**
 * When the figures of a report were counted, and as things stood on which day. Those of a report that a file brought approved are
 * counted when it comes in, after its approval, and it says so.
 */
export function countedText(
	{ t, day, instant }: Pick<Words, 't' | 'day' | 'instant'>,
	{ approvedDay, figuresAt, figures }: Pick<ReportPage, 'approvedDay' | 'figuresAt'> & { figures: { day: string } }
): string {
	const said = { at: instant(figuresAt), day: day(figures.day) }
	const isAfter = approvedDay !== null && figuresAt.toISOString().slice(0, 10) > approvedDay
	return t(isAfter ? 'dashboard.report.counted-after' : 'dashboard.report.counted-at', said)
}

/** What a report says of what was invented for demonstration: that all of it is, or that some of what it counts is; else nothing. */
export function inventedText(
	{ t }: Pick<Words, 't'>,
	{ origin, figures }: Pick<ReportPage, 'origin'> & { figures: { restsOnInvented: boolean } }
): string | null {
	if (origin === 'invented') return t('dashboard.report.invented')
	return figures.restsOnInvented ? t('dashboard.counts-invented') : null
}
