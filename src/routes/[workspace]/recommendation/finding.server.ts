import { linkableKinds } from '#modules/deliberation/recommendation/changed-record.ts'
import { OPEN_STATES, listRecommendations } from '#modules/deliberation/recommendation/recommendation-queries.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import { registry } from '#areas'
import type { RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { searchRecords } from '#platform/records/record-search.ts'

/** More than this nobody picks from a list. */
const OFFERED_MOST = 50

/** The words somebody looks for on the page of a form, as its address says them. */
export const wordsFound = (url: URL): string => (url.searchParams.get('find') ?? '').slice(0, 200).trim()

type Locals = App.Locals
type Merged = Pick<RecordHead, 'id'> & { structure: RecordReference | null }

/** Open recommendations that one can be merged into: those of its own structure first, or those that hold the words. */
export async function mergeTargets(locals: Locals, { id, structure }: Merged, find: string) {
	const among = find === '' ? (structure ? { structure: structure.reference } : {}) : { words: find }
	const { items } = await locals.ask(listRecommendations, {
		filter: { ...among, status: OPEN_STATES },
		sort: '-created',
		limit: OFFERED_MOST + 1
	})
	return items
		.filter((one) => one.id !== id)
		.slice(0, OFFERED_MOST)
		.map((one) => ({ value: one.reference, label: `${one.reference} · ${nameOf(locals.words, one)}` }))
}

/** Records of any area that hold the words, as options that name kind and record. */
export async function recordsFound(locals: Locals, { id }: Pick<RecordHead, 'id'>, find: string) {
	if (find === '') return []
	const kinds = linkableKinds(registry.kinds.map(({ name }) => name))
	const { items } = await locals.ask(searchRecords, { words: find, kinds, limit: OFFERED_MOST })
	return items
		.filter((one) => one.id !== id && one.state === 'active')
		.map((one) => ({
			value: `${one.kind}:${one.reference}`,
			label: `${locals.words.t(`kind.${one.kind}`)} · ${nameOf(locals.words, one)} (${one.reference})`
		}))
}
