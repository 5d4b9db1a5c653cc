import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import { drawHeatMap, heatOf } from '#platform/charts/heat-map.ts'
import { functionalityText, judgedText } from '../cadence/cadence-page.ts'
import { daysBetween } from '../days.ts'
import {
	actionChart,
	attendanceChart,
	calendarChart,
	flowChart,
	namedOr,
	shortName,
	waitChart,
	yearsOf,
	type Chart
} from './charts.ts'
import type { Dashboard, Flow, RhythmOf, Wait } from './dashboard-outputs.ts'

type Says = Pick<Words, 't' | 'name' | 'number' | 'order' | 'day' | 'language'>
type Filters = Readonly<Record<string, string | undefined>>

/** What a dashboard shows is told from: its figures, in whose workspace, in which words. */
export type Shown = { words: Says; workspace: string; dashboard: Dashboard }

/** The list behind a figure. */
export function listHref(workspace: string, kind: string, filters: Filters): string {
	const asked = Object.entries(filters).flatMap(([name, value]) =>
		value === undefined ? [] : [`filter%5B${name}%5D=${encodeURIComponent(value)}`]
	)
	return `/${workspace}/${kind}?${asked.join('&')}`
}

const own = ({ dashboard }: Shown) => dashboard.structure?.reference

/** Recommendations by state, each with the list of them. */
export const stateRows = (shown: Shown) =>
	shown.dashboard.recommendations.map(({ state, total }) => ({
		label: shown.words.t(`dashboard.state.${state}`),
		value: total,
		href: listHref(shown.workspace, 'recommendation', { structure: own(shown), status: state })
	}))

type Level = Flow['from']

const levelLabel = ({ words }: Shown, { id, record }: Level) =>
	namedOr(words, record, id === '' ? 'dashboard.level.outside' : 'dashboard.level.hidden')
const levelShort = (shown: Shown, level: Level) =>
	level.record ? shortName(shown.words, level.record) : levelLabel(shown, level)

/** What names a level in the filters of the register; undefined where the reader does not see it, or there is none. */
const toLevel = ({ record }: Level): Filters =>
	record?.kind === 'actor' ? { hopToActor: record.reference } : { hopTo: record?.reference }

const fromLevel = ({ record }: Level): Filters =>
	record?.kind === 'actor' ? { hopFromActor: record.reference } : { hopFrom: record?.reference }

// So many flows somebody reads; a page of all of a large workspace's would be no page.
const FLOWS_LISTED = 100

/** Recommendations from level to level: the picture, and each flow with the list of what flowed. */
export function flowsShown(shown: Shown): { chart: Chart; rows: FlowRow[]; rest: string | null } {
	const { words, workspace, dashboard } = shown
	const largest = dashboard.flows.toSorted(
		(one, other) =>
			other.total - one.total ||
			words.order(levelLabel(shown, one.from), levelLabel(shown, other.from)) ||
			words.order(levelLabel(shown, one.to), levelLabel(shown, other.to))
	)
	const rest = largest.slice(FLOWS_LISTED)
	return {
		chart: flowChart(
			words,
			dashboard.flows.map((flow) => ({
				...flow,
				from: { id: flow.from.id, label: levelShort(shown, flow.from), ...throughHref(shown, flow.from) },
				to: { id: flow.to.id, label: levelShort(shown, flow.to), ...throughHref(shown, flow.to) }
			}))
		),
		rest:
			rest.length === 0
				? null
				: words.t('dashboard.flow.rest', {
						flows: rest.length,
						recommendations: rest.reduce((sum, { total }) => sum + total, 0)
					}),
		rows: largest.slice(0, FLOWS_LISTED).map(({ from, to, became, total }) => ({
			from: levelLabel(shown, from),
			fromHref: pageOf(shown, from),
			to: levelLabel(shown, to),
			toHref: pageOf(shown, to),
			became: words.t(`dashboard.became.${became}`),
			total,
			href:
				to.record && (from.record || from.id === '')
					? listHref(workspace, 'recommendation', {
							...fromLevel(from),
							hopOutside: from.record ? undefined : 'true',
							...toLevel(to),
							hopBecame: became
						})
					: null
		}))
	}
}
export type FlowRow = {
	from: string
	fromHref: string | null
	to: string
	toHref: string | null
	became: string
	total: number
	href: string | null
}

const pageOf = ({ workspace }: Shown, { record }: Level) =>
	record ? `/${workspace}/${record.kind}/${record.reference}` : null

/** The list of what went through a level: what reached it, or what left it where nothing did. */
function throughHref(shown: Shown, level: Level): { href?: string } {
	if (!level.record) return {}
	const reached = shown.dashboard.flows.some(({ to }) => to.id === level.id)
	const filters = reached ? toLevel(level) : fromLevel(level)
	return { href: listHref(shown.workspace, 'recommendation', filters) }
}

const ANSWERS = 'accepted,accepted-in-part,passed-on,returned,declined'

export type WaitRow = {
	level: string
	href: string | null
	answered: number
	answeredHref: string | null
	median: string | null
	longest: string | null
	open: number
	openHref: string | null
	/** How many days the one that waits longest has waited by now, and since when. */
	openLongest: string | null
	since: string | null
}

/** How long recommendations waited at each level, by the names of the levels. */
export function waitsShown(
	shown: Shown,
	waits: readonly Wait[],
	how: { title: string; from: string | undefined }
): { chart: Chart; rows: WaitRow[] } {
	const { words, workspace, dashboard } = shown
	const soFar = ({ since }: Wait) => (since === null ? null : daysBetween(since, dashboard.day))
	const behind = (level: Level, hopBecame: string) =>
		level.record ? listHref(workspace, 'recommendation', { hopFrom: how.from, ...toLevel(level), hopBecame }) : null
	const days = (value: number | null) => (value === null ? null : words.number(value))
	const named = waits
		.map((wait) => ({ ...wait, label: levelLabel(shown, wait.level), waiting: soFar(wait) }))
		.toSorted((one, other) => words.order(one.label, other.label))
	return {
		chart: waitChart(
			words,
			how.title,
			named.map(({ level, median, longest, waiting }) => ({
				label: levelShort(shown, level),
				median,
				longest,
				waiting
			}))
		),
		rows: named.map(({ level, label, answered, median, longest, open, waiting, since }) => ({
			level: label,
			href: pageOf(shown, level),
			answered,
			answeredHref: answered > 0 ? behind(level, ANSWERS) : null,
			median: days(median),
			longest: days(longest),
			open,
			openHref: open > 0 ? behind(level, 'waiting') : null,
			openLongest: days(waiting),
			since: since === null ? null : words.day(since)
		}))
	}
}

type Acting = Dashboard['actions'][number]
export type ActionRow = Omit<Acting, 'actor'> & {
	label: string
	/** The list behind a figure of this row. */
	hrefOf(figure: ActionFigure): string | null
}
export type ActionFigure = keyof typeof ACTION_FILTERS

const ACTION_FILTERS = {
	late: { overdue: 'true' },
	inTime: { progress: 'open,in-progress', overdue: 'false' },
	submitted: { progress: 'submitted' },
	closedInTime: { closed: 'in-time' },
	closedLate: { closed: 'late' },
	cancelled: { progress: 'cancelled' }
} as const satisfies Record<string, Filters>

const actorLabel = ({ words }: Shown, actor: RecordReference | null) => namedOr(words, actor, 'dashboard.actor.hidden')

/** The actions of each responsible actor, in the order of the actors' names. */
export function actionsShown(shown: Shown): { chart: Chart; rows: ActionRow[] } {
	const { words, workspace, dashboard } = shown
	const named = dashboard.actions
		.map((one) => ({ ...one, label: actorLabel(shown, one.actor) }))
		.toSorted((one, other) => words.order(one.label, other.label))
	return {
		chart: actionChart(
			words,
			named.map(({ actor, label, ...values }) => ({ ...values, label: actor ? shortName(words, actor) : label }))
		),
		rows: named.map(({ actor, ...row }) => ({
			...row,
			hrefOf: (figure) =>
				actor && row[figure] > 0
					? listHref(workspace, 'action', {
							responsible: actor.reference,
							structure: own(shown),
							...ACTION_FILTERS[figure]
						})
					: null
		}))
	}
}

const ATTENDANCE_FILTERS = {
	present: { came: 'present' },
	apologies: { came: 'apologies' },
	absent: { came: 'absent' },
	of: {}
} as const satisfies Record<string, Filters>

export type AttendanceFigure = keyof typeof ATTENDANCE_FILTERS
export type AttendanceRow = Record<AttendanceFigure, number> & {
	label: string
	/** The list behind a figure of this row. */
	hrefOf(figure: AttendanceFigure): string | null
}

/** Who came to the meetings it was expected at, in the order of names; null for whoever is not told. */
export function attendanceShown(shown: Shown): { chart: Chart; rows: AttendanceRow[]; href: string } | null {
	const { words, workspace, dashboard } = shown
	if (dashboard.attendance === null) return null
	const named = dashboard.attendance
		.map((one) => ({ ...one, label: actorLabel(shown, one.actor) }))
		.toSorted((one, other) => words.order(one.label, other.label))
	return {
		chart: attendanceChart(
			words,
			named.map(({ actor, label, ...values }) => ({ ...values, label: actor ? shortName(words, actor) : label }))
		),
		href: listHref(workspace, 'attendance', { structure: own(shown) }),
		rows: named.map(({ actor, ...row }) => ({
			...row,
			hrefOf: (figure) =>
				actor && row[figure] > 0
					? listHref(workspace, 'attendance', {
							actor: actor.reference,
							structure: own(shown),
							...ATTENDANCE_FILTERS[figure]
						})
					: null
		}))
	}
}

const HELD = 'held,drafted,circulated,adopted'

const heldHref = (workspace: string, structure: string | undefined, from: string, until: string) =>
	listHref(workspace, 'meeting', { structure, status: HELD, from, until })

/** Meetings held by year and month, each year with the list of its meetings. */
export function calendarShown(shown: Shown) {
	const { words, workspace, dashboard } = shown
	const held = (from: string, until: string) => heldHref(workspace, own(shown), from, until)
	return {
		chart: calendarChart(words, dashboard.meetings),
		rows: yearsOf(dashboard.meetings).map(({ year, months, total }) => ({
			year,
			total,
			href: held(`${year}-01-01`, `${year}-12-31`),
			months: months.map((value, index) => ({
				value,
				href: value > 0 ? held(...monthDays(year, index + 1)) : null
			}))
		}))
	}
}

function monthDays(year: string, month: number): [string, string] {
	const of = (day: number) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
	return [of(1), of(new Date(Date.UTC(Number(year), month, 0)).getUTCDate())]
}

const ROWS_DRAWN = 20
// Each is a notice to be read; the list of cadences has all of them.
const PROPOSALS_SHOWN = 5

/** In how many parts of each year each structure met as its rules ask. */
export function rhythmShown({ words, workspace, dashboard }: Shown) {
	const { t, number, order } = words
	const named = dashboard.rhythm
		.map((one) => ({ ...one, label: namedOr(words, one.structure, 'dashboard.level.hidden') }))
		.toSorted((one, other) => order(one.label, other.label))
	const years = [...new Set(named.flatMap((one) => one.years.map(({ year }) => year)))].sort()
	const said = (one: RhythmOf, year: string) => {
		const found = one.years.find((known) => known.year === year)
		return found ? t('dashboard.rhythm.kept-of', { kept: number(found.kept), asked: number(found.asked) }) : ''
	}
	const meetingsOf = ({ structure, years: known }: RhythmOf, year: string) =>
		known.some((one) => one.year === year && one.kept > 0)
			? heldHref(workspace, structure.reference, `${year}-01-01`, `${year}-12-31`)
			: null
	const judged = named.filter((one) => one.years.length > 0)
	const disagreeing = named.flatMap((one) =>
		one.reason === null || one.proposes === null
			? []
			: [
					{
						label: one.label,
						href: `/${workspace}/structure/${one.structure.reference}`,
						restsOnInvented: one.restsOnInvented,
						proposal: t('dashboard.rhythm.proposes', {
							why: t(`cadence.disagreement.${one.reason}`),
							proposes: t(`ui.status.${one.proposes}`)
						})
					}
				]
	)
	const chart: Chart = {
		title: t('dashboard.rhythm'),
		label: t('dashboard.rhythm.label', { structures: judged.length }),
		drawing:
			judged.length === 0
				? { width: 1, height: 1, shapes: [] }
				: drawHeatMap(
						years,
						judged.slice(0, ROWS_DRAWN).map((one) => ({
							label: shortName(words, one.structure),
							cells: years.map((year) => {
								const found = one.years.find((known) => known.year === year)
								if (!found) return { text: '', heat: 0 as const }
								return {
									text: `${number(found.kept)}/${number(found.asked)}`,
									heat: heatOf(found.kept, found.asked),
									isMissed: found.kept === 0
								}
							})
						}))
					),
		legend: []
	}
	return {
		chart,
		years,
		rows: named.map((one) => ({
			label: one.label,
			href: `/${workspace}/structure/${one.structure.reference}`,
			dashboard: `/${workspace}/structure/${one.structure.reference}/dashboard`,
			functionality: functionalityText(words, one),
			judged: judgedText(words, one.judgedBy),
			restsOnInvented: one.restsOnInvented,
			declared: one.declared,
			years: years.map((year) => ({ said: said(one, year), href: meetingsOf(one, year) }))
		})),
		disagreeing: disagreeing.length,
		proposals: disagreeing.slice(0, PROPOSALS_SHOWN),
		proposalsHref:
			disagreeing.length > PROPOSALS_SHOWN ? listHref(workspace, 'cadence', { agreement: 'disagrees' }) : null,
		periods: named.flatMap((one) =>
			one.periods.map(({ from, to, state }) => ({
				period: t('dashboard.period.from-to', { from: words.day(from), to: words.day(to) }),
				state: t(`dashboard.period-state.${state}`)
			}))
		)
	}
}
