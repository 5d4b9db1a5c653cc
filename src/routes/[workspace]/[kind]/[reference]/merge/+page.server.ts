import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { registry } from '#areas'
import { nameOf } from '#modules/directory/page-links.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { RecordReference } from '#platform/records/find-record.server.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { formAction, refusePage } from '../../../../face.server.ts'
import {
	aboutRecord,
	findHead,
	formOf,
	isOfDirectory,
	onTo,
	optionsOfKind,
	refuseUnlessMay
} from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await findHead(locals, params.kind, params.reference)
	if (!record) refusePage(locals, url, absent('platform.no-such-page'))
	refuseUnlessMay({ locals, url }, keepsRecords(locals.seat), 'record.merge')
	if (!registry.kind(record.kind)?.merge)
		refusePage(locals, url, conflict('platform.kind-not-merged', { kind: record.kind }))
	return {
		...formOf(locals, record),
		others: (await othersOf(locals, record.kind)).filter(({ value }) => value !== record.reference)
	}
}

// A list gives so many at once; of more laws than some pages of it nobody chooses from a list.
const AT_ONCE = 200
const PAGES = 5
const Listed = z.object({ items: z.array(RecordReference), next: z.string().nullable() })

async function othersOf(locals: RequestEvent['locals'], kind: string) {
	const known = registry.kind(kind)
	if (!known || isOfDirectory(kind)) return optionsOfKind(locals, kind)
	const found: RecordReference[] = []
	let after: string | null = null
	for (let page = 0; page < PAGES && (page === 0 || after !== null); page++) {
		const asked = { sort: 'title', limit: AT_ONCE, ...(after === null ? {} : { after }) }
		const { items, next } = Listed.parse(await locals.ask(known.list, asked))
		found.push(...items)
		after = next
	}
	return found.map((one) => ({ value: one.reference, label: nameOf(locals.words, one) }))
}

export const actions: Actions = {
	default: formAction(mergeRecords, aboutRecord, (result, event) => onTo(event.params['kind'] ?? '')(result, event))
}
