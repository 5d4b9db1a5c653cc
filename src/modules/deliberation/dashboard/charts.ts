import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { ChartTone, Drawing } from '#platform/charts/drawing.ts'
import { drawHeatMap, heatOf } from '#platform/charts/heat-map.ts'
import { drawStacks, drawWaits } from '#platform/charts/bars.ts'
import { drawSankey, type SankeyNode } from '#platform/charts/sankey.ts'
import { BECAME, type Became } from './became.ts'

type Says = Pick<Words, 't' | 'name' | 'number' | 'order'>

/** A picture of figures with its words, for pages and for documents. */
export type Chart = {
	title: string
	/** What it shows, in one sentence. */
	label: string
	drawing: Drawing
	legend: { tone: ChartTone; label: string }[]
}

const TONES: Readonly<Record<Became, ChartTone>> = {
	accepted: 'good',
	'accepted-in-part': 'part',
	'passed-on': 'plain',
	returned: 'back',
	declined: 'bad',
	waiting: 'wait',
	unanswered: 'none'
}

// Beyond this many flows nobody reads a picture; the table behind it lists more of them, and says how many it leaves out.
const FLOWS_DRAWN = 40
const ROWS_DRAWN = 20

export const shortName = ({ name }: Pick<Words, 'name'>, record: RecordReference) =>
	record.acronym ?? name(record.title)

const longName = ({ name }: Pick<Words, 'name'>, { title, acronym }: RecordReference) =>
	acronym ? `${name(title)} (${acronym})` : name(title)

/** The name of an actor or a structure, or a word for those the reader does not see. */
export const namedOr = (words: Says, record: RecordReference | null, otherwise: string) =>
	record ? longName(words, record) : words.t(otherwise)

export type DrawnFlow = {
	from: SankeyNode
	to: SankeyNode
	became: Became
	total: number
}

/** Recommendations from level to level, by what became of them. */
export function flowChart(words: Says, flows: readonly DrawnFlow[]): Chart {
	const { t, number } = words
	const drawn = flows.toSorted((one, other) => other.total - one.total).slice(0, FLOWS_DRAWN)
	const nodes = new Map(drawn.flatMap(({ from, to }) => [from, to]).map((node) => [node.id, node]))
	const links = drawn.map(({ from, to, became, total }) => ({
		from: from.id,
		to: to.id,
		value: total,
		tone: TONES[became]
	}))
	const shown = new Set(drawn.map(({ became }) => became))
	return {
		title: t('dashboard.flow'),
		label: t('dashboard.flow.label', {
			flows: drawn.length,
			total: number(drawn.reduce((sum, flow) => sum + flow.total, 0))
		}),
		drawing: drawn.length === 0 ? { width: 1, height: 1, shapes: [] } : drawSankey([...nodes.values()], links, number),
		legend: BECAME.filter((became) => shown.has(became)).map((became) => ({
			tone: TONES[became],
			label: t(`dashboard.became.${became}`)
		}))
	}
}

/** How long recommendations waited at each level: those answered, the middle and the longest; and what still waits, the longest so far. */
export function waitChart(
	words: Says,
	title: string,
	waits: readonly { label: string; median: number | null; longest: number | null; waiting: number | null }[]
): Chart {
	const { t, number } = words
	const drawn = waits.filter(({ longest, waiting }) => longest !== null || waiting !== null).slice(0, ROWS_DRAWN)
	const figure = (days: number | null) => (days === null ? '–' : number(days))
	return {
		title,
		label: t('dashboard.wait.label', { levels: drawn.length }),
		drawing:
			drawn.length === 0
				? { width: 1, height: 1, shapes: [] }
				: drawWaits(
						drawn.map(({ label, median, longest, waiting }) => ({
							label,
							median,
							longest,
							waiting,
							said: [median, longest, waiting].map(figure).join(' / ')
						})),
						number
					),
		legend: [
			{ tone: 'plain', label: t('dashboard.wait.legend') },
			{ tone: 'back', label: t('dashboard.wait.legend-waiting') }
		]
	}
}

type Parts = readonly { tone: ChartTone; label: string; key: string }[]

/** What several have, each as one bar of its parts. */
function stackChart(
	words: Says,
	said: { title: string; label: string },
	parts: Parts,
	rows: readonly { label: string; values: Readonly<Record<string, number>> }[]
): Chart {
	// Who has nothing to draw, but what was cancelled, stands in the table.
	const drawn = rows.filter(({ values }) => parts.some(({ key }) => (values[key] ?? 0) > 0)).slice(0, ROWS_DRAWN)
	return {
		...said,
		drawing:
			drawn.length === 0
				? { width: 1, height: 1, shapes: [] }
				: drawStacks(
						drawn.map(({ label, values }) => ({
							label,
							parts: parts.map(({ tone, key }) => ({ tone, value: values[key] ?? 0 }))
						})),
						words.number
					),
		legend: parts.map(({ tone, label }) => ({ tone, label }))
	}
}

/** The actions of each actor, in the order of their names: nobody is ranked. */
export const actionChart = (
	words: Says,
	rows: readonly {
		label: string
		late: number
		inTime: number
		submitted: number
		closedInTime: number
		closedLate: number
	}[]
): Chart =>
	stackChart(
		words,
		{ title: words.t('dashboard.actions'), label: words.t('dashboard.actions.label', { actors: rows.length }) },
		[
			{ key: 'closedInTime', tone: 'good', label: words.t('dashboard.actions.closed-in-time') },
			{ key: 'closedLate', tone: 'back', label: words.t('dashboard.actions.closed-late') },
			{ key: 'submitted', tone: 'part', label: words.t('dashboard.actions.submitted') },
			{ key: 'inTime', tone: 'none', label: words.t('dashboard.actions.in-time') },
			{ key: 'late', tone: 'bad', label: words.t('dashboard.actions.late') }
		],
		rows.map(({ label, ...values }) => ({ label, values }))
	)

/** Who came to the meetings it was expected at, in the order of names. */
export const attendanceChart = (
	words: Says,
	rows: readonly { label: string; present: number; apologies: number; absent: number }[]
): Chart =>
	stackChart(
		words,
		{ title: words.t('dashboard.attendance'), label: words.t('dashboard.attendance.label', { actors: rows.length }) },
		[
			{ key: 'present', tone: 'good', label: words.t('dashboard.attendance.present') },
			{ key: 'apologies', tone: 'part', label: words.t('dashboard.attendance.apologies') },
			{ key: 'absent', tone: 'none', label: words.t('dashboard.attendance.absent') }
		],
		rows.map(({ label, ...values }) => ({ label, values }))
	)

const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'] as const
const YEARS_DRAWN = 12

/** The years there are meetings of, the latest first, with how many were held in each month. */
export function yearsOf(meetings: readonly { month: string; total: number }[]) {
	const totals = new Map<string, number>()
	for (const { month, total } of meetings) totals.set(month, (totals.get(month) ?? 0) + total)
	const years = [...new Set([...totals.keys()].map((month) => month.slice(0, 4)))].sort().toReversed()
	return years.slice(0, YEARS_DRAWN).map((year) => {
		const months = MONTHS.map((month) => totals.get(`${year}-${month}`) ?? 0)
		return { year, months, total: months.reduce((sum, one) => sum + one, 0) }
	})
}

/** Meetings held by year and month, as a calendar whose squares are the darker the more there were. */
export function calendarChart(words: Says, meetings: readonly { month: string; total: number }[]): Chart {
	const years = yearsOf(meetings)
	const most = Math.max(0, ...years.flatMap(({ months }) => months))
	return {
		title: words.t('dashboard.calendar'),
		label: words.t('dashboard.calendar.label', { years: years.length }),
		drawing:
			years.length === 0
				? { width: 1, height: 1, shapes: [] }
				: drawHeatMap(
						MONTHS.map((month) => words.t(`dashboard.month.${month}`)),
						years.map(({ year, months }) => ({
							label: year,
							cells: months.map((value) => ({
								text: value === 0 ? '' : words.number(value),
								heat: heatOf(value, most)
							}))
						}))
					),
		legend: []
	}
}
