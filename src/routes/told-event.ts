import type { Words } from '#platform/languages/words.ts'
import { doer, linkTo } from '#modules/directory/page-links.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import { tellChanges, type OwnTelling } from './told-changes.ts'

type Entry = {
	sequence: number
	at: Date
	operation: string
	by: { seat: string | null; office: string | null; actor: RecordReference | null; role: string }
	via: string
	reason: string | null
	record: RecordReference | null
	erased: string | null
	isUnseen: boolean
	changes: Parameters<typeof tellChanges>[1]
}

/** An entry of a record's history as its pages tell it: what was done, by whom, why, and what changed. */
export function toldEvent(
	words: Words,
	workspace: string,
	entry: Entry,
	names: readonly RecordReference[],
	record: string,
	own?: OwnTelling
) {
	return {
		id: String(entry.sequence),
		at: entry.at,
		by: entry.isUnseen
			? words.t('page.history.unseen-by')
			: words.t(`page.history.via-${entry.via}`, {
					who: entry.by.seat === null ? words.t('page.history.nobody') : doer(words, entry.by)
				}),
		operation: operationName(words, workspace, entry, record),
		reason: entry.erased === null ? entry.reason : words.t('page.history.erased', { reason: entry.erased }),
		changes: tellChanges(words, entry.changes, names, record, own && ((row) => own(row, entry)))
	}
}

function operationName(words: Words, workspace: string, entry: Entry, record: string) {
	const { operation, via, record: other, isUnseen } = entry
	if (isUnseen) return words.t('page.history.unseen-change')
	if (via === 'start') return words.t('page.history.start')
	const label = words.has(`operation.${operation}`) ? words.t(`operation.${operation}`) : operation
	if (!other || other.id === record) return label
	return words.t('page.history.of-other', { operation: label, record: linkTo(words, workspace, other).label })
}
