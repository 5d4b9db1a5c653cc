import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { TimelineEntry } from '#ui/timeline.ts'
import { nameOf, pageOf } from './page-links.ts'
import { momentOf, toneOf } from './structure-timeline.ts'
import { needsAttention, type DeclaredStatus } from './rules.ts'

type Says = Pick<Words, 't' | 'name' | 'list'>
type Offices = { chair: RecordReference | null; secretariat: RecordReference | null; host: RecordReference | null }

/** The structures that wait for somebody to act: what needs reactivation before what is being established. */
export const waitingFirst = <T extends { status: DeclaredStatus }>(structures: readonly T[]): T[] => {
	const waiting = structures.filter(({ status }) => needsAttention(status))
	return [
		...waiting.filter(({ status }) => status === 'needs-reactivation'),
		...waiting.filter(({ status }) => status !== 'needs-reactivation')
	]
}

/** Who may change a structure's status: whoever chairs it or serves it, and always the workspace's secretariat. */
export function whoMayAct(words: Says, { chair, secretariat, host }: Offices): string {
	const secretary = secretariat ?? host
	return words.list([
		...(chair ? [words.t('status.who.chair', { actor: nameOf(words, chair) })] : []),
		...(secretary ? [words.t('status.who.secretary', { actor: nameOf(words, secretary) })] : []),
		words.t('status.who.secretariat')
	])
}

type Change = {
	structure: RecordReference | null
	status: DeclaredStatus
	detail: string | null
	day: string | null
	reason: string | null
	at: Date
	origin: string
	source: string | null
	year: number | null
}

const sortKey = ({ when, at }: TimelineEntry) => when ?? (at ? new Date(at).toISOString() : '')

/** The changes of declared status in all structures, newest first; those only a source states, last. */
export function statusEntries(
	words: Pick<Words, 't' | 'name'>,
	workspace: string,
	changes: readonly Change[]
): TimelineEntry[] {
	const entries = changes.map((change) => ({
		...momentOf(change),
		title: words.t('status.change', {
			structure: change.structure ? nameOf(words, change.structure) : '',
			status: words.t(`ui.status.${change.status}`)
		}),
		detail: [change.detail, change.reason].filter(Boolean).join(' · '),
		...(change.structure ? { href: pageOf(workspace, change.structure) } : {}),
		tone: toneOf(change.status),
		source: change.source,
		year: change.year
	}))
	return entries.sort((one, other) => sortKey(other).localeCompare(sortKey(one)))
}
