import type { Words } from '#platform/languages/words.ts'

type Bar = { label: string; value: number; said: string }

// A screen reader reads it through without a stop.
const READ_MOST = 8

/** What a chart shows, in words for whoever does not see it: each bar with its number, or of many the longest ones. */
export function chartLabel({ t, list }: Pick<Words, 't' | 'list'>, title: string, bars: readonly Bar[]): string {
	const told = (some: readonly Bar[]) =>
		list(some.map(({ label, said }) => t('figures.chart.bar', { label, value: said })))
	if (bars.length === 0) return title
	if (bars.length <= READ_MOST) return t('figures.chart.label', { title, bars: told(bars) })
	const longest = bars.toSorted((one, other) => other.value - one.value).slice(0, READ_MOST)
	return t('figures.chart.label-longest', { title, count: bars.length, bars: told(longest) })
}
