import type { Seat } from '#platform/access/seat.ts'
import { runsMeetings } from '../rules.ts'

/** Whether a seat may begin a report on the whole workspace: whoever keeps its records, or sits for its secretariat. */
export const mayReportOnAll = (seat: Seat, { secretariatActorId }: { secretariatActorId: string | null }): boolean =>
	runsMeetings(seat, { chairActorId: null, secretaryActorId: secretariatActorId })

/** The sections of a secretariat report, in the order in which it is read; each has room for a text of the secretariat's own. */
export const SECTIONS = [
	'summary',
	'meetings',
	'recommendations',
	'decisions',
	'actions',
	'attendance',
	'functionality',
	'outlook'
] as const
export type Section = (typeof SECTIONS)[number]

export const REPORT_STATES = ['draft', 'approved'] as const
export type ReportState = (typeof REPORT_STATES)[number]
export const REPORT_MOVES = ['write', 'refresh', 'approve'] as const
export type ReportMove = (typeof REPORT_MOVES)[number]

/** Why nothing can be changed in a report now, or null when it can: an approved one stays as it was approved. */
export function whyNotMoveReport(state: ReportState, move: ReportMove) {
	if (state === 'draft') return null
	return move === 'approve' ? 'deliberation.report-approved-already' : 'deliberation.report-approved'
}

/** What a draft waits for before it can be approved. */
export const APPROVED_LATER = ['deliberation.report-period-running', 'deliberation.report-figures-early'] as const

/**
 * Why a draft cannot be approved now, or null when it can: what is approved tells of the whole period, so its last day has come, and
 * the figures were counted on it or after.
 */
export function whyNotApprove(
	{ to, countedTo }: { to: string; countedTo: string },
	today: string
): (typeof APPROVED_LATER)[number] | null {
	if (today < to) return 'deliberation.report-period-running'
	return countedTo < to ? 'deliberation.report-figures-early' : null
}

/** The text of a section in a language, else in that of the report, else in any; null where nothing was written. */
export function textIn<T extends { language: string; narrative: string }>(
	texts: readonly T[],
	[language, ofReport]: readonly [string, string]
): T | null {
	const written = texts.filter(({ narrative }) => narrative.trim() !== '')
	return (
		written.find((text) => text.language === language) ??
		written.find((text) => text.language === ofReport) ??
		written[0] ??
		null
	)
}

/** Why a report cannot be about these days, or null when it can. A report tells what happened: it cannot begin later than today. */
export function whyNotPeriod(from: string, to: string, today: string) {
	if (to < from) return 'deliberation.report-period-backwards'
	return from > today ? 'deliberation.report-period-ahead' : null
}

const pad = (value: number) => String(value).padStart(2, '0')

/** The quarter that was over last on a day: what a report is mostly about. */
export function lastQuarter(today: string): { from: string; to: string } {
	const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
	const quarter = Math.floor((month - 1) / 3)
	const [ofYear, first] = quarter === 0 ? [year - 1, 10] : [year, quarter * 3 - 2]
	const last = new Date(Date.UTC(ofYear, first + 2, 0)).getUTCDate()
	return { from: `${ofYear}-${pad(first)}-01`, to: `${ofYear}-${pad(first + 2)}-${pad(last)}` }
}

/**
 * For whom the figures of a report are counted: only what everybody who may read it sees anyway. Those who keep the records
 * are always among its readers, and see what the others see.
 */
export function countedFor(audience: readonly string[]): readonly string[] {
	if (audience.includes('public')) return ['public']
	if (audience.includes('workspace')) return ['public', 'workspace']
	const others = audience.filter((token) => !token.startsWith('role:'))
	// Whoever sits in a structure in its own right reads what all its members read.
	const wider = others.flatMap((token) =>
		token.startsWith('members:') ? [token.replace('members:', 'structure:')] : []
	)
	return ['public', 'workspace', ...(others.length > 0 ? [...others, ...wider] : audience)]
}

/** Whether everybody reads what is counted for these. */
export const isForPublic = (tokens: readonly string[]) => tokens.length === 1 && tokens[0] === 'public'

const WIDTHS = ['secretariat', 'full-members', 'members', 'workspace', 'public'] as const

/** True where more people would read a report than see the structure it names. */
export const isWiderThan = (report: (typeof WIDTHS)[number], structure: (typeof WIDTHS)[number]) =>
	WIDTHS.indexOf(report) > WIDTHS.indexOf(structure)
