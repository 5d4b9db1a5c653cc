import { nameOf, pageOf } from '#modules/directory/page-links.ts'
import type { RecordHead } from '#platform/records/find-record.server.ts'
import { listOptions } from '#modules/directory/options-queries.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { registry } from '#areas'
import { originOf } from '../../list-page.ts'
import type { PageServerLoad } from './$types'

const SHOWN = 25
const SHOWN_OF_EACH = 5
const SHOWN_MOST = 100
const WORDS_MOST = 400
const LEFT_OUT_MOST = 1_000

// A search has no cursors: what `after` and `before` carry is how many results stand before the part, and after it.
function leftOut(url: URL) {
	const number = (name: string) => Number(/^\d{1,4}$/.exec(url.searchParams.get(name) ?? '')?.[0] ?? 0)
	const skip = url.searchParams.has('before') ? number('before') - SHOWN : number('after')
	return Math.min(Math.max(skip, 0), LEFT_OUT_MOST)
}

const isArea = ({ kind: of }: RecordHead) => of === 'area'

/** The framework of each area found, by the area's key: areas of several frameworks share a name. */
async function frameworksOf(locals: App.Locals, areas: readonly RecordHead[]) {
	const { items } = await locals.ask(listOptions, { kind: 'area', keys: areas.map(({ reference }) => reference) })
	return new Map(
		items.flatMap(({ reference, framework }) =>
			framework ? [[reference, nameOf(locals.words, framework)] as const] : []
		)
	)
}

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const words = (url.searchParams.get('q') ?? '').slice(0, WORDS_MOST).trim()
	const kind = registry.kind(url.searchParams.get('kind') ?? '')?.name ?? null
	const skip = kind === null ? 0 : leftOut(url)
	let frameworks = new Map<string, string>()
	const toResult = ({ foundIn, ...head }: RecordHead & { foundIn: RecordHead['title'] | null }) => ({
		foundIn: foundIn && locals.words.name(foundIn),
		framework: frameworks.get(head.reference) ?? null,
		href: pageOf(workspace, head),
		name: nameOf(locals.words, head),
		reference: head.reference,
		state: head.state,
		origin: originOf(head)
	})
	if (words === '') return { words, kind, kinds: [], groups: [], total: 0, next: null, previous: null }
	const asked =
		kind === null ? { words, each: SHOWN_OF_EACH, limit: SHOWN_MOST } : { words, kinds: [kind], limit: SHOWN, skip }
	const found = await locals.ask(searchRecords, asked)
	const areas = found.items.filter(isArea)
	if (areas.length > 0) frameworks = await frameworksOf(locals, areas)
	const whole = found.byKind.reduce((sum, one) => sum + one.total, 0)
	const kinds = found.byKind
	if (kind !== null)
		return {
			words,
			kind,
			kinds,
			groups:
				found.items.length > 0
					? [{ kind, total: found.total, isMore: found.totalIsMore, results: found.items.map(toResult) }]
					: [],
			total: found.totalIsMore ? found.total + 1 : found.total,
			next: skip + SHOWN < found.total && skip + SHOWN <= LEFT_OUT_MOST ? String(skip + SHOWN) : null,
			previous: skip > 0 ? String(skip) : null
		}
	const best = Map.groupBy(found.items, (item) => item.kind)
	const groups = found.byKind.map((one) => ({ ...one, results: (best.get(one.kind) ?? []).map(toResult) }))
	return { words, kind, kinds, groups, total: whole, next: null, previous: null }
}
