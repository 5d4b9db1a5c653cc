import type { Tone } from './types.ts'

/** Something that happened: at a moment, on a partial date, from one to another, or only stated by a source. */
export type TimelineEntry = {
	title: string
	when?: string | null
	to?: string | null
	at?: Date | string
	detail?: string | null
	href?: string
	tone?: Tone
	source?: string | null
	year?: number | string | null
}

export const isDated = ({ when, at }: TimelineEntry): boolean => Boolean(when || at)

/** The undated entries by the source that states them, in the order in which the sources first come up. */
export function groupBySource(entries: readonly TimelineEntry[]) {
	const groups = new Map<string, { source: string; year: string; items: TimelineEntry[] }>()
	for (const entry of entries) {
		if (isDated(entry)) continue
		const source = entry.source ?? ''
		const year = String(entry.year ?? '')
		const group = groups.get(`${source} ${year}`) ?? { source, year, items: [] }
		group.items.push(entry)
		groups.set(`${source} ${year}`, group)
	}
	return [...groups.values()]
}
