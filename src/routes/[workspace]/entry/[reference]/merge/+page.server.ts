import { nameOf } from '#modules/directory/page-links.ts'
import { getEntry, listEntries } from '#modules/registers/entry/entry-queries.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { formAction } from '../../../../face.server.ts'
import { formOf, onTo, refuseUnlessMay } from '../../../record-page.server.ts'
import { wordsFound } from '../../../recommendation/finding.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** More than this nobody picks from a list. */
const OFFERED_MOST = 50

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const entry = await locals.ask(getEntry, { entry: params.reference })
	refuseUnlessMay({ locals, url }, keepsRecords(locals.seat), 'record.merge')
	const find = wordsFound(url)
	const { items } = await locals.ask(listEntries, {
		register: entry.register,
		sort: 'title',
		columns: [],
		limit: OFFERED_MOST + 1,
		...(find === '' ? {} : { filter: { words: find } })
	})
	return {
		...formOf(locals, entry),
		page: `/${params.workspace}/register/${entry.register}/${entry.reference}`,
		find,
		others: items
			.filter(({ id }) => id !== entry.id)
			.slice(0, OFFERED_MOST)
			.map((one) => ({ value: one.reference, label: `${one.reference} · ${nameOf(locals.words, one)}` }))
	}
}

export const actions: Actions = {
	default: formAction(mergeRecords, ({ params }) => ({ record: params['reference'], kind: 'entry' }), onTo('entry'))
}
