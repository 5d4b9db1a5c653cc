import { doer, linkTo } from '#modules/directory/page-links.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { tellChanges } from './told-changes.ts'
import type { PageServerLoad } from './$types'

// Where a part of the history begins: the sequence of the event it comes before.
const placeIn = (url: URL) => Number(/^\d{1,15}$/.exec(url.searchParams.get('after') ?? '')?.[0] ?? 0)

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const { workspace, kind, reference } = params
	const before = placeIn(url)
	const { record, items, next, names } = await locals.ask(getHistory, {
		record: reference,
		kind,
		...(before > 0 ? { before } : {})
	})
	const events = items.map((item) => ({
		id: String(item.sequence),
		at: item.at,
		by: words.t(`page.history.via-${item.via}`, {
			who: item.by.seat === null ? words.t('page.history.nobody') : doer(words, item.by)
		}),
		operation: operationName(
			item,
			item.record && item.record.id !== record.id ? linkTo(words, workspace, item.record).label : null
		),
		reason: item.erased === null ? item.reason : words.t('page.history.erased', { reason: item.erased }),
		changes: tellChanges(words, item.changes, names, record.id)
	}))
	return {
		record: linkTo(words, workspace, record),
		kind,
		workspace,
		events,
		next: next === null ? null : String(next),
		isFirst: before === 0
	}

	function operationName({ operation, via }: { operation: string; via: string }, other: string | null) {
		if (via === 'start') return words.t('page.history.start')
		const label = words.has(`operation.${operation}`) ? words.t(`operation.${operation}`) : operation
		return other === null ? label : words.t('page.history.of-other', { operation: label, record: other })
	}
}
