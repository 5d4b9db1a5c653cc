import { afterPeriod } from './partial-days.ts'
import type { TreatyReportTable } from './schema.ts'

export const REPORT_FORMS = [
	'initial',
	'periodic',
	'follow-up',
	'special'
] as const satisfies readonly TreatyReportTable['form'][]
export type ReportForm = (typeof REPORT_FORMS)[number]

export const REPORT_STATES = [
	'due',
	'submitted',
	'dialogue-held',
	'observations-received',
	'dropped'
] as const satisfies readonly TreatyReportTable['state'][]
export type ReportState = (typeof REPORT_STATES)[number]

export const REPORT_MOVES = ['submit', 'dialogue', 'observations', 'drop'] as const
export type ReportMove = (typeof REPORT_MOVES)[number]

// A body may conclude on what was submitted without ever holding a dialogue; further observations may follow on the first.
const FROM: Readonly<Record<ReportMove, readonly ReportState[]>> = {
	submit: ['due'],
	dialogue: ['submitted'],
	observations: ['submitted', 'dialogue-held', 'observations-received'],
	drop: ['due']
}

/** Until the dialogue is noted, the day that a report bears of it is the one it is planned for. */
export const DIALOGUE_AHEAD = ['due', 'submitted'] as const satisfies readonly ReportState[]
export const isDialogueAhead = (state: ReportState): boolean => DIALOGUE_AHEAD.some((ahead) => ahead === state)

/** Why a dialogue cannot be planned for a day, or null when it can: it was held, or the report was submitted later than that. */
export function whyNotPlanDialogue(
	day: string,
	{ state, submitted }: { state: ReportState; submitted: string | null }
): string | null {
	if (!isDialogueAhead(state))
		return state === 'dropped' ? 'instruments.report-dropped' : 'instruments.report-dialogue-held-already'
	return submitted !== null && day < submitted ? 'instruments.report-day-before' : null
}

/** Why a report cannot be moved on in this way now, or null when it can. */
export function whyNotMoveReport(state: ReportState, move: ReportMove): string | null {
	if (FROM[move].includes(state)) return null
	if (state === 'dropped') return 'instruments.report-dropped'
	if (move === 'submit' || move === 'drop') return 'instruments.report-submitted-already'
	return state === 'due' ? 'instruments.report-not-submitted' : 'instruments.report-dialogue-held-already'
}

type ReportDays = { submitted: string | null; dialogue: string | null; observations: string | null }

/** Why a day of a report cannot be, or null when it can: nothing of it lies ahead, and each step follows the one before. */
export function whyNotDayOfReport(
	day: string,
	{ move, today, ...days }: ReportDays & { move: ReportMove; today: string }
): string | null {
	if (day > today) return 'instruments.report-day-ahead'
	const before =
		move === 'dialogue' ? days.submitted : move === 'observations' ? (days.dialogue ?? days.submitted) : null
	return before !== null && day < before ? 'instruments.report-day-before' : null
}

/** What a report that is made by itself is called, by language: its instrument's name with the year it is due. */
export const titleOfReport = (title: Readonly<Record<string, string>>, acronym: string | null, dueDay: string) =>
	Object.fromEntries(
		Object.entries(title).map(([language, name]) => [language, `${acronym ?? name} ${dueDay.slice(0, 4)}`])
	)

/** A duty to report: the first so many months after the treaty binds the State, then every so many. */
export type Duty = { readonly firstMonths: number | null; readonly everyMonths: number | null }

/** A report under a duty, as far as the next one hangs on it. */
export type Reported = { readonly dueDay: string; readonly submittedDay: string | null; readonly isOpen: boolean }

// A period that recurs is walked no further than this: a report a month for two centuries.
const STEPS_MOST = 2_400
// Beyond it a day a century later is no day any more.
const LAST_YEARS = '9000-01-01'

/**
 * The report that comes next under a duty, or null where none does: one is open already, the State is not bound, or the duty is done.
 * Reports of before Pitso knew of the duty are not called for: the first is the next in the row that was not due yet. After one was
 * submitted, the next is the next in the row after that day.
 */
export function nextReport(
	duty: Duty,
	{ boundSince, reports, today }: { boundSince: string | null; reports: readonly Reported[]; today: string }
): { form: 'initial' | 'periodic'; dueDay: string } | null {
	if (boundSince === null || reports.some(({ isOpen }) => isOpen)) return null
	const last = reports.toSorted((one, other) => (one.dueDay < other.dueDay ? -1 : 1)).at(-1)
	if (last) {
		if (duty.everyMonths === null) return null
		const after = last.submittedDay !== null && last.submittedDay > last.dueDay ? last.submittedDay : last.dueDay
		const dueDay = inRow(last.dueDay, duty.everyMonths, (day) => day > after)
		return dueDay === null ? null : { form: 'periodic', dueDay }
	}
	const first = duty.firstMonths === null ? null : afterPeriod(boundSince, { months: duty.firstMonths })
	if (first !== null && first >= today) return { form: 'initial', dueDay: first }
	if (duty.everyMonths === null) return null
	const dueDay = inRow(first ?? boundSince, duty.everyMonths, (day) => day >= today && day > boundSince)
	return dueDay === null ? null : { form: 'periodic', dueDay }
}

/** Why no report stands under a duty. `coming`: one will be made within hours. */
export const NO_REPORT = ['not-bound', 'position-not-known', 'day-not-known', 'past', 'coming'] as const
export type NoReport = (typeof NO_REPORT)[number]

type Standing = {
	boundSince: string | null
	/** Whether the instrument is in force for the State today, and whether it has joined. */
	inForce: 'yes' | 'no' | 'not-known'
	hasJoined: boolean
	reports: readonly Reported[]
	today: string
}

/** Why no report stands under a duty, or null where one does. */
export function whyNoReport(duty: Duty, { boundSince, inForce, hasJoined, reports, today }: Standing): NoReport | null {
	if (reports.length > 0) return null
	if (boundSince !== null) return nextReport(duty, { boundSince, reports, today }) ? 'coming' : 'past'
	if (inForce === 'no') return 'not-bound'
	return inForce === 'yes' || hasJoined ? 'day-not-known' : 'position-not-known'
}

/** The first day in a row of equal periods that is meant; each is counted from the beginning, so that months keep their length. */
function inRow(from: string, months: number, isMeant: (day: string) => boolean): string | null {
	if (from >= LAST_YEARS) return null
	for (let step = 1; step <= STEPS_MOST; step++) {
		const day = afterPeriod(from, { months: months * step })
		if (isMeant(day)) return day
	}
	return null
}
