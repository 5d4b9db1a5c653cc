import type { Drawing } from '#platform/charts/drawing.ts'
import { drawBars } from '#platform/charts/bars.ts'
import { chartLabel } from './chart-label.ts'
import type { ChartOf, Figures, GroupOf, Headline, Sums } from './figure-outputs.ts'
import { withEmptySpans } from './empty-spans.ts'
import {
	askedByFigure,
	hrefOfGroup,
	listAt,
	readingOrder,
	sayApart,
	saySums,
	sayTold,
	type Telling
} from './say-figures.ts'

// A picture of more bars is read by nobody; the table behind it has all that a page carries.
const BARS_MOST = 20
const ROWS_MOST = 200

export type HeadlineShown = { label: string; value: string; note: string | null; href: string }

/** A figure as its tile shows it: the number, or the sums, of how many entries, and the list behind it. */
export function headlineShown(telling: Telling, headline: Headline): HeadlineShown {
	const { names, where, sum, sums, records } = headline
	const { words } = telling
	const { t, number } = words
	const many = number(records)
	const said = sum === null ? [] : saySums(telling, sum, sums)
	return {
		label: words.name(names),
		value: sum === null ? many : said.length === 0 ? many : words.list(said),
		note: sum === null ? null : (sayShare(telling, headline) ?? t('figures.over', { count: records, many })),
		href: listAt(telling, askedByFigure(where))
	}
}

/** Which part of the whole a sum is; null where there is no whole, or none in the currency of the sum. */
function sayShare(telling: Telling, { sums: [part, ...others], whole }: Headline): string | null {
	const { t, percent } = telling.words
	const all = whole?.sums.find(({ currency }) => part === undefined || currency === part.currency)
	if (!whole || !all || others.length > 0 || Number(all.amount) <= 0) return null
	return t('figures.share', {
		share: percent(Number(part?.amount ?? 0) / Number(all.amount)),
		all: saySums(telling, whole.of, [all]).join(''),
		of: sayApart(telling, whole.of)
	})
}

type Bars = { currency: string | null; label: string; drawing: Drawing }
export type ChartShown = {
	key: string
	title: string
	what: string
	sum: string | null
	pictures: Bars[]
	rows: { label: string; records: number; sums: string; amounts: Sums; href: string | null }[]
	/** How many groups the page leaves out. */
	rest: number
}

/** A chart as its page shows it: a picture for the numbers, one for each currency of sums, and the table behind them. */
export function chartShown(telling: Telling, chart: ChartOf): ChartShown {
	const { words } = telling
	const { number } = words
	const asked = askedByFigure(chart.where)
	const groups = inReadingOrder(telling, chart).map((group) => ({
		...group,
		label: sayTold(telling, chart, group),
		href: group.records === 0 ? null : hrefOfGroup(telling, asked, chart, group)
	}))
	const what = sayApart(telling, chart.by)
	const pictures = picturesOf(telling, chart, groups)
	return {
		key: chart.key,
		title: words.name(chart.names),
		what,
		sum: chart.sum === null ? null : sayApart(telling, chart.sum),
		pictures: pictures.map(({ currency, bars }) => {
			// Of years the latest are drawn, of all else the first.
			const drawn = chart.span === null ? bars.slice(0, BARS_MOST) : bars.slice(-BARS_MOST)
			return { currency, label: chartLabel(words, words.name(chart.names), drawn), drawing: drawBars(drawn, number) }
		}),
		rows: groups.slice(0, ROWS_MOST).map(({ label, records, sums, href }) => ({
			label,
			records,
			sums: chart.sum === null || sums.length === 0 ? '' : words.list(saySums(telling, chart.sum, sums)),
			amounts: chart.sum === null ? [] : sums,
			href
		})),
		rest: Math.max(0, groups.length - ROWS_MOST)
	}
}

type Labelled = GroupOf & { label: string }

function picturesOf(telling: Telling, { sum, span }: ChartOf, groups: readonly Labelled[]) {
	const { number } = telling.words
	if (sum === null) {
		const bars = groups.map(({ label, records }) => ({ label, value: records, said: number(records) }))
		return [{ currency: null, bars }]
	}
	const currencies = [...new Set(groups.flatMap(({ sums }) => sums.map(({ currency }) => currency)))].sort()
	return currencies.map((currency) => ({
		currency,
		bars: groups.flatMap(({ label, sums }) => {
			const own = sums.find((one) => one.currency === currency)
			if (own) return [{ label, value: Number(own.amount), said: saySums(telling, sum, [own]).join('') }]
			return span === null ? [] : [{ label, value: 0, said: number(0) }]
		})
	}))
}

/** Groups in the order in which they are read; between the first year, or month, and the last none is left out. */
function inReadingOrder(telling: Telling, chart: ChartOf): GroupOf[] {
	const inOrder = readingOrder(telling, chart, chart.groups).flatMap((place) => chart.groups[place] ?? [])
	return chart.span === null ? inOrder : withEmptySpans(inOrder)
}

/** All figures of a register as its page shows them. */
export const figuresShown = (telling: Telling, { headlines, charts }: Figures) => ({
	headlines: headlines.map((one) => headlineShown(telling, one)),
	charts: charts.map((one) => chartShown(telling, one))
})
