import type { Words } from '#platform/languages/words.ts'
import type { DatedName, RecordReference } from '#platform/records/find-record.server.ts'
import type { TimelineEntry } from '#ui/timeline.ts'
import { nameOf, pageOf } from './page-links.ts'

type Succession = {
	kind: string
	day: string
	legalBasis: string
	actor: RecordReference
	successor: RecordReference | null
}
type Lived = { id: string; names: readonly DatedName[]; successions: readonly Succession[] }
type Says = Pick<Words, 't' | 'name'>

/** An actor through time: the names it had, and what it came from or went into by law; newest first. */
export function actorTimeline(words: Says, workspace: string, { id, names, successions }: Lived): TimelineEntry[] {
	const { t, name } = words
	const former = names.map((one) => ({
		...(one.to === null ? {} : { when: one.from ?? one.to, to: one.from === null ? null : one.to }),
		title:
			one.from === null
				? t('directory.name-until', { name: nameOf(words, { title: one.name, acronym: one.acronym }) })
				: t('directory.name-then', { name: nameOf(words, { title: one.name, acronym: one.acronym }) }),
		detail: one.reason
	}))
	const passed = successions.map(({ kind, day, legalBasis, actor, successor }) => {
		const other = actor.id === id ? successor : actor
		const told = successor === null && (kind === 'merge' || kind === 'split') ? `${kind}-unnamed` : kind
		return {
			when: day,
			title: t(`succession.told.${told}`, {
				actor: name(actor.title),
				successor: successor ? nameOf(words, successor) : ''
			}),
			detail: t('succession.basis', { basis: legalBasis }),
			...(other && other.id !== id ? { href: pageOf(workspace, other) } : {})
		}
	})
	return [...former, ...passed].sort((one, other) => (other.when ?? '').localeCompare(one.when ?? ''))
}
