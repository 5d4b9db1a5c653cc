import { linkTo } from '#modules/directory/page-links.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { toldEvent } from '../../../../told-event.ts'
import { tellingOfEntry } from '../../../register/entry-history.server.ts'
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
	const own = kind === 'entry' ? await tellingOfEntry(locals, reference, names, items) : undefined
	const mayErase = locals.seat.role === 'administrator'
	const events = items.map((item) => ({
		...toldEvent(words, workspace, item, names, record.id, own),
		// What an erasure itself says has to stay: it alone tells it from a change behind the system's back.
		...(mayErase && item.erased === null && item.operation !== 'record.eraseHistory'
			? { erase: `/${workspace}/${kind}/${reference}/history/${String(item.sequence)}/erase` }
			: {})
	}))
	return {
		record: linkTo(words, workspace, record),
		kind,
		workspace,
		events,
		next: next === null ? null : String(next),
		isFirst: before === 0
	}
}
