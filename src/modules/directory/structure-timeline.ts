import type { Words } from '#platform/languages/words.ts'
import type { TimelineEntry } from '#ui/timeline.ts'
import type { Tone } from '#ui/types.ts'
import type { DatedName } from '#platform/records/find-record.server.ts'
import { needsAttention, type DeclaredStatus } from './rules.ts'

type Entry = {
	status: DeclaredStatus
	detail: string | null
	day: string | null
	reason: string | null
	at: Date
	origin: string
	source: string | null
	year: number | null
}
type Standing = { statusHistory: readonly Entry[]; yearEstablished: number | null; names: readonly DatedName[] }

/** How a declared status asks for attention. */
export const toneOf = (status: DeclaredStatus): Tone => {
	if (needsAttention(status)) return 'warning'
	return status === 'dissolved'
		? 'error'
		: status === 'active' || status === 'ad-hoc-activated'
			? 'success'
			: 'information'
}

/** When a status was declared: one entered here without a day when it was entered, one from a source as that source states. */
export const momentOf = ({
	day,
	at,
	origin
}: Pick<Entry, 'day' | 'at' | 'origin'>): Pick<TimelineEntry, 'when' | 'at'> => {
	if (day !== null) return { when: day }
	return origin === 'entered' ? { at } : {}
}

const sortKey = ({ when, at }: TimelineEntry) => when ?? (at ? new Date(at).toISOString() : '')

/** Where a structure stands and stood: its declared statuses, its founding and its former names, newest first. */
export function structureTimeline({ t, name }: Pick<Words, 't' | 'name'>, structure: Standing): TimelineEntry[] {
	const statuses = structure.statusHistory.map((entry) => ({
		...momentOf(entry),
		title: t(`ui.status.${entry.status}`),
		detail: [entry.detail, entry.reason].filter(Boolean).join(' · '),
		tone: toneOf(entry.status),
		source: entry.source,
		year: entry.year
	}))
	const founded =
		structure.yearEstablished === null
			? []
			: [{ when: String(structure.yearEstablished), title: t('directory.established') }]
	const names = structure.names.map((former) => ({
		when: former.to ?? undefined,
		title: t('directory.name-until', { name: name(former.name) }),
		detail: former.reason
	}))
	return [...statuses, ...founded, ...names].sort((one, other) => sortKey(other).localeCompare(sortKey(one)))
}
