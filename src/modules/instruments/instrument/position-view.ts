import { drawStacks } from '#platform/charts/bars.ts'
import type { ChartTone, Drawing } from '#platform/charts/drawing.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Tone } from '#ui/types.ts'
import { SCOPES, type PositionName, type Scope } from './instrument-rules.ts'

/** Positions as a picture tells them apart: by what follows from them. */
export const POSITION_GROUPS = ['bound', 'joined', 'signed', 'outside', 'left', 'not-known'] as const
export type PositionGroup = (typeof POSITION_GROUPS)[number]

/** What follows from a position: a country is bound, is about to be, is on its way, is not, is no longer, or nobody knows. */
export function groupOf(position: PositionName | null): PositionGroup {
	switch (position) {
		case 'in-force':
			return 'bound'
		case 'ratified':
		case 'accepted':
		case 'approved':
		case 'acceded':
		case 'succeeded':
		case 'signed-definitively':
			return 'joined'
		case 'signed':
			return 'signed'
		case 'not-signed':
		case 'not-ratified':
			return 'outside'
		case 'denounced':
			return 'left'
		case 'not-known':
		case null:
			return 'not-known'
		default:
			return position satisfies never
	}
}

const CHART: Readonly<Record<PositionGroup, ChartTone>> = {
	bound: 'good',
	joined: 'part',
	signed: 'wait',
	outside: 'back',
	left: 'bad',
	'not-known': 'none'
}

const MARK: Readonly<Record<PositionGroup, Tone>> = {
	bound: 'success',
	joined: 'success',
	signed: 'information',
	outside: 'plain',
	left: 'warning',
	'not-known': 'plain'
}

/** The colour of a position in a picture. */
export const toneInPicture = (position: PositionName | null): ChartTone => CHART[groupOf(position)]

/** How a position asks for attention. */
export const toneOfPosition = (position: PositionName | null): Tone => MARK[groupOf(position)]

type Since = {
	standing: PositionName
	since: string | null
	statedIn: { source: string | null; year: number | null } | null
	bindsSince: string | null
}

/**
 * Since when a country stands so: of one that is bound the day from which it binds, and where that is not known the day on which it
 * joined, said to be that. What is known from a source that gives no date is said to be as stated there.
 */
export function saySince({ t, partial }: Pick<Words, 't' | 'partial'>, position: Since | null): string | null {
	if (position === null) return null
	const { standing, since, statedIn, bindsSince } = position
	if (standing === 'in-force' && bindsSince !== null) return partial(bindsSince)
	if (since === null) return sayStated({ t }, statedIn)
	return standing === 'in-force' ? t('instrument.since.joined', { day: partial(since) }) : partial(since)
}

/** Where a line without a date is stated; the year of a source that names it itself is not told twice. */
export function sayStated({ t }: Pick<Words, 't'>, stated: Since['statedIn']): string | null {
	if (stated === null) return null
	const { source, year } = stated
	const told = [source, year !== null && !source?.includes(String(year)) ? String(year) : null].filter(Boolean)
	return told.length === 0 ? null : t('instrument.since.stated', { source: told.join(', ') })
}

type Cell = { scope: Scope; position: PositionName | null; count: number }
type Says = Pick<Words, 't' | 'number'>

export type ScopeRow = { scope: Scope; label: string; counts: Record<PositionGroup, number>; total: number }
export type PositionFigure = {
	drawing: Drawing
	legend: { tone: ChartTone; label: string }[]
	groups: PositionGroup[]
	rows: ScopeRow[]
}

/** How many instruments there are by scope and by what follows from the country's position: the picture, and the table behind it. */
export function positionFigure(words: Says, cells: readonly Cell[]): PositionFigure {
	const rows = SCOPES.flatMap((scope): ScopeRow[] => {
		const own = cells.filter((cell) => cell.scope === scope)
		const counted = (group: PositionGroup) =>
			own.reduce((sum, { position, count }) => (groupOf(position) === group ? sum + count : sum), 0)
		const counts = {
			bound: counted('bound'),
			joined: counted('joined'),
			signed: counted('signed'),
			outside: counted('outside'),
			left: counted('left'),
			'not-known': counted('not-known')
		}
		const total = own.reduce((sum, { count }) => sum + count, 0)
		return total === 0 ? [] : [{ scope, label: words.t(`instrument.scope.${scope}`), counts, total }]
	})
	const groups = POSITION_GROUPS.filter((group) => rows.some(({ counts }) => counts[group] > 0))
	return {
		drawing: drawStacks(
			rows.map(({ label, counts }) => ({
				label,
				parts: POSITION_GROUPS.map((group) => ({ value: counts[group], tone: CHART[group] }))
			})),
			words.number
		),
		legend: groups.map((group) => ({ tone: CHART[group], label: words.t(`instrument.group.${group}`) })),
		groups,
		rows
	}
}

type Coverage = { met: number; partly: number; notMet: number; notJudged: number; notApplicable: number }

/** What is judged of obligations, in the order of the picture. */
export const JUDGED = ['met', 'partly', 'notMet', 'notJudged', 'notApplicable'] as const
export type JudgedAs = (typeof JUDGED)[number]
const JUDGED_TONE: Readonly<Record<JudgedAs, ChartTone>> = {
	met: 'good',
	partly: 'part',
	notMet: 'bad',
	notJudged: 'none',
	notApplicable: 'heat-1'
}

/** How far law carries each instrument's obligations, as one bar an instrument; those without obligations have none. */
export function coverageFigure(words: Says, items: readonly { label: string; coverage: Coverage }[]) {
	const drawn = items.filter(({ coverage }) => JUDGED.some((as) => coverage[as] > 0))
	return {
		drawing: drawStacks(
			drawn.map(({ label, coverage }) => ({
				label,
				parts: JUDGED.map((as) => ({ value: coverage[as], tone: JUDGED_TONE[as] }))
			})),
			words.number
		),
		legend: JUDGED.filter((as) => drawn.some(({ coverage }) => coverage[as] > 0)).map((as) => ({
			tone: JUDGED_TONE[as],
			label: words.t(`commitment.judged.${as}`)
		}))
	}
}

/** Months and days as they are told together, what is none of them left out: `3 months`, `1 month and 30 days`. */
export function sayPeriod(
	{ t, list }: Pick<Words, 't' | 'list'>,
	{ months, days }: { months: number | null; days: number | null }
): string {
	const told = [
		...(months ? [t('instrument.entry.months', { count: months })] : []),
		...(days || !months ? [t('instrument.entry.days', { count: days ?? 0 })] : [])
	]
	return list(told)
}
